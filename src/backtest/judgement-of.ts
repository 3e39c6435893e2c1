import { listedAction } from '../engine/consult-lists.ts'
import { actionOf } from '../engine/decide.ts'
import type { ListMatch } from '../model/decision.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'
import type { Judgement, RuleHits } from './judged.ts'

/** What the ruleset makes of a payment that its rules hit so: the sum, the thresholds and the lists of `decide`. */
export function judgementOf({ rules, policy }: Ruleset, hit: RuleHits, lists: readonly ListMatch[]): Judgement {
  let score = 0
  for (const index of hit.hits) score += rules[index]!.score
  const byRules = actionOf(
    policy,
    score,
    hit.hits.map(index => rules[index]!),
  )
  return { action: listedAction(lists, byRules), score, ...hit, lists }
}
