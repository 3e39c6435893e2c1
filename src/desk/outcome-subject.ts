import type { Staged } from '../cases/outcome-stage.ts'
import type { Outcome } from '../model/outcome.ts'

/** An outcome, with what some gateways tell besides, and the trace of its record. */
export type FollowedOutcome = Outcome & Staged & { trace?: string | undefined }

/**
 * What an outcome is about, as one text. All steps of one dispute have one: by its own id where the gateway tells it, otherwise
 * by the payment. Notices are about the merchant's account.
 */
export function subjectOf({ type, merchantId, paymentId = '', id, disputeId }: FollowedOutcome): string {
  if (type === 'notice') return JSON.stringify(['notice', merchantId])
  if (type === 'refund') return JSON.stringify(['refund', merchantId, id])
  if (type === 'early_fraud_warning') return JSON.stringify(['warning', merchantId, paymentId])
  return JSON.stringify(['dispute', merchantId, paymentId, ...(disputeId === undefined ? [] : [disputeId])])
}

/** The subject that a case about a payment takes once the id of its dispute is known. */
export function namedSubject(outcome: FollowedOutcome): string | undefined {
  const isDispute = outcome.type === 'dispute' || outcome.type === 'chargeback'
  return isDispute && outcome.disputeId !== undefined ? subjectOf(outcome) : undefined
}
