import type { Random } from '../../src/generator/random.ts'

/** How often things go wrong in one simulation. */
export interface Faults {
  /** Of requests: never arrive; done, but the answer is lost; done only after the sender gave up. */
  lost: number
  unanswered: number
  lingering: number
  /** Of requests: the sender is killed as it sends, while the request is under way, or as the answer comes. */
  killed: number
  /** Of script calls: the script was forgotten; the logs were written, and then Redis broke off. */
  forgottenScript: number
  halfDone: number
  /** Of produce requests: only some partitions took their part. */
  partlyWritten: number
  /** Mean times between such events, milliseconds; Infinity for none. */
  killEveryMs: number
  freezeEveryMs: number
  leaveEveryMs: number
  joinEveryMs: number
  outageEveryMs: number
  /** Redis loses everything; what it heard of last; everything, while no worker is there. */
  flushEveryMs: number
  failOverEveryMs: number
  wipeEveryMs: number
}

export const NO_FAULTS: Faults = {
  lost: 0,
  unanswered: 0,
  lingering: 0,
  killed: 0,
  forgottenScript: 0,
  halfDone: 0,
  partlyWritten: 0,
  killEveryMs: Number.POSITIVE_INFINITY,
  freezeEveryMs: Number.POSITIVE_INFINITY,
  leaveEveryMs: Number.POSITIVE_INFINITY,
  joinEveryMs: Number.POSITIVE_INFINITY,
  outageEveryMs: Number.POSITIVE_INFINITY,
  flushEveryMs: Number.POSITIVE_INFINITY,
  failOverEveryMs: Number.POSITIVE_INFINITY,
  wipeEveryMs: Number.POSITIVE_INFINITY,
}

/** Redis falls back again and again while partitions go from worker to worker, and nothing else happens. */
export const MOSTLY_FAILOVERS: Partial<Faults> = {
  lost: 0,
  unanswered: 0,
  lingering: 0,
  killed: 0,
  killEveryMs: 300,
  joinEveryMs: 200,
  flushEveryMs: Number.POSITIVE_INFINITY,
  failOverEveryMs: 150,
  wipeEveryMs: Number.POSITIVE_INFINITY,
}

/**
 * Each simulation leaves some faults out and has much of others: all of them at once would hide what only a few in a row
 * bring about (Groce and others, Swarm Testing, 2012).
 */
export function pickFaults(random: Random): Faults {
  const share = (most: number): number => (random.chance(0.4) ? 0 : random.between(0, most))
  const everyMs = (least: number): number =>
    random.chance(0.4) ? Number.POSITIVE_INFINITY : random.between(1, 4) * least
  return {
    lost: share(0.1),
    unanswered: share(0.2),
    lingering: share(0.1),
    killed: share(0.03),
    forgottenScript: share(0.1),
    halfDone: share(0.1),
    partlyWritten: share(0.15),
    killEveryMs: everyMs(500),
    freezeEveryMs: everyMs(500),
    leaveEveryMs: everyMs(600),
    joinEveryMs: everyMs(500),
    outageEveryMs: everyMs(800),
    flushEveryMs: everyMs(600),
    failOverEveryMs: everyMs(500),
    wipeEveryMs: everyMs(1200),
  }
}
