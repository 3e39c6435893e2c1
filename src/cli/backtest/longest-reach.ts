import type { Ruleset } from '../../ruleset/ruleset.ts'
import { windowReachMs } from '../../velocity/plan-velocities.ts'

/** How far back the velocities of these rules look at most; infinity for a whole lifetime. Milliseconds. */
export function longestReachMs(rulesets: readonly Ruleset[]): number {
  const windows = rulesets.flatMap(({ plan }) => plan.velocities.map(({ window }) => window))
  return windows.reduce((longest, window) => Math.max(longest, windowReachMs(window)), 0)
}
