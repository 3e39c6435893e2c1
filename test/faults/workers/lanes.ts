import { generatePayments } from '../../../src/generator/generate-payments.ts'
import type { PaymentJson } from '../../../src/generator/payment-json.ts'

/** What the second octet of an address has room for beside the lane. */
const LANES_MAX = 16

export interface LoadOptions {
  payments: number
  partitions: number
  seed: number
}

export interface LaneMessage {
  key: string
  partition: number
  value: string
}

/**
 * Payments for several partitions, each with customers, cards, devices, addresses and networks of its own. Nothing is
 * counted across partitions, so whatever the order between them, every decision must be that of `tripline score`. Three in a
 * hundred come twice, one in a hundred late.
 */
export function makeLanes({ payments, partitions, seed }: LoadOptions): LaneMessage[] {
  if (partitions > LANES_MAX) throw new RangeError(`at most ${LANES_MAX} partitions`)
  const count = Math.ceil(payments / partitions)
  const lanes = Array.from({ length: partitions }, (_, lane) =>
    [...generatePayments({ count, seed: seed * LANES_MAX + lane, duplicateShare: 0.03, lateShare: 0.01 })].map(
      ({ payment }): LaneMessage => ({
        key: `lane ${lane}`,
        partition: lane,
        value: JSON.stringify(inLane(payment, lane)),
      }),
    ),
  )
  return Array.from({ length: count }, (_, at) => lanes.map(lane => lane[at]!))
    .flat()
    .slice(0, payments)
}

/** The same payment, by somebody who exists in this lane only. */
function inLane(payment: PaymentJson, lane: number): PaymentJson {
  const own = (text: string): string => `${text}-${lane}`
  const { customer, card, device, billing, shipping, ip } = payment
  const moved = <Address extends { line1: string }>(address: Address): Address => ({
    ...address,
    line1: `${100 + lane}${address.line1}`,
  })
  return {
    ...payment,
    id: own(payment.id),
    customer: { ...customer, id: own(customer.id), email: `${'abcdefghijklmnop'[lane]}q${customer.email}` },
    card: { ...card, fingerprint: own(card.fingerprint) },
    ...(ip === undefined ? {} : { ip: addressInLane(ip, lane) }),
    ...(device === undefined ? {} : { device: { ...device, id: own(device.id) } }),
    billing: moved(billing),
    ...(shipping === undefined ? {} : { shipping: moved(shipping) }),
  }
}

function addressInLane(ip: string, lane: number): string {
  const [separator, radix] = ip.includes(':') ? [':', 16] : ['.', 10]
  const [first, second, ...rest] = ip.split(separator)
  const moved = (Number.parseInt(second!, radix) & ~(LANES_MAX - 1)) | lane
  return [first, moved.toString(radix), ...rest].join(separator)
}
