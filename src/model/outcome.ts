/** What happened to a payment later, or to the merchant's account. The decoder checks it. */
export interface Outcome {
  type: OutcomeType
  /** Unique within the merchant and the type. */
  id: string
  /** Empty when the outcome names none; with `paymentId` it says which payment it is about. */
  merchantId: string
  /** Absent for a notice, and perhaps for a later step of a dispute, which names its dispute; such a step is not counted. */
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
  /** How far it is, in one vocabulary for all gateways. */
  stage?: OutcomeStage | undefined
  /** The same in every step of one dispute: inquiry, chargeback, reversal, second chargeback, pre-arbitration. */
  disputeId?: string | undefined
  /** Whose rules apply: `visa`, `mastercard`, `amex` …, lower case. */
  network?: string | undefined
  /** The network's own code for the reason: `10.4`, `4837` … */
  networkReason?: string | undefined
  /** Who told of it: `stripe`, `adyen` …, lower case. */
  gateway?: string | undefined
}

export const OUTCOME_TYPES = ['refund', 'dispute', 'chargeback', 'early_fraud_warning', 'decline', 'notice'] as const
export type OutcomeType = (typeof OUTCOME_TYPES)[number]

/** What a gateway or bank may tell a merchant about their account. */
export const NOTICE_KINDS = ['payout_hold', 'reserve', 'limitation', 'account_review'] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

/**
 * Where an outcome stands, whatever its gateway calls it.
 *
 * A dispute or chargeback is `opened` (nothing is asked yet), `needs_response`, `under_review`, then `won`, `lost`, `accepted` (given up by
 * the merchant) or `closed` (ended without a verdict). A chargeback that was won for now is `reversed`; the bank may come again: `second`,
 * then `pre_arbitration`, and `pre_arbitration_won` or `pre_arbitration_lost`. A refund is `opened`, `done` or `failed`; a failed one moved no
 * money and is not counted. A notice is `opened` or `closed`.
 */
export const OUTCOME_STAGES = [
  'opened',
  'needs_response',
  'under_review',
  'won',
  'lost',
  'accepted',
  'closed',
  'reversed',
  'second',
  'pre_arbitration',
  'pre_arbitration_won',
  'pre_arbitration_lost',
  'done',
  'failed',
] as const
export type OutcomeStage = (typeof OUTCOME_STAGES)[number]
