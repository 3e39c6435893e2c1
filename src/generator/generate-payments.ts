import { ArrivalHeap } from './arrival-heap.ts'
import { type Customer, makeCustomer } from './customer.ts'
import { dealPatterns } from './fraud/deal-patterns.ts'
import type { Scene } from './fraud/pattern.ts'
import { ordinaryPayment } from './ordinary-payment.ts'
import { inOrder, type PaymentJson } from './payment-json.ts'
import { ipIn } from './person.ts'
import { PLACES } from './places.ts'
import { Random } from './random.ts'
import { zipf } from './zipf.ts'

export interface GenerateOptions {
  /** One seed, one stream, byte for byte. */
  seed: number
  /** How many records to give, repeats included. */
  count: number
  /** Time of the first payment, milliseconds since 1970. */
  startMs?: number
  /** The days that the stream covers, roughly. */
  days?: number
  customers?: number
  /** Share of fraudulent payments. */
  fraudShare?: number
  /** Share of payments that reach the topic minutes or hours after they happened. */
  lateShare?: number
  /** Share of payments that reach the topic twice. */
  duplicateShare?: number
}

export interface GeneratedPayment {
  payment: PaymentJson
  /** The fraud pattern, or null for an honest payment. */
  label: string | null
}

export const GENERATOR_DEFAULTS = {
  startMs: Date.UTC(2026, 0, 5),
  days: 45,
  fraudShare: 0.025,
  lateShare: 0.004,
  duplicateShare: 0.003,
} as const

/** How busy a shop is by local hour, against its busiest hour. */
const HOURS = [20, 12, 8, 6, 6, 8, 14, 26, 42, 58, 68, 74, 80, 76, 70, 68, 70, 76, 86, 96, 100, 94, 70, 42]
const HOURS_MEAN = HOURS.reduce((sum, hour) => sum + hour, 0) / HOURS.length / 100
const OFFICES = 12

/**
 * A stream of realistic payments in order of arrival: customers with habits and honest noise, and fraud in named patterns.
 * Pure: the same options give the same payments. Memory grows with the customers, not with the count.
 */
export function* generatePayments(options: GenerateOptions): Generator<GeneratedPayment> {
  const { seed, count } = options
  const { startMs, days, fraudShare, lateShare, duplicateShare } = { ...GENERATOR_DEFAULTS, ...options }
  const size = options.customers ?? Math.max(40, Math.round(count / 11))
  const random = new Random(seed)
  const pickIndex = zipf(size, 0.8, 10)
  const offices = Array.from({ length: OFFICES }, () => ipIn(random, random.pick(random.weighted(PLACES).networks)))
  const customers: (Customer | undefined)[] = new Array(size)
  const regulars: Customer[] = []
  const arrivals = new ArrivalHeap<GeneratedPayment>()
  const gapMs = ((days * 86_400_000) / count) * HOURS_MEAN
  const nextPattern = dealPatterns(random)
  let nowMs = startMs
  let nextNumber = 1
  let fraudDue = 0
  let given = 0

  const scene: Scene = {
    random,
    startMs,
    victim: () => (regulars.length > 0 ? random.pick(regulars) : undefined),
    newCustomerId: () => `c_${random.hex(8)}`,
  }

  function arrive(made: PaymentJson, label: string | null): void {
    const payment = inOrder(made)
    const atMs = Date.parse(payment.occurredAt)
    const lateMs = random.chance(lateShare) ? random.between(1, 240) * 60_000 : 0
    arrivals.push(atMs + lateMs, { payment, label })
    if (random.chance(duplicateShare)) arrivals.push(atMs + lateMs + random.between(1, 600) * 1000, { payment, label })
  }

  while (given < count) {
    nowMs += random.exponential(gapMs)
    while (arrivals.nextAtMs() <= nowMs && given < count) {
      const arrived = arrivals.pop()!
      // Numbered on arrival, so that the id says nothing about who made the payment.
      if (arrived.payment.id === '') arrived.payment.id = `pay_${String(nextNumber++).padStart(6, '0')}`
      given++
      yield arrived
    }
    const index = pickIndex(random)
    const customer = customers[index] ?? makeCustomer(random, nowMs, OFFICES, customers[index - 1])
    customers[index] = customer
    const localHour = Math.floor(nowMs / 3_600_000 + customer.place.utcOffsetHours + 24) % 24
    if (!random.chance(HOURS[localHour]! / 100)) continue
    const timeMs = Math.floor(nowMs)
    const payment = ordinaryPayment(random, customer, offices, timeMs)
    arrive(payment, null)
    if (payment.status === 'declined' && random.chance(0.7)) arrive(tryAgain(random, payment, customer, timeMs), null)
    if (customer.paymentsMade === 5) regulars.push(customer)

    // Fraud is owed its share of what was sold, and paid out in whole goes.
    fraudDue += fraudShare / (1 - fraudShare)
    if (fraudDue > 0) {
      scene.startMs = nowMs + random.between(0, 3_600_000)
      const pattern = nextPattern()
      const payments = pattern.commit(scene)
      for (const fraud of payments) arrive(fraud, pattern.name)
      fraudDue -= payments.length
    }
  }
}

/** After a decline most people try again within minutes, with the same card or another. */
function tryAgain(random: Random, declined: PaymentJson, customer: Customer, timeMs: number): PaymentJson {
  const { declineCode: _, ...rest } = declined
  const { avs, cvc } = declined.card
  const card = { ...random.pick(customer.cards), ...(avs ? { avs } : {}), ...(cvc ? { cvc } : {}) }
  const occurredAt = new Date(timeMs + random.whole(40, 400) * 1000).toISOString()
  return { ...rest, id: '', occurredAt, status: 'authorized', card }
}
