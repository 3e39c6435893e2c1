import type { Decoder, OutcomeRead, PaymentRead } from '../decode/decoder.ts'
import { minorDigits } from '../model/money.ts'
import type { History } from '../ports.ts'
import { createRedisStore, type RedisStore, type RedisStoreOptions } from '../redis/redis-store.ts'
import type { Settings } from '../settings.ts'
import type { Log } from '../telemetry/log.ts'
import { openDecoder, openHistory } from './open-input.ts'
import { outcomesTopic } from './outcomes-topic.ts'
import { redisConnection } from './redis-connection.ts'

/** No payment is decided from the second state, so its cache may be a smaller one. */
const NEXT_CACHE_PART = 4

/** Undefined where the settings name no Redis. */
export function openRedis(
  settings: Settings,
  baseDigits: number,
  countsOutcomes: boolean,
  log: Log,
  onCall?: RedisStoreOptions['onCall'],
): RedisStore | undefined {
  const url = settings['redis.url']
  if (url === undefined) return undefined
  return createRedisStore({
    ...redisConnection(settings, url, log),
    ...(settings['redis.cluster'] ? { clusterNodes: settings['redis.cluster_nodes'] ?? [] } : {}),
    secret: settings.secret,
    baseDigits,
    cacheBytesMax: settings['velocity.cache_bytes_max'],
    identityKeepMs: settings['velocity.identity_keep'],
    keyEventsMax: settings['velocity.key_events_max'],
    ...(onCall === undefined ? {} : { onCall }),
    ...(countsOutcomes ? { outcomesKeepMs: settings['velocity.outcomes_keep'] } : {}),
  })
}

export interface NextState {
  store: RedisStore
  outcomes: RedisStore | undefined
  history: History
  decoder: Decoder<PaymentRead | OutcomeRead>
}

/** What keeps a second state under the next secret; undefined where there is none. */
export function openNextState(settings: Settings, baseCurrency: string, log: Log): NextState | undefined {
  const { secret_next: secret, 'kafka.brokers': brokers } = settings
  if (secret === undefined || brokers === undefined) return undefined
  const cacheBytesMax = settings['velocity.cache_bytes_max'] / NEXT_CACHE_PART
  const underNext = { ...settings, secret, 'velocity.cache_bytes_max': cacheBytesMax }
  const topic = outcomesTopic(settings)
  const store = openRedis(underNext, minorDigits(baseCurrency)!, topic !== undefined, log)
  if (store === undefined) return undefined
  return {
    store,
    outcomes: topic === undefined ? undefined : store,
    history: openHistory(settings, brokers),
    decoder: openDecoder(underNext, topic),
  }
}
