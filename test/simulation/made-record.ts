import type { Random } from '../../src/generator/random.ts'
import { type SampleEvent, sampleEvent } from '../velocity/sample-event.ts'

/** One record of the input, and what it is meant to be. */
export interface MadeRecord {
  partition: number
  value: Buffer | null
  /** The broker's time for it, milliseconds since 1970. */
  timestampMs: number
  /** Absent for what is no payment. */
  payment?: MadePayment
  /** The code of the dead letter that it must become whatever came before. */
  refusal?: string
}

export interface MadePayment {
  /** Merchant and id: what makes two payments the same. */
  identity: string
  /** What tells its states apart: the status, and the time as the payment itself says it. */
  state: string
  /** With the time that counts: of a payment from the future, the broker's. */
  event: SampleEvent
}

interface Shape {
  id: string
  merchant: string
  timeMs: number
  status: 'pending' | 'authorized' | 'declined' | 'captured'
  amountMinor: number
  card: string | undefined
  ip: string | undefined
  quantity: number | undefined
}

const MINUTE_MS = 60_000
/** As src/decode/read-time.ts has it. */
const HOLD_BACK_MS = 5 * MINUTE_MS
const START_MS = Date.UTC(2026, 10, 21, 10)
const CARDS = [
  { name: 'fp_1', weight: 6 },
  { name: 'fp_2', weight: 3 },
  { name: 'fp_3', weight: 2 },
  { name: undefined, weight: 1 },
]
const IPS = [
  { name: '81.2.69.160', weight: 4 },
  { name: '89.160.20.112', weight: 2 },
  { name: undefined, weight: 1 },
]
const STATUSES = ['pending', 'pending', 'authorized', 'declined'] as const
const CHANGES = ['authorized', 'captured', 'declined'] as const
const WAYS = [
  { way: 'fresh', weight: 62 },
  { way: 'again', weight: 14 },
  { way: 'changed', weight: 10 },
  { way: 'conflict', weight: 6 },
  { way: 'unreadable', weight: 6 },
  { way: 'tombstone', weight: 2 },
] as const

/**
 * A short history over few cards and addresses: late payments, repeats, changes of status, conflicts, unreadable records.
 * All records of one payment are in one partition, as a producer that keys by payment would have it; cards are not.
 */
export function makeRecords(random: Random, partitions: number): MadeRecord[] {
  const records: MadeRecord[] = []
  const earlier: { shape: Shape; partition: number }[] = []
  const count = random.whole(20, 60)
  let nowMs = START_MS
  while (records.length < count) {
    nowMs += random.chance(0.3) ? 0 : Math.floor(random.between(0, 6 * MINUTE_MS))
    const { way } = random.weighted(WAYS)
    if (way === 'unreadable' || way === 'tombstone') {
      const partition = random.whole(0, partitions - 1)
      records.push({ partition, timestampMs: nowMs, ...(way === 'tombstone' ? { value: null } : unreadable(random)) })
      continue
    }
    const known = way === 'fresh' || earlier.length === 0 ? undefined : random.pick(earlier)
    const shape = known === undefined ? fresh(random, records.length, nowMs) : again(random, known.shape, way, nowMs)
    const partition = known?.partition ?? random.whole(0, partitions - 1)
    earlier.push({ shape, partition })
    records.push({ partition, timestampMs: nowMs, value: bytesOf(shape), payment: paymentOf(shape, nowMs) })
  }
  return records
}

function fresh(random: Random, number: number, nowMs: number): Shape {
  const lateMs = random.chance(0.15) ? Math.floor(random.between(-20 * MINUTE_MS, 90 * MINUTE_MS)) : 0
  return {
    id: `p${number}`,
    merchant: random.chance(0.8) ? 'm_1' : 'm_2',
    timeMs: nowMs - lateMs,
    status: random.pick(STATUSES),
    amountMinor: random.whole(1, 50_000),
    card: random.weighted(CARDS).name,
    ip: random.weighted(IPS).name,
    quantity: random.chance(0.7) ? random.whole(1, 5) : undefined,
  }
}

function again(random: Random, shape: Shape, way: string, nowMs: number): Shape {
  if (way === 'changed') return { ...shape, status: random.pick(CHANGES), timeMs: nowMs }
  if (way === 'conflict') return { ...shape, amountMinor: shape.amountMinor + random.whole(1, 3) }
  return shape
}

function unreadable(random: Random): { value: Buffer; refusal: string } {
  const [text, refusal] = random.pick([
    ['{"id":', 'bad-json'],
    ['', 'empty-record'],
    ['[]', 'not-an-object'],
  ] as const)
  return { value: Buffer.from(text), refusal }
}

function bytesOf({ id, merchant, timeMs, status, amountMinor, card, ip, quantity }: Shape): Buffer {
  const payment = {
    id,
    merchant: { id: merchant },
    occurredAt: new Date(timeMs).toISOString(),
    status,
    amount: (amountMinor / 100).toFixed(2),
    currency: 'USD',
    card: card === undefined ? undefined : { fingerprint: card },
    ip,
    order: quantity === undefined ? undefined : { items: [{ sku: 'a', quantity }] },
  }
  return Buffer.from(JSON.stringify(payment))
}

function paymentOf(shape: Shape, recordMs: number): MadePayment {
  const { id, merchant, status, amountMinor, card, ip, quantity } = shape
  const timeMs = shape.timeMs - recordMs > HOLD_BACK_MS ? recordMs : shape.timeMs
  const fields = { 'card.fingerprint': card, ip, 'order.quantity': quantity }
  return {
    identity: `${merchant}/${id}`,
    state: `${status} ${shape.timeMs}`,
    event: {
      ...sampleEvent({ id, merchantId: merchant, timeMs, status, amountMinor, fields }),
      occurredAtMs: shape.timeMs,
    },
  }
}
