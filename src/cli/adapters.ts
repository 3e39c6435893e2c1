import { createDecoder, type DecoderOptions } from '../decode/create-decoder.ts'
import type { Decoder } from '../decode/decoder.ts'
import { createFileSink } from '../embedded/file-sink.ts'
import { createFileSource } from '../embedded/file-source.ts'
import type { KafkaConnection } from '../kafka/connection.ts'
import { createKafkaHistory } from '../kafka/history.ts'
import { createKafkaSink } from '../kafka/sink.ts'
import { createKafkaSource } from '../kafka/source.ts'
import { minorDigits } from '../model/money.ts'
import type { DecisionSink, EventSource, History, VelocityStore } from '../ports.ts'
import { createRedisStore, type RedisStore } from '../redis/redis-store.ts'
import type { Settings } from '../settings.ts'
import type { Metrics } from '../telemetry/create-metrics.ts'
import type { Log } from '../telemetry/log.ts'
import type { Readiness } from '../telemetry/readiness.ts'
import { createMemoryStore, type MemoryStore } from '../velocity/memory-store.ts'
import { decoderOptions } from './decoder-options.ts'
import { kafkaConnection } from './kafka-connection.ts'

export interface Watch {
  log: Log
  metrics: Metrics
  readiness: Readiness
}

export interface Adapters {
  source: EventSource
  sink: DecisionSink
  decoder: Decoder
  velocity: VelocityStore
  /** Where both are outside of this process: what is needed to rebuild the store from the log. */
  rebuilds?: { store: RedisStore; history: History }
}

/** Real adapters where the settings name a server, embedded ones where they do not. Connects to nothing yet. */
export function openAdapters(settings: Settings, baseCurrency: string, watch: Watch): Adapters {
  const decoder = createDecoder({
    ...decoderOptions(settings),
    format: settings.format,
    ...registryOf(settings),
  })
  const brokers = settings['kafka.brokers']
  const streams = brokers === undefined ? fileStreams(settings, watch) : kafkaStreams(settings, brokers, watch)
  const baseDigits = minorDigits(baseCurrency)!
  const store = openRedis(settings, baseDigits, watch)
  const velocity = store ?? openMemory(settings, baseDigits, watch)
  const history = brokers === undefined ? undefined : openHistory(settings, brokers)
  const rebuilds = store === undefined || history === undefined ? {} : { rebuilds: { store, history } }
  return { ...streams, decoder, velocity, ...rebuilds }
}

/** Says what is down in the log, in /readyz and in a metric; `undefined` says that it is back. */
export function reportOutage({ log, metrics, readiness }: Watch, dependency: string, reason: string | undefined): void {
  const { reasons } = readiness.state()
  const known = reasons.find(each => each.what === dependency)?.why
  readiness.outage(dependency, reason)
  metrics.outage(dependency, reason !== undefined)
  if (reason !== undefined && known === undefined) log.warn(`${dependency} is down, payments wait`, { reason })
  if (reason === undefined && known !== undefined) log.info(`${dependency} is back`)
}

function fileStreams(settings: Settings, { readiness }: Watch): Pick<Adapters, 'source' | 'sink'> {
  readiness.partitions(1)
  return {
    source: createFileSource({ path: '-', batchRecordsMax: settings['batch.records_max'] }),
    sink: createFileSink(settings['decisions.emit'] ? { decisions: '-' } : { reviews: '-' }),
  }
}

function kafkaStreams(settings: Settings, brokers: readonly string[], watch: Watch): Pick<Adapters, 'source' | 'sink'> {
  const connection: KafkaConnection = {
    ...kafkaConnection(settings, brokers, settings['kafka.client_id']),
    onLog: (_level, message, details) => watch.log.debug(`kafka client: ${message}`, details),
  }
  const source = createKafkaSource({
    connection,
    topics: [settings['topics.payments']],
    groupId: settings['kafka.group'],
    batchRecordsMax: settings['batch.records_max'],
    queueRecordsMax: settings['queue.records_max'],
    sessionTimeoutMs: settings['kafka.session_timeout_ms'],
    onStatus: ({ outage, blocked, assigned }) => {
      reportOutage(watch, 'kafka', outage)
      reportOutage(watch, 'partitions', blocked.length === 0 ? undefined : blocked.join('; '))
      watch.readiness.partitions(assigned)
    },
  })
  watch.metrics.watchLag(() => source.lag())
  const sink = createKafkaSink({
    connection,
    topics: {
      ...(settings['decisions.emit'] ? { decisions: settings['topics.decisions'] } : {}),
      reviews: settings['topics.reviews'],
      'dead-letters': settings['topics.dead_letters'],
    },
    onStatus: outage => reportOutage(watch, 'kafka-output', outage),
  })
  return { source, sink }
}

/** The payments topic, to be read again. */
export function openHistory(settings: Settings, brokers: readonly string[]): History {
  return createKafkaHistory({
    connection: kafkaConnection(settings, brokers, settings['kafka.client_id']),
    topic: settings['topics.payments'],
    groupId: settings['kafka.group'],
  })
}

function openMemory(settings: Settings, baseDigits: number, { metrics }: Watch): MemoryStore {
  const { secret } = settings
  const store = createMemoryStore({ secret, baseDigits, keyEventsMax: settings['velocity.key_events_max'] })
  metrics.watchVelocity(() => ({ roundTrips: 0, cacheHits: 0, cacheMisses: 0, logsCompacted: 0, ...store.use() }))
  return store
}

function openRedis(settings: Settings, baseDigits: number, { metrics }: Watch): RedisStore | undefined {
  const { secret } = settings
  const url = settings['redis.url']
  if (url === undefined) return undefined
  const store = createRedisStore({
    url,
    secret,
    baseDigits,
    cacheBytesMax: settings['velocity.cache_bytes_max'],
    commandTimeoutMs: settings['redis.command_timeout_ms'],
    identityKeepMs: settings['velocity.identity_keep'],
    keyEventsMax: settings['velocity.key_events_max'],
  })
  metrics.watchVelocity(() => store.use())
  return store
}

function registryOf(settings: Settings): Pick<DecoderOptions, 'registryUrl' | 'registryAuth'> {
  const registryUrl = settings['registry.url']
  const username = settings['registry.username']
  const password = settings['registry.password']
  return {
    ...(registryUrl === undefined ? {} : { registryUrl }),
    ...(username === undefined || password === undefined ? {} : { registryAuth: { username, password } }),
  }
}
