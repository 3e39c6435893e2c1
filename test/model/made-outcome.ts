import type { Outcome } from '../../src/model/outcome.ts'

type Told = Pick<Outcome, 'type' | 'id' | 'paymentId' | 'occurredAtMs'>

/** An outcome of the merchant `m` as the decoder would read it, that says nothing but what is given. */
export function madeOutcome(told: Told & Partial<Outcome>): Outcome {
  return {
    merchantId: 'm',
    countedAtMs: told.occurredAtMs,
    amountMinor: undefined,
    currency: undefined,
    reason: undefined,
    status: undefined,
    deadlineMs: undefined,
    notice: undefined,
    ...told,
  }
}
