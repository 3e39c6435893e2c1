import { hostname } from 'node:os'
import type { Decoder, OutcomeRead, PaymentRead } from '../decode/decoder.ts'
import { createFileSink } from '../embedded/file-sink.ts'
import { createFileSource } from '../embedded/file-source.ts'
import type { KafkaConnection } from '../kafka/connection.ts'
import { createKafkaSink } from '../kafka/sink.ts'
import { createKafkaSource } from '../kafka/source.ts'
import { minorDigits } from '../model/money.ts'
import type { DecisionSink, EventSource, History, OutcomeStore, VelocityStore } from '../ports.ts'
import type { RedisStore } from '../redis/redis-store.ts'
import type { Settings } from '../settings.ts'
import type { Metrics } from '../telemetry/create-metrics.ts'
import type { Log } from '../telemetry/log.ts'
import type { Readiness } from '../telemetry/readiness.ts'
import { createMemoryStore, type MemoryStore } from '../velocity/memory-store.ts'
import { kafkaConnection } from './kafka-connection.ts'
import { inputTopics, openDecoder, openHistory } from './open-input.ts'
import { openRedis } from './open-redis.ts'
import { outcomesTopic } from './outcomes-topic.ts'

export interface Watch {
  log: Log
  metrics: Metrics
  readiness: Readiness
}

export interface Adapters {
  source: EventSource
  sink: DecisionSink
  decoder: Decoder<PaymentRead | OutcomeRead>
  velocity: VelocityStore
  /** The same store; undefined where no outcomes are read. */
  outcomes: OutcomeStore | undefined
  /** Where both are outside of this process: what is needed to rebuild the store from the log. */
  rebuilds?: { store: RedisStore; history: History }
}

/** Real adapters where the settings name a server, embedded ones where they do not. Connects to nothing yet. */
export function openAdapters(settings: Settings, baseCurrency: string, watch: Watch): Adapters {
  const brokers = settings['kafka.brokers']
  // Standard input holds payments only.
  const topic = brokers === undefined ? undefined : outcomesTopic(settings)
  const decoder = openDecoder(settings, topic)
  const streams = brokers === undefined ? fileStreams(settings, watch) : kafkaStreams(settings, brokers, watch)
  const baseDigits = minorDigits(baseCurrency)!
  const countsOutcomes = topic !== undefined
  const store = openRedis(settings, baseDigits, countsOutcomes, watch.log)
  if (store !== undefined) {
    watch.metrics.watchVelocity(() => store.use())
    watch.metrics.watchOutcomes(() => store.use())
  }
  const velocity = store ?? openMemory(settings, baseDigits, countsOutcomes, watch)
  const history = brokers === undefined ? undefined : openHistory(settings, brokers)
  const rebuilds = store === undefined || history === undefined ? {} : { rebuilds: { store, history } }
  return { ...streams, decoder, velocity, outcomes: countsOutcomes ? velocity : undefined, ...rebuilds }
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

/** Says which partitions wait for a person, each with its reason; the others go on. */
export function reportHeld({ log, metrics, readiness }: Watch, held: readonly string[]): void {
  const { reasons } = readiness.state()
  const known = reasons.find(each => each.what === 'input')?.why
  const reason = held.length === 0 ? undefined : held.join('; ')
  readiness.outage('input', reason)
  metrics.outage('input', reason !== undefined)
  if (reason !== undefined && known === undefined) log.warn('partitions are held back, the others go on', { held })
  if (reason === undefined && known !== undefined) log.info('no partition is held back any more')
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
    topics: inputTopics(settings),
    groupId: settings['kafka.group'],
    instance: instanceOf(settings),
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

/** A process without a port of its own has no name that would be the same after a restart. */
export function instanceOf(settings: Settings): string | undefined {
  const port = settings['http.port']
  return settings['kafka.instance'] ?? (port === 0 ? undefined : `${hostname()}-${port}`.replaceAll(/[^\w.-]/g, '_'))
}

function openMemory(settings: Settings, baseDigits: number, countsOutcomes: boolean, { metrics }: Watch): MemoryStore {
  const keyEventsMax = settings['velocity.key_events_max']
  const store = createMemoryStore({ secret: settings.secret, baseDigits, countsOutcomes, keyEventsMax })
  metrics.watchVelocity(() => ({ roundTrips: 0, cacheHits: 0, cacheMisses: 0, logsCompacted: 0, ...store.use() }))
  metrics.watchOutcomes(() => store.use())
  return store
}
