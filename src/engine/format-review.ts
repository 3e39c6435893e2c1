import type { Decision } from '../model/decision.ts'
import type { Payment } from '../model/payment.ts'
import { paymentJson } from '../model/payment-json.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'
import { formatDecision } from './format-decision.ts'

/**
 * What waits in the review topic: the decision, what to check next (from each live rule that hit), and the payment in
 * the form in which payments come in. The decoder has dropped card numbers and security codes long before. `text` is the
 * decision as `formatDecision` writes it, where that is known.
 */
export function formatReview(
  ruleset: Ruleset,
  decision: Decision,
  payment: Payment,
  text = formatDecision(decision),
): string {
  return `${text.slice(0, -1)},"check":${checksOf(ruleset, decision)},"payment":${JSON.stringify(paymentJson(payment))}}`
}

/** What a rule wants checked, with its place in the ruleset, since that is the order in which questions stand. */
interface RuleChecks {
  place: number
  check: readonly string[]
  /** As JSON, each question once. */
  text: string
}

/** Made once per ruleset: most reviews are of one hit among hundreds of rules. */
const checksByRuleset = new WeakMap<Ruleset, ReadonlyMap<string, RuleChecks>>()

function checksOf(ruleset: Ruleset, { hits }: Decision): string {
  const known = ruleChecks(ruleset)
  const [only, another] = hits
  if (only !== undefined && another === undefined) return known.get(only.rule)?.text ?? '[]'
  const asked = hits.flatMap(({ rule }) => known.get(rule) ?? []).sort((one, other) => one.place - other.place)
  return asJson(asked.flatMap(({ check }) => check))
}

function ruleChecks(ruleset: Ruleset): ReadonlyMap<string, RuleChecks> {
  const known = checksByRuleset.get(ruleset)
  if (known !== undefined) return known
  const made = new Map(
    ruleset.rules.map(({ name, check }, place) => [name, { place, check, text: asJson(check) }] as const),
  )
  checksByRuleset.set(ruleset, made)
  return made
}

const asJson = (questions: readonly string[]): string => JSON.stringify([...new Set(questions)])
