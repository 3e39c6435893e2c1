import { JUDGED } from './encoded-batch.ts'
import type { EventKind } from './event.ts'

/** What an outcome counts as. */
export type OutcomeKind = Exclude<EventKind, 'payment' | 'authorization'>

/** An outcome as a store counts it: under the keys of its payment, which it only names. */
export interface OutcomeEvent {
  kind: OutcomeKind
  /** Of the payment too: ids need only be unique per merchant. */
  merchantId: string
  id: string
  paymentId: string
  /** Event time, milliseconds since 1970. */
  timeMs: number
  /**
   * Whole minor units of the ruleset's base currency; absent for all of the payment, NaN when the policy has no rate for the
   * outcome's currency.
   */
  amountMinor: number | undefined
}

/**
 * - `new`, `duplicate`: as for payments.
 * - `id-conflict`: the same kind and id came before for another payment.
 * - `parked`: its payment is not known yet; counted when it comes.
 */
export type OutcomeVerdict = 'new' | 'duplicate' | 'id-conflict' | 'parked'

/** From how the outcome was judged; an outcome has no states, so it never changes one. */
export function outcomeVerdict(judged: number): OutcomeVerdict {
  if (judged === JUDGED.NEW) return 'new'
  return judged === JUDGED.CONFLICT ? 'id-conflict' : 'duplicate'
}

/** Outcomes that came before their payment: how many were parked, and how many of these were counted when it came. */
export interface OutcomeUse {
  outcomesParked: number
  outcomesMatched: number
}
