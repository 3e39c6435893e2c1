import type { Decision } from '../model/decision.ts'
import type { Payment } from '../model/payment.ts'
import { paymentJson } from '../model/payment-json.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'

/**
 * What waits in the review topic: the decision, what to check next (from each live rule that hit), and the payment in
 * the form in which payments come in. The decoder has dropped card numbers and security codes long before.
 */
export function formatReview(ruleset: Ruleset, decision: Decision, payment: Payment): string {
  return JSON.stringify({ ...decision, check: checksOf(ruleset, decision), payment: paymentJson(payment) })
}

function checksOf(ruleset: Ruleset, decision: Decision): string[] {
  const hit = new Set(decision.hits.map(({ rule }) => rule))
  return [...new Set(ruleset.rules.filter(rule => hit.has(rule.name)).flatMap(rule => rule.check))]
}
