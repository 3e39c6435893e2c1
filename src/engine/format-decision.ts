import type { Decision } from '../model/decision.ts'

/**
 * A decision as one line of JSON. Fields stand in the order in which `decide` sets them, which is the order of the
 * interface, so equal decisions have equal bytes.
 */
export function formatDecision(decision: Decision): string {
  return JSON.stringify(decision)
}
