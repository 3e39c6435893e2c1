import type { OutcomeType } from '../model/outcome.ts'
import { isFraudReason } from './fraud-reason.ts'
import { type Staged, standingOf } from './outcome-stage.ts'

/** The newest state of one outcome of a payment. */
export interface LabellingOutcome extends Staged {
  type: OutcomeType
  id: string
  occurredAtMs: number
  reason: string | undefined
  status: string | undefined
}

/** When each source came to say fraud; absent where it does not. Milliseconds since 1970. */
export interface OutcomeLabels {
  chargeback?: number
  warning?: number
}

/**
 * What the outcomes of one payment say of it. A chargeback with a fraud reason says fraud until it is reversed or won, and
 * again when the bank comes a second time; an early fraud warning says fraud. Depends on the set and not on its order.
 */
export function outcomeLabels(outcomes: readonly LabellingOutcome[]): OutcomeLabels {
  const inOrder = outcomes.toSorted((a, b) => a.occurredAtMs - b.occurredAtMs || (a.id < b.id ? -1 : 1))
  const warning = inOrder.find(({ type }) => type === 'early_fraud_warning')
  const says = disputesOf(inOrder).flatMap(steps => fraudSince(steps) ?? [])
  return {
    ...(says.length === 0 ? {} : { chargeback: Math.min(...says) }),
    ...(warning === undefined ? {} : { warning: warning.occurredAtMs }),
  }
}

/** The steps of each dispute; those that name none are steps of one. */
function disputesOf(outcomes: readonly LabellingOutcome[]): LabellingOutcome[][] {
  const byDispute = new Map<string, LabellingOutcome[]>()
  for (const outcome of outcomes) {
    if (outcome.type !== 'chargeback') continue
    const key = outcome.disputeId ?? ''
    byDispute.set(key, [...(byDispute.get(key) ?? []), outcome])
  }
  return [...byDispute.values()]
}

/** A step without a reason, such as a reversal, is about the reason of the steps before it. */
function fraudSince(steps: readonly LabellingOutcome[]): number | undefined {
  let since: number | undefined
  let isFraud = false
  for (const step of steps) {
    if (step.reason !== undefined || step.networkReason !== undefined) {
      isFraud = isFraudReason(step.reason, step.networkReason)
    }
    if (standingOf(step) === 'won' || !isFraud) since = undefined
    else since ??= step.occurredAtMs
  }
  return since
}
