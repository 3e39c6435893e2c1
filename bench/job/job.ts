/**
 * The job that every contender does: for each payment, count and sum over sliding windows of each key, then ask all rules.
 * A payment at time t is counted in windows (t − w, t], itself included.
 */
export interface Job {
  /** Names in `KEYS`. */
  keys: readonly KeyName[]
  /** Minutes. */
  windowsMinutes: readonly number[]
  /** Without sums, each window gives one velocity and not two. */
  sums: boolean
  rules: number
}

/** What payments are counted on, by the short name that velocities carry. */
export const KEYS = {
  card: 'card.fingerprint',
  email: 'email',
  ip: 'ip',
  device: 'device.id',
  customer: 'customer.id',
} as const

export type KeyName = keyof typeof KEYS

const HOUR = 60
const DAY = 24 * HOUR

/** 5 keys × 4 windows × count and sum, 100 rules. */
export const STANDARD_JOB: Job = {
  keys: ['card', 'email', 'ip', 'device', 'customer'],
  windowsMinutes: [10, HOUR, DAY, 7 * DAY],
  sums: true,
  rules: 100,
}

/** One key over one window. */
export interface Pair {
  key: KeyName
  windowMinutes: number
}

/** All keys over all windows: key by key, and for each the windows as the job lists them. */
export function pairsOf({ keys, windowsMinutes }: Job): Pair[] {
  return keys.flatMap(key => windowsMinutes.map(windowMinutes => ({ key, windowMinutes })))
}

export function countName({ key, windowMinutes }: Pair): string {
  return `count_${key}_${windowMinutes}m`
}

export function sumName({ key, windowMinutes }: Pair): string {
  return `sum_${key}_${windowMinutes}m`
}
