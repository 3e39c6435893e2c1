import type { Problem } from '../model/problem.ts'
import { DEVELOPMENT_SECRET, type SettingName, type Settings } from './table.ts'

type At = (name: SettingName) => Pick<Problem, 'field' | 'place'>

/** Mistakes that no setting makes alone. `settings` holds defaults for those in `broken`, so nothing is said of them here. */
export function checkTogether(settings: Settings, at: At, broken: ReadonlySet<SettingName>): Problem[] {
  const needs = (name: SettingName, other: SettingName) => (broken.has(other) ? [] : needed(settings, at, name, other))
  return [
    ...topicsDiffer(settings, at),
    ...needs('kafka.sasl_mechanism', 'kafka.sasl_username'),
    ...needs('kafka.sasl_mechanism', 'kafka.sasl_password'),
    ...needs('kafka.sasl_username', 'kafka.sasl_mechanism'),
    ...needs('kafka.sasl_password', 'kafka.sasl_mechanism'),
    ...needs('kafka.tls_ca_file', 'kafka.tls'),
    ...needs('kafka.tls_cert_file', 'kafka.tls'),
    ...needs('kafka.tls_cert_file', 'kafka.tls_key_file'),
    ...needs('kafka.tls_key_file', 'kafka.tls_cert_file'),
    ...needs('intake.square_keys', 'intake.public_url'),
    ...needs('registry.username', 'registry.url'),
    ...needs('registry.password', 'registry.username'),
    ...needs('redis.username', 'redis.url'),
    ...needs('redis.username', 'redis.password'),
    ...needs('redis.password', 'redis.url'),
    ...needs('redis.tls_cert_file', 'redis.tls_key_file'),
    ...needs('redis.tls_key_file', 'redis.tls_cert_file'),
    ...(broken.has('redis.url') ? [] : redisIsSaidOnce(settings, at)),
    ...(broken.has('registry.url') ? [] : formatHasRegistry(settings, at)),
    ...needs('secret_next', 'redis.url'),
    ...needs('secret_next', 'kafka.brokers'),
    ...secretsDiffer(settings, at),
    ...queueHoldsBatch(settings, at),
    ...(broken.has('secret') ? [] : secretIsReal(settings, at)),
  ]
}

/** An output topic that is also the input would feed Tripline its own words for ever. */
function topicsDiffer(settings: Settings, at: At): Problem[] {
  const names = [
    'topics.payments',
    'topics.outcomes',
    'topics.decisions',
    'topics.reviews',
    'topics.dead_letters',
  ] as const
  return names.flatMap((name, index) => {
    const same = names.slice(0, index).find(other => settings[other] === settings[name])
    if (same === undefined) return []
    const message = `\`${name}\` and \`${same}\` are the same topic, \`${settings[name]}\``
    return [{ code: 'clashing-settings', severity: 'error' as const, ...at(name), message }]
  })
}

function needed(settings: Settings, at: At, name: SettingName, other: SettingName): Problem[] {
  if (settings[name] === undefined || settings[other]) return []
  const message = `\`${name}\` is set, which has no meaning without \`${other}\``
  return [{ code: 'incomplete-settings', severity: 'error', ...at(name), message, suggestion: `set \`${other}\`` }]
}

function formatHasRegistry(settings: Settings, at: At): Problem[] {
  if (settings['registry.url'] !== undefined || ['auto', 'json'].includes(settings.format)) return []
  const message = `format \`${settings.format}\` is read through a schema registry, and \`registry.url\` is not set`
  return [
    { code: 'incomplete-settings', severity: 'error', ...at('format'), message, suggestion: 'set `registry.url`' },
  ]
}

/** ioredis would take what the URL says and ignore the rest. */
function redisIsSaidOnce(settings: Settings, at: At): Problem[] {
  const written = settings['redis.url']
  const problems: Problem[] = []
  const url = written === undefined ? undefined : new URL(written)
  for (const name of ['redis.username', 'redis.password'] as const) {
    if (settings[name] === undefined || !url?.[name === 'redis.username' ? 'username' : 'password']) continue
    const message = `\`${name}\` is set, and \`redis.url\` says it too`
    problems.push({ code: 'clashing-settings', severity: 'error', ...at(name), message, suggestion: 'set one of them' })
  }
  const database = url?.pathname.slice(1) ?? ''
  if (!/^\d{0,4}$/.test(database)) {
    const message = `\`redis.url\` names the database \`${database}\`, and a database of Redis is a number`
    problems.push({ code: 'wrong-type', severity: 'error', ...at('redis.url'), message })
  }
  for (const name of ['redis.tls_ca_file', 'redis.tls_cert_file'] as const) {
    if (settings[name] === undefined || url?.protocol === 'rediss:') continue
    const message = `\`${name}\` is set, which has no meaning without TLS`
    const suggestion = 'begin `redis.url` with `rediss://`'
    problems.push({ code: 'incomplete-settings', severity: 'error', ...at(name), message, suggestion })
  }
  return problems
}

function queueHoldsBatch(settings: Settings, at: At): Problem[] {
  if (settings['queue.records_max'] >= settings['batch.records_max']) return []
  const message = '`queue.records_max` is less than `batch.records_max`, so no batch would ever be full'
  return [{ code: 'clashing-settings', severity: 'error', ...at('queue.records_max'), message }]
}

function secretsDiffer(settings: Settings, at: At): Problem[] {
  if (settings.secret_next !== settings.secret) return []
  const message = '`secret_next` is the same as `secret`'
  const suggestion = 'take `secret_next` away once the change is made'
  return [{ code: 'clashing-settings', severity: 'error', ...at('secret_next'), message, suggestion }]
}

/** Hashes keyed by a secret that everybody can read hide nothing once they leave the process. */
function secretIsReal(settings: Settings, at: At): Problem[] {
  const isShared = settings['redis.url'] !== undefined || settings['kafka.brokers'] !== undefined
  if (settings.secret !== DEVELOPMENT_SECRET || !isShared) return []
  return [
    {
      code: 'development-secret',
      severity: 'warning',
      ...at('secret'),
      message: 'hashes of cards and e-mails are keyed by the built-in development secret, which everybody knows',
      suggestion:
        'set `TRIPLINE_SECRET` or `TRIPLINE_SECRET_FILE` to at least 16 random characters, the same for every process',
    },
  ]
}
