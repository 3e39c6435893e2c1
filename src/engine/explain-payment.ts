import { factName, keyOf } from '../enrich/catalogue.ts'
import type { Decision } from '../model/decision.ts'
import type { Frame, Rule, Ruleset } from '../ruleset/ruleset.ts'
import { decide } from './decide.ts'
import { type Explanation, explain, isInTheWay } from './explain.ts'

/** One rule and what became of it for the payment. */
export interface ExplainedRule extends Explanation {
  title: string
  mode: 'live' | 'shadow'
  score: number
  /** What an unknown result means for this rule. */
  missing: 'no-hit' | 'hit'
  /** The sentence for the reviewer, where the rule hits. */
  reason?: string
  /** Why a name that a line needs is absent, where that is known: `cards_per_ip: the payment has no ip`. */
  absences: string[]
}

export interface PaymentExplanation {
  decision: Decision
  /** Hits first, then what absent values left open, then the others: those nearest to a hit first. */
  rules: ExplainedRule[]
}

/** Every live and shadow rule, line by line, and the decision that the engine makes of them. */
export function explainPayment(ruleset: Ruleset, frame: Frame): PaymentExplanation {
  const rules = ruleset.rules.map((rule): ExplainedRule => {
    const explanation = explain(rule, frame)
    return {
      ...explanation,
      title: rule.title,
      mode: rule.mode,
      score: rule.score,
      missing: rule.missing,
      ...(explanation.hits ? { reason: rule.reason(frame) } : {}),
      absences: absencesOf(ruleset, rule, explanation, frame),
    }
  })
  return { decision: decide(ruleset, frame, 'all'), rules: rules.sort(byNearness) }
}

function byNearness(a: ExplainedRule, b: ExplainedRule): number {
  const [one, other] = [nearness(a), nearness(b)]
  const index = one.findIndex((each, i) => each !== other[i])
  return index < 0 ? (a.rule < b.rule ? -1 : 1) : one[index]! - other[index]!
}

/** Smaller is nearer to a hit: by result, live before shadow, by how many lines are in the way, and by how much. */
function nearness(rule: ExplainedRule): number[] {
  const result = rule.hits ? 0 : rule.result === 'unknown' ? 1 : 2
  const mode = rule.mode === 'live' ? 0 : 1
  if (result < 2) return [result, mode, -rule.score]
  const blocking = rule.lines.filter(isInTheWay)
  const unknown = rule.lines.filter(line => line.holds === 'unknown')
  const shares = blocking.flatMap(({ gaps }) => (gaps.length === 0 ? [1] : [Math.min(...gaps.map(shareOf))]))
  return [result, blocking.length + unknown.length, shares.reduce((sum, share) => sum + share, 0), mode]
}

/** A gap against its limit, so that 5 of 100 is nearer than 2 of 3; at most 1, as much as a line without numbers. */
function shareOf({ by, limit }: { by: number; limit: number }): number {
  return Math.min(1, by / (Math.abs(limit) || 1))
}

/** A velocity is absent when its key is, or when there was nothing that its function could be worked out from. */
function absencesOf(ruleset: Ruleset, rule: Rule, { lines }: Explanation, frame: Frame): string[] {
  const names = new Set(lines.flatMap(line => (line.holds === 'unknown' ? line.missing : [])))
  return rule.velocities
    .filter(({ name }) => names.has(name))
    .map(({ name, index }) => {
      const { by, of } = ruleset.plan.velocities[index]!
      const keys = by.filter(key => !hasKey(key, frame))
      if (keys.length > 0) return `${name}: the payment has no ${keys.join(' and no ')} to count on`
      return `${name}: its window holds no ${of} to work it out from`
    })
}

function hasKey(name: string, { facts }: Frame): boolean {
  const row = factName(name)
  return row !== undefined && keyOf(row, facts) !== undefined
}
