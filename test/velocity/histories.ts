import fc from 'fast-check'
import type { EventKind, EventStatus } from '../../src/velocity/event.ts'
import type { CountedKind, VelocityDefinition, VelocityFunction, WindowSpec } from '../../src/velocity/plan.ts'
import { type Field, type SampleEvent, sampleEvent } from './sample-event.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const START_MS = Date.UTC(2026, 9, 24, 20)

const STATUSES: EventStatus[] = ['pending', 'authorized', 'captured', 'declined', 'blocked']
const KINDS: EventKind[] = ['payment', 'payment', 'payment', 'payment', 'payment', 'decline', 'refund', 'authorization']

const oneOf = <Value>(...values: Value[]) => fc.constantFrom(...values)
const maybe = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: undefined, freq: 6 })

const fields: fc.Arbitrary<Record<string, Field | undefined>> = fc.record({
  'card.fingerprint': maybe(oneOf('c1', 'c2', 'c3', 'c4')),
  email: maybe(oneOf('a@x.com', 'b@x.com')),
  ip: maybe(oneOf('203.0.113.7', '203.0.113.8')),
  'device.id': maybe(oneOf('d1', 'd2', 'd3')),
  'customer.id': maybe(oneOf('u1', 'u2')),
  'billing.country': maybe(oneOf('US', 'RO', 'DE')),
  'merchant.category': maybe(oneOf('5732', '5944')),
  'order.quantity': maybe(fc.double({ min: -5, max: 1e7, noNaN: true }).map(each => Math.round(each * 100) / 100)),
  'customer.guest': maybe(fc.boolean()),
})

/** What one arrival is: a fresh event, or an earlier one again in some form. */
interface Arrival {
  form: 'fresh' | 'again' | 'changed' | 'conflict'
  stepMs: number
  lateMs: number
  earlier: number
  kind: EventKind
  status: EventStatus
  declineCode: string
  amountMinor: number | undefined
  fields: Record<string, Field | undefined>
}

const arrival: fc.Arbitrary<Arrival> = fc.record({
  form: oneOf('fresh', 'fresh', 'fresh', 'fresh', 'fresh', 'fresh', 'again', 'changed', 'conflict'),
  stepMs: fc.oneof(fc.constant(0), fc.constant(1000), fc.integer({ min: 0, max: 20 * MINUTE_MS })),
  lateMs: fc.oneof({ weight: 12, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 3 * HOUR_MS })),
  earlier: fc.nat(),
  kind: oneOf(...KINDS),
  status: oneOf(...STATUSES),
  declineCode: oneOf('', 'do_not_honor'),
  amountMinor: fc.option(fc.oneof(fc.integer({ min: 0, max: 50_000 }), oneOf(500, 1000, 2 ** 47)), {
    nil: undefined,
    freq: 10,
  }),
  fields,
})

/** Histories of up to `length` events over few keys: late ones, repeats, changes of status, conflicts, absent values. */
export function histories(length: number): fc.Arbitrary<SampleEvent[]> {
  return fc.array(arrival, { minLength: 1, maxLength: length, size: 'max' }).map(arrivals => {
    const events: SampleEvent[] = []
    let nowMs = START_MS
    for (const each of arrivals) {
      nowMs += each.stepMs
      events.push(arrive(each, events, nowMs))
    }
    return events
  })
}

function arrive(each: Arrival, events: readonly SampleEvent[], nowMs: number): SampleEvent {
  const earlier = events[each.earlier % Math.max(events.length, 1)]
  const timeMs = nowMs - each.lateMs
  if (earlier === undefined || each.form === 'fresh') {
    const { kind, declineCode, amountMinor } = each
    const status = kind === 'payment' ? each.status : 'none'
    return sampleEvent({ kind, id: `e${events.length}`, timeMs, status, declineCode, amountMinor, fields: each.fields })
  }
  if (each.form === 'again') return earlier
  if (each.form === 'conflict') return sampleEvent({ ...earlier, content: `other than ${earlier.content}` })
  return sampleEvent({ ...earlier, timeMs, status: earlier.kind === 'payment' ? each.status : 'none' })
}

const windows: fc.Arbitrary<WindowSpec> = oneOf<WindowSpec>(
  { kind: 'sliding', ms: 5 * MINUTE_MS },
  { kind: 'sliding', ms: HOUR_MS },
  { kind: 'sliding', ms: 24 * HOUR_MS },
  { kind: 'lifetime' },
  { kind: 'calendar_day', timeZone: 'Europe/Berlin' },
  { kind: 'calendar_month', timeZone: 'Pacific/Apia' },
)

const whereClauses = oneOf<Pick<VelocityDefinition, 'where' | 'whereHolds'>>(
  { where: '' },
  { where: '' },
  {
    where: 'amount > 50',
    whereHolds: { reads: ['amount'], holds: value => Number(value('amount') ?? 0) > 50 },
  },
  {
    where: 'billing.country == "RO"',
    whereHolds: { reads: ['billing.country'], holds: value => value('billing.country') === 'RO' },
  },
  {
    where: 'order.quantity > 2',
    whereHolds: { reads: ['order.quantity'], holds: value => Number(value('order.quantity') ?? 0) > 2 },
  },
)

const keys: fc.Arbitrary<readonly string[]> = oneOf<readonly string[]>(
  ['ip'],
  ['card.fingerprint'],
  ['email', 'ip'],
  ['billing.country', 'customer.id', 'ip'],
  ['billing.country'],
  ['merchant.category'],
  ['ip', 'merchant.category'],
)

const KINDS_COUNTED: CountedKind[] = ['payments', 'payments', 'payments', 'declines', 'authorizations', 'refunds']
const FIELDS = ['card.fingerprint', 'device.id', 'billing.country', 'status', 'amount', 'merchant.category']
const NUMBERS = ['amount', 'amount', 'order.quantity']

const asked: fc.Arbitrary<{ fn: VelocityFunction; field: string; percent?: number }> = fc.oneof(
  fc.constant({ fn: 'count' as const, field: '' }),
  fc.record({
    fn: oneOf<VelocityFunction>('sum', 'avg', 'min', 'max', 'stddev', 'median'),
    field: oneOf(...NUMBERS),
  }),
  fc.record({ fn: fc.constant('percentile' as const), field: oneOf(...NUMBERS), percent: oneOf(1, 33, 90, 95, 100) }),
  fc.record({
    fn: oneOf<VelocityFunction>('distinct', 'first_seen', 'last_seen', 'seen_before', 'streak'),
    field: oneOf(...FIELDS),
  }),
  fc.record({ fn: oneOf<VelocityFunction>('ratio', 'streak'), field: oneOf('declines', 'authorizations') }),
  fc.constant({ fn: 'ratio' as const, field: 'customer.guest' }),
)

/** Velocities of every function, with every kind of window, key, `where` and `current`. */
export const definitions: fc.Arbitrary<VelocityDefinition> = fc
  .tuple(
    asked,
    keys,
    windows,
    whereClauses,
    oneOf(...KINDS_COUNTED),
    oneOf<'include' | 'exclude'>('include', 'exclude', 'include'),
  )
  .map(([ask, by, window, where, of, current]) => ({ ...ask, ...where, by, window, of, current }))

/** How a history is cut into batches. */
export const batchSizes: fc.Arbitrary<number> = oneOf(1, 7, 40, 200)
