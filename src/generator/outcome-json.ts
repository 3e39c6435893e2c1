/** An outcome as the outcomes topic carries it in JSON. Absent fields are left out. */
export interface OutcomeJson {
  type: 'refund' | 'dispute' | 'chargeback' | 'early_fraud_warning' | 'decline' | 'notice'
  id: string
  paymentId?: string
  merchant: { id: string }
  /** ISO 8601, UTC, milliseconds. */
  occurredAt: string
  /** Decimal string in major units. */
  amount?: string
  currency?: string
  reason?: string
  status?: string
  deadline?: string
  notice?: 'payout_hold' | 'reserve' | 'limitation' | 'account_review'
  stage?: string
  disputeId?: string
  network?: string
  networkReason?: string
}
