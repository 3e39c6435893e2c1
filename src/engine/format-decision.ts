import type { Decision } from '../model/decision.ts'

/** The last one, because a review is written right after its decision and holds the same text. */
let last: { decision: Decision; text: string } | undefined

/**
 * A decision as one line of JSON. Fields stand in the order in which `decide` sets them, which is the order of the
 * interface, so equal decisions have equal bytes.
 */
export function formatDecision(decision: Decision): string {
  if (last?.decision === decision) return last.text
  if (isUneventful(decision)) return uneventful(decision)
  const text = JSON.stringify(decision)
  if (decision.action !== 'allow') last = { decision, text }
  return text
}

/** How many fields every decision has, `merchantId` not among them. */
const FIELDS_MIN = 6

/** Whether it holds what every decision holds and nothing else, which is so for nearly all payments. */
function isUneventful(decision: Decision): boolean {
  if (decision.hits.length > 0) return false
  let fields = 0
  for (const _ in decision) fields++
  return fields === (decision.merchantId === undefined ? FIELDS_MIN : FIELDS_MIN + 1)
}

function uneventful({ paymentId, merchantId, occurredAt, action, score, ruleset }: Decision): string {
  const merchant = merchantId === undefined ? '' : `,"merchantId":${quoted(merchantId)}`
  return `{"paymentId":${quoted(paymentId)}${merchant},"occurredAt":"${occurredAt}","action":"${action}","score":${score},"ruleset":${quoted(ruleset)},"hits":[]}`
}

/** Texts that stand in JSON as they are. */
const PLAIN = /^[ !#-[\]-~]*$/

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text)
}
