import type { Decision } from '../model/decision.ts'

/**
 * A decision as one line of JSON. Fields stand in the order in which `decide` sets them, which is the order of the
 * interface, so equal decisions have equal bytes.
 */
export function formatDecision(decision: Decision): string {
  return isUneventful(decision) ? uneventful(decision) : JSON.stringify(decision)
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

/** Texts that stand in JSON as they are. */
const PLAIN = /^[ !#-[\]-~]*$/

/** What stands between the id and the time, and after the time: the same for most payments, so that few texts have to be joined. */
let middle = { merchantId: undefined as string | undefined, text: '","occurredAt":"' }
let end = { action: '', score: 0, ruleset: '', text: '' }

function uneventful(decision: Decision): string {
  const { paymentId, merchantId, occurredAt, action, score, ruleset } = decision
  if (!PLAIN.test(paymentId)) return JSON.stringify(decision)
  if (middle.merchantId !== merchantId) {
    const merchant = merchantId === undefined ? '' : `,"merchantId":${JSON.stringify(merchantId)}`
    middle = { merchantId, text: `"${merchant},"occurredAt":"` }
  }
  if (end.action !== action || end.score !== score || end.ruleset !== ruleset) {
    const text = `","action":"${action}","score":${score},"ruleset":${JSON.stringify(ruleset)},"hits":[]}`
    end = { action, score, ruleset, text }
  }
  return `{"paymentId":"${paymentId}${middle.text}${occurredAt}${end.text}`
}
