import type { Decoder, OutcomeRead, PaymentRead } from '../decode/decoder.ts'
import { createFileSink } from '../embedded/file-sink.ts'
import { createFileSource } from '../embedded/file-source.ts'
import { createKafkaSink } from '../kafka/sink.ts'
import { minorDigits } from '../model/money.ts'
import type { DecisionSink, EventSource, History, OutcomeStore, VelocityStore } from '../ports.ts'
import type { RedisStore } from '../redis/redis-store.ts'
import type { Settings } from '../settings.ts'
import { createMemoryStore, type MemoryStore } from '../velocity/memory-store.ts'
import { inputTopics, openDecoder, openHistory } from './open-input.ts'
import { openRedis } from './open-redis.ts'
import { outcomesTopic } from './outcomes-topic.ts'
import { reportOutage, type Watch } from './watch.ts'
import { watchedConnection, watchedSource } from './watched-source.ts'

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
  const store = openRedis(settings, baseDigits, countsOutcomes, watch.log, call => watch.metrics.redisCall(call))
  if (store !== undefined) {
    watch.metrics.watchVelocity(() => store.use())
    watch.metrics.watchOutcomes(() => store.use())
  }
  const velocity = store ?? openMemory(settings, baseDigits, countsOutcomes, watch)
  const history = brokers === undefined ? undefined : openHistory(settings, brokers)
  const rebuilds = store === undefined || history === undefined ? {} : { rebuilds: { store, history } }
  return { ...streams, decoder, velocity, outcomes: countsOutcomes ? velocity : undefined, ...rebuilds }
}

function fileStreams(settings: Settings, { readiness }: Watch): Pick<Adapters, 'source' | 'sink'> {
  readiness.partitions(1)
  return {
    source: createFileSource({ path: '-', batchRecordsMax: settings['batch.records_max'] }),
    sink: createFileSink(settings['decisions.emit'] ? { decisions: '-' } : { reviews: '-' }),
  }
}

function kafkaStreams(settings: Settings, brokers: readonly string[], watch: Watch): Pick<Adapters, 'source' | 'sink'> {
  const connection = watchedConnection(settings, brokers, settings['kafka.client_id'], watch)
  const source = watchedSource(settings, watch, {
    connection,
    topics: inputTopics(settings),
    groupId: settings['kafka.group'],
  })
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

function openMemory(settings: Settings, baseDigits: number, countsOutcomes: boolean, { metrics }: Watch): MemoryStore {
  const keyEventsMax = settings['velocity.key_events_max']
  const store = createMemoryStore({ secret: settings.secret, baseDigits, countsOutcomes, keyEventsMax })
  metrics.watchVelocity(() => ({ roundTrips: 0, cacheHits: 0, cacheMisses: 0, logsCompacted: 0, ...store.use() }))
  metrics.watchOutcomes(() => store.use())
  return store
}
