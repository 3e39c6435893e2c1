import type { Outcome } from '../model/outcome.ts'

type Told =
  | 'paymentId'
  | 'currency'
  | 'reason'
  | 'status'
  | 'notice'
  | 'stage'
  | 'disputeId'
  | 'network'
  | 'networkReason'

/** A made-up outcome in the form in which outcomes come in. Absent fields are left out. */
export interface MadeOutcome extends Pick<Outcome, 'type' | 'id'>, Partial<Pick<Outcome, Told>> {
  merchant: { id: string }
  /** ISO 8601, UTC, milliseconds. */
  occurredAt: string
  /** Decimal string in major units. */
  amount?: string
  deadline?: string
}
