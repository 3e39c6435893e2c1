import { Counter, Gauge, type Registry } from 'prom-client'
import { BulkHistogram } from './bulk-histogram.ts'
import type { DeclaredMetric } from './declared-metric.ts'

/** Every metric of the case desk, declared once: the desk registers them from here, dashboards and alerts may ask for no others. */
export const DESK_METRICS = {
  casesOpen: {
    type: 'gauge',
    name: 'tripline_cases_open',
    labels: ['kind', 'queue', 'priority'],
    help: 'Cases that wait for a resolution, by kind, queue and priority.',
  },
  oldestAgeSeconds: {
    type: 'gauge',
    name: 'tripline_case_oldest_age_seconds',
    labels: ['queue', 'priority'],
    help: 'Age of the case that has waited longest, by queue and priority; 0 where none waits.',
  },
  resolved: {
    type: 'counter',
    name: 'tripline_cases_resolved_total',
    labels: ['kind', 'queue', 'label'],
    help: 'Cases that an analyst resolved, by kind, queue and label (fraud, legit, abuse or unknown).',
  },
  labelledHits: {
    type: 'counter',
    name: 'tripline_rule_labelled_hits_total',
    labels: ['rule', 'label'],
    help: 'Hits whose payment has a label now, by rule; the precision of a rule is fraud / (fraud + legit).',
  },
  records: {
    type: 'counter',
    name: 'tripline_desk_records_total',
    labels: ['kind'],
    help: 'Records that the desk has read, those it knew before included: payment, decision, outcome, or refused (it could not be read).',
  },
  latencySeconds: {
    type: 'histogram',
    name: 'tripline_desk_latency_seconds',
    labels: [],
    help: 'From the time of a record in Kafka until it is kept, with all that follows from it.',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200],
  },
} as const satisfies Record<string, DeclaredMetric>

export type CaseLabel = 'fraud' | 'legit' | 'abuse' | 'unknown'

/** Cases of one kind, queue and priority that wait. One with `open` 0 is shown as 0; one that is left out is not shown. */
export interface OpenCases {
  kind: string
  queue: string
  priority: string
  open: number
  /** Of the one that has waited longest, seconds; 0 where `open` is 0. */
  oldestAgeSeconds: number
}

/** What one batch held, by kind, and when Kafka had each record (milliseconds since 1970). */
export interface KeptBatch {
  counts: Readonly<Record<RecordKind, number>>
  timesMs: readonly number[]
  keptAtMs: number
}

const RECORD_KINDS = ['payment', 'decision', 'outcome', 'refused'] as const
type RecordKind = (typeof RECORD_KINDS)[number]

export interface DeskMetrics {
  batch(batch: KeptBatch): void
  /** Asked at each scrape, so that nobody has to keep the figures up to date. A rejection fails the scrape. */
  watchCases(read: () => Promise<readonly OpenCases[]> | readonly OpenCases[]): void
  /** So many more were resolved; 0 makes the series, so that the first one counts as an increase. */
  resolved(resolution: { kind: string; queue: string; label: CaseLabel }, count?: number): void
  /** So many more payments that the rule had hit have this label; one that is changed later counts again under the new one. */
  labelledHits(rule: string, label: CaseLabel, count?: number): void
}

/** Registers the metrics of the case desk; queues and priorities are few, because the policy names them. */
export function createDeskMetrics(registry: Registry): DeskMetrics {
  const registers = [registry]
  let read: () => Promise<readonly OpenCases[]> | readonly OpenCases[] = () => []
  let reading: Promise<readonly OpenCases[]> | undefined
  /** Once per scrape, though two metrics want it. */
  const cases = (): Promise<readonly OpenCases[]> => {
    reading ??= Promise.resolve(read()).finally(() => {
      reading = undefined
    })
    return reading
  }
  new Gauge({
    ...plain('casesOpen'),
    registers,
    async collect() {
      const waiting = await cases()
      this.reset()
      for (const { kind, queue, priority, open } of waiting) this.set({ kind, queue, priority }, open)
    },
  })
  new Gauge({
    ...plain('oldestAgeSeconds'),
    registers,
    async collect() {
      const waiting = await cases()
      this.reset()
      for (const [{ queue, priority }, ageSeconds] of oldest(waiting)) this.set({ queue, priority }, ageSeconds)
    },
  })
  const resolved = new Counter({ ...plain('resolved'), registers })
  const labelledHits = new Counter({ ...plain('labelledHits'), registers })
  const records = new Counter({ ...plain('records'), registers })
  const latencySeconds = new BulkHistogram({ ...DESK_METRICS.latencySeconds, registers })
  for (const kind of RECORD_KINDS) records.inc({ kind }, 0)
  return {
    batch({ counts, timesMs, keptAtMs }) {
      for (const kind of RECORD_KINDS) records.inc({ kind }, counts[kind])
      for (const ms of timesMs) latencySeconds.add(Math.max(0, keptAtMs - ms) / 1000)
    },
    watchCases(readCases) {
      read = readCases
    },
    resolved(resolution, count = 1) {
      resolved.inc({ ...resolution }, count)
    },
    labelledHits(rule, label, count = 1) {
      labelledHits.inc({ rule, label }, count)
    },
  }
}

/** Over all kinds: whoever works a queue takes the oldest first, whatever it is. */
function* oldest(cases: readonly OpenCases[]): Generator<[OpenCases, number]> {
  const ages = new Map<string, [OpenCases, number]>()
  for (const each of cases) {
    const place = JSON.stringify([each.queue, each.priority])
    ages.set(place, [each, Math.max(each.oldestAgeSeconds, ages.get(place)?.[1] ?? 0)])
  }
  yield* ages.values()
}

function plain(key: keyof typeof DESK_METRICS): { name: string; help: string; labelNames: string[] } {
  const { name, help, labels } = DESK_METRICS[key]
  return { name, help, labelNames: [...labels] }
}
