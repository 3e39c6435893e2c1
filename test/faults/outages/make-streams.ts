import { generatePayments } from '../../../src/generator/generate-payments.ts'
import type { PaymentJson } from '../../../src/generator/payment-json.ts'

/** By partition, the payments that go there, one line of JSON each. */
export type Streams = readonly (readonly string[])[]

/**
 * A log forgets what no window of its key reaches back to, seen from its newest event, and a payment that comes again after
 * that is read without it. The shortest windows that stand alone are of 12 hours, so all payments fit in less.
 */
const DAYS = 0.3

/**
 * Payments whose keys never meet those of another partition, so that every decision is fixed by its own partition's order.
 * Some come twice and some late, as the generator has it.
 */
export function makeStreams(payments: number, partitions: number, seed: number): Streams {
  const count = Math.ceil(payments / partitions)
  return Array.from({ length: partitions }, (_, partition) => {
    const shares = { lateShare: 0.01, duplicateShare: 0.03 }
    const made = generatePayments({ count, seed: seed * 100 + partition, days: DAYS, ...shares })
    return [...made].map(({ payment }) => JSON.stringify(keptApart(payment, partition)))
  })
}

/** Everything that a starter rule counts by gets the partition into it. */
function keptApart(payment: PaymentJson, partition: number): PaymentJson {
  const { customer, card, device, ip, shipping } = payment
  return {
    ...payment,
    id: `${payment.id}-${partition}`,
    customer: { ...customer, id: `${customer.id}-${partition}`, email: `p${partition}.${customer.email}` },
    card: { ...card, fingerprint: `${card.fingerprint}-${partition}` },
    ...(device && { device: { ...device, id: `${device.id}-${partition}` } }),
    ...(ip && { ip: ip.replace(/^\d+/, String(80 + partition)) }),
    ...(shipping && {
      shipping: { ...shipping, line1: `${partition} ${shipping.line1}`, city: `${shipping.city} ${partition}` },
    }),
  }
}
