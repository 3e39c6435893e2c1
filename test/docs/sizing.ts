/** The arithmetic of docs/sizing.md. */

export interface Days {
  identities: number
  logs: number
  homes: number
}

type Name =
  | 'payment_bytes'
  | 'decision_bytes'
  | 'review_share'
  | 'kafka_copies'
  | 'process_cpu'
  | 'process_share_max'
  | 'process_memory'
  | 'keys'
  | 'redis_cpu'
  | 'redis_share_max'
  | 'redis_masters_max'
  | 'redis_master_memory'
  | 'redis_in'
  | 'record_bytes'
  | 'identity_bytes'
  | 'key_event_bytes'
  | 'events_per_key'
  | 'home_bytes'
  | 'mean_of_peak'

/** By the names and in the units of docs/sizing-figures.yaml. */
export type Figures = Record<Name, number> & { default_days: Days; short_days: Days }

export interface Size {
  processes: number
  partitions: number
  processMemoryGb: number
  redisProcessors: number
  mastersForCpu: number
  kafkaInMbPerSecond: number
  kafkaOutMbPerSecond: number
  kafkaCopiesMbPerSecond: number
  redisInMbPerSecond: number
  redisOutMbPerSecondMax: number
}

export interface RedisSize {
  memoryGb: number
  mastersForMemory: number
  masters: number
  /** Clusters that know nothing of each other, each with processes and a topic of its own. */
  clusters: number
}

const PARTITIONS_MIN = 12
const SECONDS_PER_DAY = 86_400

/** For a peak of `rate` payments a second. Megabytes and gigabytes are powers of ten. */
export function sizeFor(rate: number, f: Figures): Size {
  const processes = Math.max(2, Math.ceil((rate * f.process_cpu) / 1e6 / f.process_share_max))
  let partitions = PARTITIONS_MIN
  while (partitions < processes) partitions *= 2
  const redisProcessors = (rate * f.redis_cpu) / 1e6
  const outputBytes = f.decision_bytes + f.review_share * (f.payment_bytes + f.decision_bytes)
  return {
    processes,
    partitions,
    processMemoryGb: (processes * f.process_memory) / 1000,
    redisProcessors,
    mastersForCpu: Math.ceil(redisProcessors / f.redis_share_max),
    kafkaInMbPerSecond: (rate * f.payment_bytes) / 1e6,
    kafkaOutMbPerSecond: (rate * outputBytes) / 1e6,
    kafkaCopiesMbPerSecond: (rate * (f.payment_bytes + outputBytes) * f.kafka_copies) / 1e6,
    redisInMbPerSecond: (rate * f.redis_in) / 1e6,
    redisOutMbPerSecondMax: (rate * f.keys * f.record_bytes * Math.min(processes, f.events_per_key)) / 1e6,
  }
}

/** What Redis has to remember when it keeps things for so many days. */
export function redisFor(rate: number, f: Figures, days: Days): RedisSize {
  const memoryGb = (rate * f.mean_of_peak * SECONDS_PER_DAY * bytesPerPayment(f, days)) / 1e9
  const mastersForMemory = Math.ceil(memoryGb / f.redis_master_memory)
  const masters = Math.max(mastersForMemory, sizeFor(rate, f).mastersForCpu)
  return { memoryGb, mastersForMemory, masters, clusters: Math.ceil(masters / f.redis_masters_max) }
}

/** For each payment of a day: what of it is held at any time, in bytes. */
export function bytesPerPayment(f: Figures, days: Days): number {
  return days.identities * f.identity_bytes + days.logs * f.keys * f.key_event_bytes + days.homes * f.home_bytes
}
