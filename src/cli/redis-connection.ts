import type { RedisStoreOptions } from '../redis/redis-store.ts'
import type { Settings } from '../settings.ts'
import type { Log } from '../telemetry/log.ts'
import { readTlsFiles } from './read-tls-files.ts'

/** How the settings say that Redis is reached; what the server says of itself goes to the log, once for each sentence. */
export function redisConnection(
  settings: Settings,
  url: string,
  log: Log,
): Pick<RedisStoreOptions, 'url' | 'client' | 'commandTimeoutMs' | 'onServer'> {
  const told = new Set<string>()
  const tellOnce = (level: 'info' | 'warn', sentence: string): void => {
    if (told.has(sentence)) return
    told.add(sentence)
    log[level](sentence)
  }
  return {
    url: signedIn(settings, url),
    client: url.toLowerCase().startsWith('rediss:') ? { tls: readTlsFiles(settings, 'redis') } : {},
    commandTimeoutMs: settings['redis.command_timeout_ms'],
    onServer: ({ version, warnings }) => {
      tellOnce('info', `Redis ${version} answers`)
      for (const warning of warnings) tellOnce('warn', warning)
    },
  }
}

/** ioredis takes user and password either both from the URL or both from elsewhere. */
function signedIn(settings: Settings, written: string): string {
  const url = new URL(written)
  url.username ||= encodeURIComponent(settings['redis.username'] ?? '')
  url.password ||= encodeURIComponent(settings['redis.password'] ?? '')
  return url.href
}
