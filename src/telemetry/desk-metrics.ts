import { Counter, Gauge, type Registry } from 'prom-client'

/** Every metric of the case desk, declared once. */
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
} as const

export type CaseLabel = 'fraud' | 'legit' | 'abuse' | 'unknown'

/** Cases of one kind, queue and priority that wait. */
export interface OpenCases {
  kind: string
  queue: string
  priority: string
  open: number
  /** Of the one that has waited longest. */
  oldestAgeSeconds: number
}

export interface DeskMetrics {
  /** Asked at each scrape, so that nobody has to keep the figures up to date. */
  watchCases(read: () => Promise<readonly OpenCases[]> | readonly OpenCases[]): void
  resolved(resolution: { kind: string; queue: string; label: CaseLabel }): void
  labelledHit(rule: string, label: CaseLabel): void
}

/** Registers the metrics of the case desk; queues and priorities are few, because the policy names them. */
export function createDeskMetrics(registry: Registry): DeskMetrics {
  const registers = [registry]
  let cases: () => Promise<readonly OpenCases[]> | readonly OpenCases[] = () => []
  new Gauge({
    ...plain('casesOpen'),
    registers,
    async collect() {
      const read = await cases()
      this.reset()
      for (const { kind, queue, priority, open } of read) this.set({ kind, queue, priority }, open)
    },
  })
  new Gauge({
    ...plain('oldestAgeSeconds'),
    registers,
    async collect() {
      const read = await cases()
      this.reset()
      for (const { queue, priority } of read) {
        const ages = read.filter(each => each.queue === queue && each.priority === priority)
        this.set({ queue, priority }, Math.max(...ages.map(each => each.oldestAgeSeconds)))
      }
    },
  })
  const resolved = new Counter({ ...plain('resolved'), registers })
  const labelledHits = new Counter({ ...plain('labelledHits'), registers })
  return {
    watchCases(read) {
      cases = read
    },
    resolved(resolution) {
      resolved.inc({ ...resolution })
    },
    labelledHit(rule, label) {
      labelledHits.inc({ rule, label })
    },
  }
}

function plain(key: keyof typeof DESK_METRICS): { name: string; help: string; labelNames: string[] } {
  const { name, help, labels } = DESK_METRICS[key]
  return { name, help, labelNames: [...labels] }
}
