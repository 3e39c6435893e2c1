import type { Ruleset } from '../../ruleset/ruleset.ts'
import type { SweepTarget } from '../sweep-target.ts'

/** Every number that is written out in a line of a live rule, and of shadow rules where they are wanted. */
export function numberTargets({ rules }: Ruleset, wantsShadow: boolean): SweepTarget[] {
  return rules.flatMap((rule, index) => {
    if (rule.mode !== 'live' && !wantsShadow) return []
    return (['when', 'unless'] as const).flatMap(list =>
      rule[list].flatMap((condition, line) =>
        condition.numbers().map(({ value: current }, number) => ({ rule: index, list, line, number, current })),
      ),
    )
  })
}
