import type { VelocityPlan } from '../velocity/plan.ts'

/** For payments that come late, and for other partitions that lag behind ours. */
const SLACK_MS = 86_400_000

/** A payment or an outcome. */
export interface TimedEvent {
  timeMs: number
}

export interface Keeping {
  identityKeepMs: number
  /** An outcome at the far end of a window may be about a payment that is older by so much; 0 where none are counted. */
  outcomesKeepMs: number
}

/**
 * The broker's time from which records are needed to decide these events as if nothing had been lost: the longest window
 * reaches so far back, and repeats must be told for as long as identities are kept. A record is never older than the
 * broker's time for it. Minus infinity for lifetime windows.
 */
export function historyStartMs(
  plan: VelocityPlan,
  { identityKeepMs, outcomesKeepMs }: Keeping,
  events: readonly TimedEvent[],
  nowMs: number,
): number {
  let firstMs = nowMs
  for (const { timeMs } of events) firstMs = Math.min(firstMs, timeMs)
  return firstMs - longestWindowMs(plan, identityKeepMs) - outcomesKeepMs - SLACK_MS
}

/** How far back anything looks. */
export function longestWindowMs(plan: VelocityPlan, identityKeepMs: number): number {
  return Math.max(identityKeepMs, ...plan.logs.map(({ keepMs }) => keepMs))
}
