/**
 * The layout of one remembered event: 64 bytes, little endian, the same in memory and in Redis.
 *
 * | bytes | what |
 * |---|---|
 * | 0 | event time, milliseconds since 1970, float64 |
 * | 8 | amount in minor units of the base currency, float64, NaN when absent; in an own log the field's value |
 * | 16 | event id, 64 bits of its keyed hash |
 * | 24 | kind, one of `KIND_CODES` |
 * | 25 | counted as: bits of `COUNTED_BITS`; 0 marks a place in the log and counts for nothing |
 * | 26 | status, one of `STATUS_CODES`, 0 when absent |
 * | 27 | 1 when the event may be in the log already under another time, else 0 |
 * | 28 | seven 32-bit keyed hashes, `HASHED_COLUMNS` in order, 0 when absent |
 * | 56 | four countries, two ASCII letters each, `COUNTRY_COLUMNS` in order, 0 when absent |
 *
 * Only ever add to the codes: records of earlier versions stay in Redis.
 */
import type { EventKind, EventStatus, VelocityEvent } from './event.ts'
import type { CountedKind } from './plan.ts'

export const RECORD_BYTES = 64
/** Where the kind stands. */
export const KIND_AT = 24

export const KIND_CODES: Readonly<Record<EventKind, number>> = {
  payment: 1,
  decline: 2,
  authorization: 3,
  refund: 4,
  dispute: 5,
  chargeback: 6,
  warning: 7,
}

/** What `of` asks for, as one bit each: `1 << (kind code - 1)`. */
export const COUNTED_BITS: Readonly<Record<CountedKind, number>> = {
  payments: 1,
  declines: 2,
  authorizations: 4,
  refunds: 8,
  disputes: 16,
  chargebacks: 32,
  warnings: 64,
}

export const STATUS_CODES: Readonly<Record<EventStatus, number>> = {
  none: 0,
  pending: 1,
  authorized: 2,
  captured: 3,
  declined: 4,
  blocked: 5,
}

export const STATUS_NAMES: readonly (EventStatus | undefined)[] = [
  undefined,
  'pending',
  'authorized',
  'captured',
  'declined',
  'blocked',
]

export const HASHED_COLUMNS = [
  'card.fingerprint',
  'email',
  'ip',
  'device.id',
  'customer.id',
  'shipping.address',
  'billing.address',
] as const

export const COUNTRY_COLUMNS = ['ip.country', 'card.country', 'shipping.country', 'billing.country'] as const

/** What a payment's status says about it besides being a payment. A captured payment was authorized first. */
export function statusKind(status: EventStatus): 'decline' | 'authorization' | undefined {
  if (status === 'declined') return 'decline'
  return status === 'authorized' || status === 'captured' ? 'authorization' : undefined
}

/** The bits that an event counts as when it first arrives: a payment that arrived declined is a decline too. */
export function countedBits(event: VelocityEvent): number {
  const own = 1 << (KIND_CODES[event.kind] - 1)
  if (event.kind !== 'payment') return own
  const also = statusKind(event.status)
  return also === undefined ? own : own | (1 << (KIND_CODES[also] - 1))
}
