import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Intent } from '../../src/cases/intent.ts'
import { actOnCase } from '../../src/desk/act-on-case.ts'
import { follow, followUp } from '../../src/desk/follow.ts'
import { type Arrived, ingest } from '../../src/desk/ingest.ts'
import { judgeAgain } from '../../src/desk/judge-again.ts'
import { prepareSchema, WHAT_HAPPENED } from '../../src/desk/schema.ts'
import { CASES } from '../../src/desk/schema-cases.ts'
import { ship } from '../../src/desk/ship.ts'
import { verifyCases } from '../../src/desk/verify-cases.ts'
import { RESOLUTIONS } from '../../src/model/case.ts'
import type { Decision } from '../../src/model/decision.ts'
import { NOTICE_KINDS, type Outcome } from '../../src/model/outcome.ts'
import type { Payment } from '../../src/model/payment.ts'
import type { Database } from '../../src/ports.ts'
import type { CaseQueue } from '../../src/ruleset/case-policy.ts'
import type { Policy } from '../../src/ruleset/ruleset.ts'
import { CASE_POLICY } from '../cases/case-policy.ts'
import { POLICY as DESK_POLICY } from '../cases/desk-policy.ts'
import { madeOutcome } from '../model/made-outcome.ts'
import { madePayment } from '../model/made-payment.ts'

const START_MS = Date.parse('2026-03-01T00:00:00Z')
const HOUR_MS = 3_600_000
const queue = (name: string, when: CaseQueue['when'], handling: CaseQueue['handling'] = 'self'): CaseQueue => ({
  queue: name,
  priority: name === 'large' ? 'urgent' : 'high',
  handling,
  ...(when === undefined ? {} : { when }),
})
/** Asks for everything that a condition may ask for. */
const POLICY: Policy = {
  ...DESK_POLICY,
  money: { base: 'USD', rates: new Map([['EUR', 1.1]]) },
  cases: {
    ...CASE_POLICY,
    queues: [
      queue('large', ({ amount = 0 }) => amount >= 500, 'approval'),
      queue('again', ({ earlier_disputes: disputes = 0 }) => disputes >= 1, 'approval'),
      queue('pressing', ({ hours_left: hours = 1000 }) => hours < 100),
      queue('known', ({ earlier_payments: payments = 0 }) => payments >= 1),
      queue('parcels', ({ shipped }) => shipped === true),
      queue('scored', ({ score = 0, kind }) => score > 70 && kind !== 'review'),
      queue('holds', ({ notice }) => notice === 'payout_hold'),
      queue('late', ({ reason }) => reason === 'product_not_received'),
      queue('rest', undefined),
    ],
  },
}

const ids = fc.constantFrom('a', 'b', 'c', 'd')
const hours = fc.nat(40)
type Arrival = { payment: Payment } | { decision: Decision } | { outcome: Outcome } | { shipped: string }

const payments: fc.Arbitrary<Arrival> = ids.map(id => ({ payment: paymentOf(id) }))
const decisions: fc.Arbitrary<Arrival> = ids.map(id => ({ decision: decisionOf(id) }))
const steps: fc.Arbitrary<Arrival> = fc
  .record({
    type: fc.constantFrom('dispute' as const, 'chargeback' as const),
    of: fc.oneof({ weight: 2, arbitrary: fc.constant('a') }, { weight: 1, arbitrary: ids }),
    dispute: fc.constantFrom(undefined, 'one', 'two'),
    namesPayment: fc.boolean(),
    hour: hours,
    stage: fc.constantFrom(undefined, 'opened', 'under_review', 'won', 'lost', 'reversed', 'second', 'pre_arbitration'),
    status: fc.constantFrom(undefined, 'needs_response', 'won', 'warning_closed'),
    amountMinor: fc.constantFrom(undefined, 2000, 80_000),
    reason: fc.constantFrom(undefined, 'fraudulent', 'product_not_received'),
    days: fc.constantFrom(undefined, 3, 20),
  })
  .map(({ type, of, dispute, namesPayment, hour, stage, status, amountMinor, reason, days }) => {
    // Where the payment is left out, all steps name their dispute: what only later steps could join would be two cases until then.
    const disputeId = of === 'd' ? `d-${dispute ?? 'one'}` : dispute && `${of}-${dispute}`
    const paymentId = of === 'd' && !namesPayment ? undefined : of
    const about = { type, id: `${type} ${disputeId ?? of}`, paymentId, disputeId, stage, status, reason, amountMinor }
    const deadlineMs = days === undefined ? undefined : START_MS + (hour + days * 24) * HOUR_MS
    return { outcome: outcomeOf(hour, { ...about, deadlineMs }) }
  })
const others: fc.Arbitrary<Arrival> = fc
  .record({
    type: fc.constantFrom('early_fraud_warning' as const, 'refund' as const, 'notice' as const),
    of: ids,
    number: fc.nat(2),
    hour: hours,
    status: fc.constantFrom('pending', 'done', 'lifted', undefined),
    notice: fc.constantFrom(...NOTICE_KINDS),
    amountMinor: fc.constantFrom(undefined, 2000, 25_000, 60_000),
  })
  .map(({ type, of, number, hour, status, notice, amountMinor }) => {
    const isNotice = type === 'notice'
    const about = isNotice ? { paymentId: undefined, notice } : { paymentId: of }
    return {
      outcome: outcomeOf(hour, { type, id: `${type} ${isNotice ? '' : of}${number}`, status, amountMinor, ...about }),
    }
  })
const shipments: fc.Arbitrary<Arrival> = ids.map(shipped => ({ shipped }))

const arrivals = fc
  .tuple(
    fc.array(payments, { minLength: 2, maxLength: 5 }),
    fc.array(decisions, { maxLength: 4 }),
    fc.array(steps, { minLength: 2, maxLength: 9 }),
    fc.array(others, { maxLength: 6 }),
    fc.array(shipments, { maxLength: 1 }),
  )
  .map(kinds => kinds.flat())

const acts = fc.array(
  fc.record({
    which: fc.nat(20),
    by: fc.constantFrom('ana', 'ben', 'ira'),
    action: fc.constantFrom<Intent['action']>(
      'take',
      'assign',
      'note',
      'ask',
      'submit',
      'escalate',
      'resolve',
      'resolve',
      'approve',
      'reject',
      'reopen',
    ),
  }),
  { maxLength: 6 },
)
/** People look at what has come in by then; the last has nobody after it. */
const periods = fc.array(fc.record({ arrivals, acts }), { minLength: 1, maxLength: 3 })
type Period = { arrivals: Arrival[]; acts: { which: number; by: string; action: Intent['action'] }[] }

/** That cases are a function of what happened and of what people did, and not of the order in which the desk heard of it. */
export function describeCaseOrder(name: string, open: () => Promise<Database>, numRuns: number): void {
  describe(name, () => {
    let database: Database
    beforeAll(async () => {
      database = await open()
      await prepareSchema(database, [WHAT_HAPPENED, CASES])
    }, 180_000)
    beforeEach(() => empty(database))
    afterAll(() => database.close())

    test('every column of a case is the same whatever came first, came twice or came together', async () => {
      const chances = fc.array(fc.nat(1_000_000), { minLength: 97, maxLength: 97 })
      await fc.assert(
        fc.asyncProperty(periods, chances, async (made, numbers) => {
          await empty(database)
          for (const period of made) {
            for (const each of period.arrivals) await give(database, [each])
            await act(database, made, period)
          }
          const asMade = await kept(database)
          await empty(database)
          let turn = 0
          const chance = (): number => numbers[turn++ % numbers.length]!
          for (const period of made) {
            const places = new Map(period.arrivals.map(each => [each, chance()]))
            const otherwise = period.arrivals.toSorted((one, two) => places.get(one)! - places.get(two)!)
            for (let from = 0; from < otherwise.length; ) {
              const part = otherwise.slice(from, from + 1 + (chance() % 4))
              await give(database, part)
              if (chance() % 3 === 0) await give(database, part)
              from += part.length
            }
            await act(database, made, period)
          }
          expect(await kept(database)).toEqual(asMade)
          expect((await verifyCases(database)).broken).toEqual([])
        }),
        { numRuns, endOnFailure: true },
      )
    }, 600_000)
  })
}

/** Cases go by their place in an order of their own, because their names tell who was first. */
async function act(database: Database, made: readonly Period[], period: Period): Promise<void> {
  const atMs = START_MS + (1000 + made.indexOf(period)) * HOUR_MS
  for (const [index, { which, by, action }] of period.acts.entries()) {
    const cases = await database.query<{ case_id: string; kind: keyof typeof RESOLUTIONS }>(
      'select case_id, kind from cases order by subject collate "C", opened_at, state',
    )
    if (cases.length === 0) return
    const { case_id, kind } = cases[which % cases.length]!
    const chosen = { resolution: RESOLUTIONS[kind][which % RESOLUTIONS[kind].length], label: 'legit' as const }
    const intent = { action, by, text: 'because', assignee: by, ...chosen }
    await actOnCase(database, POLICY.cases, case_id, intent, atMs + index * 1000)
  }
}

async function kept(database: Database): Promise<object> {
  const cases = await database.query<Record<string, unknown>>('select * from cases')
  // The name is given when a case is opened and never changed; the other two say how long its history is.
  const rows = cases.map(({ case_id: _name, version: _version, head_hash: _hash, ...columns }) => columns)
  const text = (row: object): string => JSON.stringify(row)
  return {
    cases: rows.toSorted((one, two) => (text(one) < text(two) ? -1 : 1)),
    labels: await database.query('select * from labels order by merchant_id, payment_id, source'),
    outcomes: await database.query('select * from outcomes order by merchant_id, type, outcome_id'),
  }
}

function paymentOf(id: string): Payment {
  return madePayment({
    id,
    occurredAtMs: START_MS + { a: 5, b: 0, c: 12, d: -30 }[id]! * HOUR_MS,
    amountMinor: { a: 1000, b: 70_000, c: 30_000, d: 400 }[id]!,
    currency: id === 'c' ? 'EUR' : 'USD',
    card: { fingerprint: 'card' },
    ...(id < 'c' ? { customer: { id: 'customer' } } : {}),
  })
}

function decisionOf(paymentId: string): Decision {
  const action = { a: 'review' as const, b: 'allow' as const, c: 'block' as const, d: 'allow' as const }[paymentId]!
  const occurredAt = new Date(paymentOf(paymentId).occurredAtMs).toISOString()
  const hits: Decision['hits'] = action === 'allow' ? [] : [{ rule: 'r', mode: 'live', score: 60, reason: 'because' }]
  const where = action === 'review' ? { queue: 'q', priority: 'low' as const, handling: 'approval' as const } : {}
  return {
    paymentId,
    merchantId: 'm',
    occurredAt,
    action,
    score: paymentId === 'b' ? 10 : 80,
    ruleset: 'one',
    hits,
    ...where,
  }
}

function outcomeOf(hour: number, about: Partial<Outcome> & Pick<Outcome, 'type' | 'id'>): Outcome {
  return madeOutcome({
    paymentId: undefined,
    occurredAtMs: START_MS + 20 * HOUR_MS + hour * HOUR_MS,
    currency: about.amountMinor === undefined ? undefined : 'USD',
    ...about,
  })
}

async function give(database: Database, part: readonly Arrival[]): Promise<void> {
  const arrived: Arrived = {
    payments: part.flatMap(each => ('payment' in each ? [each.payment] : [])),
    decisions: part.flatMap(each => ('decision' in each ? [each.decision] : [])),
    outcomes: part.flatMap(each => ('outcome' in each ? [each.outcome] : [])),
  }
  await database.transaction(async sql => {
    await follow(sql, POLICY, arrived, await ingest(sql, arrived, POLICY.money))
  })
  await database.transaction(sql => followUp(sql, POLICY, arrived))
  for (const each of part) {
    if (!('shipped' in each)) continue
    const shipped_at = new Date(START_MS).toISOString()
    await ship(database, [{ merchant_id: 'm', payment_id: each.shipped, shipped_at }])
    await judgeAgain(database, POLICY, [{ merchantId: 'm', paymentId: each.shipped }])
  }
}

function empty(database: Database): Promise<void> {
  return database.execute(
    'truncate payments, decisions, hits, outcomes, outcome_history, cases, case_events, case_links, labels, shipments cascade',
  )
}
