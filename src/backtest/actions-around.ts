import { listedAction } from '../engine/consult-lists.ts'
import { actionOf } from '../engine/decide.ts'
import type { Action } from '../model/decision.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'
import type { Judgement } from './judged.ts'

/** What becomes of a payment by whether one rule hits it. */
export interface ActionsAround {
  hit: Action
  missed: Action
}

/** The action of a judged payment if the rule with this index hits and acts, and if it does not; the other rules stay as they are. */
export function actionsAround(
  { rules, policy }: Ruleset,
  rule: number,
  { hits, lists }: Pick<Judgement, 'hits' | 'lists'>,
): ActionsAround {
  const asked = rules[rule]!
  const others = hits.flatMap(index => (index === rule ? [] : [rules[index]!]))
  const score = others.reduce((sum, each) => sum + each.score, 0)
  return {
    hit: listedAction(lists, actionOf(policy, score + asked.score, [...others, asked])),
    missed: listedAction(lists, actionOf(policy, score, others)),
  }
}
