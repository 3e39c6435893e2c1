import { formatMinor } from './money.ts'
import type { Outcome } from './outcome.ts'

/** An outcome in the form in which outcomes come in. */
export function outcomeJson(outcome: Outcome) {
  const { amountMinor, currency, deadlineMs, merchantId } = outcome
  return {
    type: outcome.type,
    id: outcome.id,
    paymentId: outcome.paymentId,
    merchant: merchantId === '' ? undefined : { id: merchantId },
    occurredAt: new Date(outcome.occurredAtMs).toISOString(),
    amount: amountMinor === undefined || currency === undefined ? undefined : formatMinor(amountMinor, currency),
    currency,
    reason: outcome.reason,
    status: outcome.status,
    deadline: deadlineMs === undefined ? undefined : new Date(deadlineMs).toISOString(),
    notice: outcome.notice,
    stage: outcome.stage,
    disputeId: outcome.disputeId,
    network: outcome.network,
    networkReason: outcome.networkReason,
    gateway: outcome.gateway,
  }
}
