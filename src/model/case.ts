/** The words of the case desk. */
export const CASE_KINDS = ['review', 'dispute', 'chargeback', 'warning', 'refund_request', 'notice'] as const
export type CaseKind = (typeof CASE_KINDS)[number]

/**
 * `resolved`: a person decided it. `closed`: it ended outside, because a bank or gateway did. Both have a `closed_at`, and
 * both can be reopened.
 */
export const CASE_STATES = [
  'open',
  'in_progress',
  'waiting_customer',
  'waiting_approval',
  'escalated',
  'submitted',
  'resolved',
  'closed',
] as const
export type CaseState = (typeof CASE_STATES)[number]

/** Ground truth about a payment. */
export const LABELS = ['fraud', 'legit', 'abuse', 'unknown'] as const
export type Label = (typeof LABELS)[number]

/** What can be done about a limited account, or about one that ought to be. */
export const ACCOUNT_ACTIONS = ['restrict', 'lift', 'close', 'cancel_reversal'] as const
export type AccountAction = (typeof ACCOUNT_ACTIONS)[number]

/** What a person may resolve a case of each kind to. */
export const RESOLUTIONS: Readonly<Record<CaseKind, readonly string[]>> = {
  review: ['release', 'refuse', 'refund'],
  dispute: ['contest', 'accept', 'refund'],
  chargeback: ['contest', 'accept'],
  warning: ['refund', 'no_action'],
  refund_request: ['refund', 'refuse'],
  notice: ['answered', 'no_action'],
}
