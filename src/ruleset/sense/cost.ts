import type { VelocityDefinition } from '../../velocity/plan.ts'
import { childrenOf, type Tree } from '../cel/tree.ts'

/**
 * What a rule asks of every payment, in points. They are estimates of proportions, meant to be of the order of a
 * microsecond each, and were not fitted to a measurement: `npm run bench` tells what rules really cost.
 */
const POINTS = {
  /** One more log to append to and to read, for a key that no other velocity counts by. */
  log: 2,
  /** A count, sum or mean within a window, kept by a running head. */
  velocity: 1,
  /** Different or ordered values: they are gathered and not only added up. */
  gathering: 3,
  /** A window without end is never trimmed, so a busy key's log is long for ever. */
  lifetimeTimes: 3,
  /** A comparison, a name, a constant: next to nothing beside a count. */
  node: 0.005,
  /** A hundred characters of pattern. RE2 runs in time linear in the text, with a large constant. */
  patternOf100: 1,
} as const

const GATHERING: ReadonlySet<VelocityDefinition['fn']> = new Set(['distinct', 'median', 'percentile', 'stddev'])

/** Points of one condition. */
export function conditionCost(tree: Tree): number {
  const own = tree.op === 'matches' ? (POINTS.patternOf100 * tree.pattern.source.length) / 100 : POINTS.node
  return own + childrenOf(tree).reduce((sum, child) => sum + conditionCost(child), 0)
}

/** Points of one velocity, its log left out. */
export function velocityCost({ fn, window }: VelocityDefinition): number {
  const points = GATHERING.has(fn) ? POINTS.gathering : POINTS.velocity
  return points * (window.kind === 'lifetime' ? POINTS.lifetimeTimes : 1)
}

export const LOG_COST = POINTS.log
