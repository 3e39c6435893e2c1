import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { BatchSummary } from '../pipeline-summary.ts'
import type { OutcomeUse } from '../velocity/outcome-event.ts'
import { BulkHistogram } from './bulk-histogram.ts'
import { METRICS } from './metrics.ts'
import { nextSecretMetrics, rebuildMetrics } from './progress-metrics.ts'

export interface Metrics {
  registry: Registry
  /** Adds one batch; given to the pipeline as `onBatch`. */
  batch(summary: BatchSummary): void
  outage(dependency: string, isDown: boolean): void
  /** While lost velocity state is counted again: how far it has come; undefined when it is whole again. */
  rebuild(progress: { recordsDone: number; recordsTotal: number } | undefined): void
  /** How far the state under the next secret has come; undefined when it holds everything. */
  nextSecret(progress: { recordsDone: number; recordsTotal: number } | undefined): void
  /** Says which ruleset decides, and makes a series for each of its rules, so that a rule that never hits shows as 0. */
  ruleset(ruleset: { hash: string; rules: readonly { name: string; mode: 'live' | 'shadow' }[] }): void
  /** Tells of rule files that were read again; `refused` stays up until a good reading. */
  reload(result: ReloadResult): void
  /** Asked at each scrape, so that nobody has to keep the figures up to date. */
  watchLag(read: () => Iterable<Lag>): void
  watchVelocity(read: () => VelocityUse): void
  watchOutcomes(read: () => OutcomeUse): void
  /** One request of a gateway, answered. */
  intake(gateway: string, result: string, seconds: number): void
  /** One call of a script in Redis. */
  redisCall(call: RedisCall): void
}

export interface RedisCall {
  seconds: number
  bytesSent: number
  bytesReceived: number
}

export type ReloadResult = 'applied' | 'refused' | 'unchanged'

export interface Lag {
  topic: string
  partition: number
  records: number
}

/** What a velocity store has done since it started; all but `cacheBytes` only grow. Memory stores leave most at 0. */
export interface VelocityUse {
  roundTrips: number
  cacheBytes: number
  cacheHits: number
  cacheMisses: number
  cacheEvictions: number
  logsFolded: number
  eventsFolded: number
  logsCompacted: number
}

/** `processMetrics` adds Node's own (event loop, heap, garbage collection, CPU). */
export function createMetrics({ processMetrics = true } = {}): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const readers: { lag?: () => Iterable<Lag>; velocity?: () => VelocityUse; outcomes?: () => OutcomeUse } = {}

  const counter = (key: CounterKey) => new Counter({ ...plain(key), registers })
  const gauge = (key: GaugeKey) => new Gauge({ ...plain(key), registers })
  const fromVelocity = (key: CounterKey, read: (use: VelocityUse) => number) =>
    new Counter({
      ...plain(key),
      registers,
      collect() {
        this.reset()
        this.inc(readers.velocity === undefined ? 0 : read(readers.velocity()))
      },
    })

  const payments = counter('payments')
  const hits = counter('hits')
  const flags = counter('flags')
  const reviews = counter('reviews')
  const snoozedHits = counter('snoozedHits')
  const listMatches = counter('listMatches')
  const unknown = counter('unknown')
  const verdicts = counter('verdicts')
  const outcomes = counter('outcomes')
  const deadLetters = counter('deadLetters')
  const deadLetterSources = counter('deadLetterSources')
  const warnings = counter('warnings')
  const approximate = counter('approximateDecisions')
  const ignored = counter('ignored')
  const outage = gauge('outage')
  const rebuild = rebuildMetrics(counter('rebuilds'), counter('rebuiltRecords'), gauge('rebuildRecordsLeft'))
  const nextSecret = nextSecretMetrics(
    gauge('nextSecretReady'),
    counter('nextSecretRecords'),
    gauge('nextSecretRecordsLeft'),
  )
  const rulesetInfo = gauge('ruleset')
  const rules = gauge('rules')
  const ruleInfo = gauge('ruleInfo')
  const rulesetReloads = counter('rulesetReloads')
  const rulesetRefused = gauge('rulesetRefused')
  const stageSeconds = new Histogram({
    ...plain('stageSeconds'),
    buckets: [...METRICS.stageSeconds.buckets],
    registers,
  })
  const batchRecords = new BulkHistogram({ ...METRICS.batchRecords, registers })
  const latencySeconds = new BulkHistogram({ ...METRICS.latencySeconds, registers })
  const redisCallSeconds = new BulkHistogram({ ...METRICS.redisCallSeconds, registers })
  const redisBytes = counter('redisBytes')
  new Counter({
    ...plain('outcomesMatched'),
    registers,
    collect() {
      this.reset()
      this.inc(readers.outcomes?.().outcomesMatched ?? 0)
    },
  })
  fromVelocity('redisRoundTrips', use => use.roundTrips)
  fromVelocity('cacheHits', use => use.cacheHits)
  fromVelocity('cacheMisses', use => use.cacheMisses)
  fromVelocity('cacheEvictions', use => use.cacheEvictions)
  fromVelocity('logsFolded', use => use.logsFolded)
  fromVelocity('eventsFolded', use => use.eventsFolded)
  fromVelocity('logsCompacted', use => use.logsCompacted)
  new Gauge({
    ...plain('cacheBytes'),
    registers,
    collect() {
      this.set(readers.velocity?.().cacheBytes ?? 0)
    },
  })
  new Gauge({
    ...plain('lagRecords'),
    registers,
    collect() {
      this.reset()
      for (const { topic, partition, records } of readers.lag?.() ?? []) {
        this.set({ topic, partition: String(partition) }, records)
      }
    },
  })
  const intakeRequests = counter('intakeRequests')
  const intakeSeconds = new Histogram({
    ...plain('intakeSeconds'),
    buckets: [...METRICS.intakeSeconds.buckets],
    registers,
  })
  for (const action of ['allow', 'review', 'block']) payments.inc({ action }, 0)
  for (const direction of ['sent', 'received']) redisBytes.inc({ direction }, 0)
  for (const result of ['applied', 'refused', 'unchanged']) rulesetReloads.inc({ result }, 0)
  for (const dependency of ['kafka', 'redis', 'registry']) outage.set({ dependency }, 0)
  if (processMetrics) collectDefaultMetrics({ register: registry })

  return {
    registry,
    batch(summary) {
      addEach(payments, 'action', Object.entries(summary.actions))
      addEach(verdicts, 'verdict', Object.entries(summary.verdicts))
      for (const [type, counts] of summary.outcomes) {
        for (const [verdict, count] of counts) outcomes.inc({ type, verdict }, count)
      }
      addEach(deadLetters, 'code', summary.rejections)
      for (const { topic, partition, count } of summary.rejectionPlaces.values()) {
        deadLetterSources.inc({ topic, partition: String(partition) }, count)
      }
      addEach(warnings, 'code', summary.warnings)
      approximate.inc(summary.warnings.get('velocity-approximate') ?? 0)
      addEach(ignored, 'reason', summary.ignorals)
      addEach(unknown, 'rule', summary.unknown)
      addEach(snoozedHits, 'rule', summary.snoozedHits)
      addEach(listMatches, 'list', summary.listMatches)
      for (const [action, hits] of Object.entries(summary.flags)) {
        for (const [rule, count] of hits) flags.inc({ rule, action }, count)
      }
      for (const { queue, priority, action, count } of summary.reviews.values()) {
        reviews.inc({ queue, priority, action }, count)
      }
      for (const [rule, count] of summary.liveHits) hits.inc({ rule, mode: 'live' }, count)
      for (const [rule, count] of summary.shadowHits) hits.inc({ rule, mode: 'shadow' }, count)
      for (const [stage, seconds] of Object.entries(summary.stageSeconds)) stageSeconds.observe({ stage }, seconds)
      batchRecords.add(summary.records.length)
      for (const { timestampMs } of summary.records) {
        if (timestampMs !== undefined) latencySeconds.add(Math.max(0, summary.finishedAtMs - timestampMs) / 1000)
      }
    },
    outage(dependency, isDown) {
      outage.set({ dependency }, isDown ? 1 : 0)
    },
    intake(gateway, result, seconds) {
      intakeRequests.inc({ gateway, result })
      intakeSeconds.observe(seconds)
    },
    rebuild,
    nextSecret,
    ruleset(ruleset) {
      rulesetInfo.reset()
      rulesetInfo.set({ hash: ruleset.hash }, 1)
      ruleInfo.reset()
      for (const mode of ['live', 'shadow'] as const) {
        const ofMode = ruleset.rules.filter(rule => rule.mode === mode)
        rules.set({ mode }, ofMode.length)
        for (const { name: rule } of ofMode) {
          ruleInfo.set({ rule, mode }, 1)
          hits.inc({ rule, mode }, 0)
          unknown.inc({ rule }, 0)
        }
      }
    },
    reload(result) {
      rulesetReloads.inc({ result })
      rulesetRefused.set(result === 'refused' ? 1 : 0)
    },
    watchLag(read) {
      readers.lag = read
    },
    watchVelocity(read) {
      readers.velocity = read
    },
    watchOutcomes(read) {
      readers.outcomes = read
    },
    redisCall({ seconds, bytesSent, bytesReceived }) {
      redisCallSeconds.add(seconds)
      redisBytes.inc({ direction: 'sent' }, bytesSent)
      redisBytes.inc({ direction: 'received' }, bytesReceived)
    },
  }
}

type KeyOf<Type> = {
  [Key in keyof typeof METRICS]: (typeof METRICS)[Key]['type'] extends Type ? Key : never
}[keyof typeof METRICS]
type CounterKey = KeyOf<'counter'>
type GaugeKey = KeyOf<'gauge'>

function plain(key: keyof typeof METRICS): { name: string; help: string; labelNames: string[] } {
  const { name, help, labels } = METRICS[key]
  return { name, help, labelNames: [...labels] }
}

function addEach(counter: Counter, label: string, counts: Iterable<readonly [string, number]>): void {
  for (const [value, count] of counts) if (count > 0) counter.inc({ [label]: value }, count)
}
