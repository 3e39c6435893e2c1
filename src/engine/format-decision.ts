import type { Decision } from '../model/decision.ts'

/** The last one, because a review is written right after its decision and holds the same text. */
let last: { decision: Decision; text: string } | undefined

/**
 * A decision as one line of JSON. Fields stand in the order in which `decide` sets them, which is the order of the
 * interface, so equal decisions have equal bytes.
 */
export function formatDecision(decision: Decision): string {
  if (last?.decision === decision) return last.text
  const text = JSON.stringify(decision)
  if (decision.action !== 'allow') last = { decision, text }
  return text
}
