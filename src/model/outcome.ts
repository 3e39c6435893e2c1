/** What happened to a payment later, or to the merchant's account. The decoder checks it. */
export interface Outcome {
  type: OutcomeType
  /** Unique within the merchant and the type. */
  id: string
  /** Empty when the outcome names none; with `paymentId` it says which payment it is about. */
  merchantId: string
  /** Absent for a notice. */
  paymentId: string | undefined
  /** When it happened by its own account; milliseconds since 1970. */
  occurredAtMs: number
  /** The time that windows use: the same, but never far after the broker's time. */
  countedAtMs: number
  /** Minor units of `currency`; both absent for all of the payment. */
  amountMinor: number | undefined
  currency: string | undefined
  /** In the words of the gateway. */
  reason: string | undefined
  status: string | undefined
  /** By when to answer, milliseconds since 1970. */
  deadlineMs: number | undefined
  /** Only for a notice. */
  notice: NoticeKind | undefined
}

export const OUTCOME_TYPES = ['refund', 'dispute', 'chargeback', 'early_fraud_warning', 'decline', 'notice'] as const
export type OutcomeType = (typeof OUTCOME_TYPES)[number]

/** What a gateway or bank may tell a merchant about their account. */
export const NOTICE_KINDS = ['payout_hold', 'reserve', 'limitation', 'account_review'] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]
