import { listedAction } from '../engine/consult-lists.ts'
import { actionOf } from '../engine/decide.ts'
import type { ListMatch } from '../model/decision.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'
import type { Judgement, PartJudgement } from './judged.ts'

/**
 * What the whole ruleset makes of a payment, from what its parts do: the sum, the thresholds and the lists of `decide`. Each
 * rule is in one part.
 */
export function joinJudgements(
  { rules, policy }: Ruleset,
  parts: readonly PartJudgement[],
  lists: readonly ListMatch[],
): Judgement {
  const { hits, shadowHits, reasons } = inOneOrder(parts)
  let score = 0
  for (const index of hits) score += rules[index]!.score
  const byRules = actionOf(
    policy,
    score,
    hits.map(index => rules[index]!),
  )
  return { action: listedAction(lists, byRules), score, hits, shadowHits, reasons, lists }
}

function inOneOrder(parts: readonly PartJudgement[]): PartJudgement {
  const filled = parts.filter(({ hits, shadowHits }) => hits.length + shadowHits.length > 0)
  if (filled.length <= 1) return filled[0] ?? parts[0]!
  const hits = filled
    .flatMap(part => part.hits.map((index, at) => ({ index, reason: part.reasons[at] })))
    .sort((a, b) => a.index - b.index)
  return {
    hits: hits.map(({ index }) => index),
    shadowHits: filled.flatMap(part => part.shadowHits).sort((a, b) => a - b),
    reasons: hits.flatMap(({ reason }) => reason ?? []),
  }
}
