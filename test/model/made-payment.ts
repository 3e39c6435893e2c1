import type { Payment } from '../../src/model/payment.ts'

type Said = Pick<Payment, 'id' | 'occurredAtMs'>

/** A captured payment of 50.00 USD to the merchant `m` as the decoder would read it, that says nothing more but what is given. */
export function madePayment(said: Said & Partial<Payment>): Payment {
  return {
    merchantId: 'm',
    countedAtMs: said.occurredAtMs,
    status: 'captured',
    amountMinor: 5000,
    currency: 'USD',
    ...said,
  }
}
