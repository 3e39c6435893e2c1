import fc from 'fast-check'
import { expect } from 'vitest'
import type { OutcomeStore, VelocityStore } from '../../src/ports.ts'
import type { OutcomeEvent, OutcomeKind } from '../../src/velocity/outcome-event.ts'
import type { CountedKind, VelocityDefinition } from '../../src/velocity/plan.ts'
import { planVelocities } from '../../src/velocity/plan-velocities.ts'
import { type SampleEvent, sampleEvent } from './sample-event.ts'

const HOUR_MS = 3_600_000
const NOON_MS = Date.UTC(2026, 10, 21, 12)
const KINDS: readonly [OutcomeKind, CountedKind][] = [
  ['refund', 'refunds'],
  ['dispute', 'disputes'],
  ['chargeback', 'chargebacks'],
  ['warning', 'warnings'],
  ['decline', 'declines'],
]
const KEYS = [['card.fingerprint'], ['email'], ['card.fingerprint', 'ip']] as const

/** What happens, by number: the payment itself, or the outcome. */
interface Arrival {
  payment?: number
  outcome?: number
}

/** Payments, outcomes about them and a drawn order of both, in which anything may come again. */
const worlds = fc
  .record({
    payments: fc.array(
      fc.record({
        hour: fc.integer({ min: 0, max: 60 }),
        card: fc.integer({ min: 0, max: 2 }),
        email: fc.integer({ min: 0, max: 2 }),
      }),
      { minLength: 1, maxLength: 8 },
    ),
    outcomes: fc.array(
      fc.record({
        kind: fc.integer({ min: 0, max: KINDS.length - 1 }),
        about: fc.nat(),
        hour: fc.integer({ min: 0, max: 60 }),
        amountMinor: fc.option(fc.integer({ min: 0, max: 500 }), { nil: undefined }),
      }),
      { maxLength: 14 },
    ),
    order: fc.infiniteStream(fc.nat()),
    batches: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 60, maxLength: 60 }),
  })
  .map(({ payments, outcomes, order, batches }) => {
    const all: Arrival[] = [
      ...payments.map((_, payment) => ({ payment })),
      ...outcomes.map((_, outcome) => ({ outcome })),
    ]
    const drawn = [...order.take(all.length)].map(number => all[number % all.length]!)
    const rest = all.toSorted((a, b) => hashed(a) - hashed(b))
    return { payments, outcomes, arrivals: [...drawn, ...rest], batches }
  })

function hashed({ payment = 0, outcome = 0 }: Arrival): number {
  return ((payment + 7 * outcome + 3) * 2_654_435_761) % 1009
}

const asked: VelocityDefinition[] = KINDS.flatMap(([, of]) =>
  KEYS.flatMap(by =>
    (['count', 'sum'] as const).map(
      (fn): VelocityDefinition => ({
        fn,
        field: fn === 'sum' ? 'amount' : '',
        of,
        by,
        window: { kind: 'sliding', ms: 24 * HOUR_MS },
        where: '',
        current: 'exclude',
      }),
    ),
  ),
)
const plan = planVelocities(asked)

/**
 * Whatever comes first and however often, at the end each outcome stands once, at its own time, under the keys of its
 * payment: told by probes against a plain sum over the drawn facts.
 */
export async function checkOutcomeOrders(
  open: () => VelocityStore & OutcomeStore,
  parameters: fc.Parameters<unknown>,
): Promise<void> {
  let serial = 0
  await fc.assert(
    fc.asyncProperty(worlds, async ({ payments, outcomes, arrivals, batches }) => {
      const run = `r${serial++}`
      const store = open()
      const events = payments.map(({ hour, card, email }, at) => eventOf(`${run}-p${at}`, hour, card, email))
      const later = outcomes.map(
        ({ kind, about, hour, amountMinor }, at): OutcomeEvent => ({
          kind: KINDS[kind]![0],
          merchantId: 'm_1',
          id: `${run}-o${at}`,
          paymentId: events[about % events.length]!.id,
          timeMs: NOON_MS + hour * HOUR_MS,
          amountMinor,
        }),
      )
      let at = 0
      for (let batch = 0; at < arrivals.length; batch++) {
        const part = arrivals.slice(at, at + batches[batch % batches.length]!)
        at += part.length
        await store.countOutcomes(
          plan,
          part.flatMap(({ outcome }) => (outcome === undefined ? [] : [later[outcome]!])),
        )
        await store.count(
          plan,
          part.flatMap(({ payment }) => (payment === undefined ? [] : [events[payment]!])),
        )
      }
      const probes = [0, 1, 2].flatMap(card =>
        [20, 61].map(hour => eventOf(`${run}-probe-${card}-${hour}`, hour, card, card)),
      )
      const counted = await store.count(plan, probes)
      probes.forEach((probe, i) => {
        const said = asked.map((_, velocity) => counted[i]!.read(plan.velocities.indexOf(asked[velocity]!)))
        expect(said).toEqual(asked.map(definition => tell(definition, probe, events, later)))
      })
      await store.close()
    }),
    parameters,
  )
}

function eventOf(id: string, hour: number, card: number, email: number): SampleEvent {
  const fields = { 'card.fingerprint': `fp_${card}`, email: `e${email}@example.com`, ip: `203.0.113.${card}` }
  return sampleEvent({ id, timeMs: NOON_MS + hour * HOUR_MS, amountMinor: 100 + hour, fields })
}

/** The plain model: every outcome once, under its payment's fields. */
function tell(
  { fn, of, by }: VelocityDefinition,
  probe: SampleEvent,
  events: readonly SampleEvent[],
  outcomes: readonly OutcomeEvent[],
): number {
  let total = 0
  for (const { kind, paymentId, timeMs, amountMinor } of outcomes) {
    const payment = events.find(({ id }) => id === paymentId)!
    const isOfKind = KINDS.some(([name, counted]) => name === kind && counted === of)
    const isOfKey = by.every(name => payment.fields[name] === probe.fields[name])
    const isInside = timeMs <= probe.timeMs && timeMs > probe.timeMs - 24 * HOUR_MS
    if (isOfKind && isOfKey && isInside) total += fn === 'count' ? 1 : (amountMinor ?? payment.amountMinor!)
  }
  return fn === 'count' ? total : total / 100
}
