import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { actOnCase } from '../../src/desk/act-on-case.ts'
import { historyOf } from '../../src/desk/case-store.ts'
import { follow, followUp } from '../../src/desk/follow.ts'
import { type Arrived, ingest } from '../../src/desk/ingest.ts'
import { prepareSchema, WHAT_HAPPENED } from '../../src/desk/schema.ts'
import { CASES } from '../../src/desk/schema-cases.ts'
import { verifyCases } from '../../src/desk/verify-cases.ts'
import type { Decision } from '../../src/model/decision.ts'
import type { Outcome } from '../../src/model/outcome.ts'
import type { Payment } from '../../src/model/payment.ts'
import type { Database } from '../../src/ports.ts'
import { CASE_POLICY } from '../cases/case-policy.ts'
import { POLICY } from '../cases/desk-policy.ts'
import { deskTables, emptyDesk as empty } from '../desk/desk-tables.ts'
import { madeOutcome } from '../model/made-outcome.ts'
import { madePayment } from '../model/made-payment.ts'

const START_MS = Date.parse('2026-03-01T00:00:00Z')
const DAY_MS = 86_400_000
const ids = fc.constantFrom('a', 'b', 'c')

type Arrival = { payment: Payment } | { decision: Decision } | { outcome: Outcome }

const payments = ids.map(id => ({
  payment: paymentOf(id, { a: 1000, b: 70_000, c: 30_000 }[id]!),
}))
const decisions = fc
  .record({ paymentId: ids, action: fc.constantFrom('allow' as const, 'review' as const, 'block' as const) })
  .map(({ paymentId, action }) => ({ decision: decisionOf(paymentId, action) }))
/** Most of them steps of one dispute, which is where order could matter. */
const outcomes = fc
  .record({
    type: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom('dispute' as const, 'chargeback' as const) },
      { weight: 1, arbitrary: fc.constantFrom('early_fraud_warning' as const, 'refund' as const, 'notice' as const) },
    ),
    paymentId: fc.oneof({ weight: 3, arbitrary: fc.constant('a') }, { weight: 1, arbitrary: ids }),
    hour: fc.nat(400),
    status: fc.constantFrom('needs_response', 'won', 'lost'),
  })
  .map(each => ({ outcome: outcomeOf(each) }))

/** One outcome for each hour: of two at the same time nobody could say which is the newer. */
const arrivals: fc.Arbitrary<Arrival[]> = fc
  .tuple(
    fc.uniqueArray(payments, { selector: ({ payment }) => payment.id, maxLength: 3 }),
    fc.uniqueArray(decisions, { selector: ({ decision }) => decision.paymentId, maxLength: 3 }),
    fc.uniqueArray(outcomes, { selector: ({ outcome }) => outcome.occurredAtMs, minLength: 4, maxLength: 12 }),
  )
  .map(kinds => kinds.flat())

/** What every database promises to those who work on cases. `open` gives an empty one. */
export function describeCases(name: string, open: () => Promise<Database>): void {
  describe(name, () => {
    let database: Database
    beforeAll(async () => {
      database = await open()
      await prepareSchema(database, [WHAT_HAPPENED, CASES])
    }, 180_000)
    beforeEach(() => empty(database))
    afterAll(() => database.close())

    test('batches that are cut otherwise, and given again, come to the same cases, histories and labels', async () => {
      const kindFirst = fc.constantFrom('payment', 'decision', 'outcome')
      await fc.assert(
        fc.asyncProperty(
          arrivals,
          kindFirst,
          fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }),
          async (all, first, sizes) => {
            // Each kind on its own, as topics are read; whichever comes first.
            const inOrder = [...all.filter(each => first in each), ...all.filter(each => !(first in each))]
            await empty(database)
            for (const each of inOrder) await give(database, [each])
            const oneByOne = await deskTables(database)
            await give(database, inOrder)
            expect(await deskTables(database)).toEqual(oneByOne)

            await empty(database)
            const kinds = (['payment', 'decision', 'outcome'] as const).map(kind =>
              inOrder.filter(each => kind in each),
            )
            const runs = kinds.sort((a, b) => inOrder.indexOf(a[0]!) - inOrder.indexOf(b[0]!))
            for (const run of runs) {
              for (let from = 0, turn = 0; from < run.length; turn++) {
                const part = run.slice(from, from + sizes[turn % sizes.length]!)
                await give(database, part)
                await give(database, part)
                from += part.length
              }
            }
            expect(await deskTables(database)).toEqual(oneByOne)
            expect((await verifyCases(database)).broken).toEqual([])
          },
        ),
        { numRuns: 8 },
      )
    })

    test('of people who want one case at once each is first or is told who was', async () => {
      const outcome = outcomeOf({ type: 'chargeback', paymentId: 'a', hour: 30, status: 'needs_response' })
      await give(database, [{ payment: paymentOf('a', 1000) }, { outcome }])
      const [found] = await database.query<{ case_id: string }>('select case_id from cases')
      const caseId = found!.case_id
      const takes = await Promise.all(
        ['ana', 'ben', 'cyd', 'ira'].map(by =>
          actOnCase(database, CASE_POLICY, caseId, { action: 'take', by }, START_MS),
        ),
      )
      const won = takes.filter(each => 'case' in each)
      expect(won).toHaveLength(1)
      const winner = (await historyOf(database, caseId)).at(-1)!.actor
      for (const each of takes) {
        if (!('problem' in each)) continue
        expect(each.problem.code).toBe('taken')
        expect(each.since.map(({ actor, action }) => [actor, action])).toEqual([[winner, 'take']])
      }

      // Everybody acts on the version that they have seen: of each round one is written, the others hear of it.
      for (let round = 0; round < 6; round++) {
        const seen = 2 + round
        const acted = await Promise.all(
          Array.from({ length: 5 }, (_, i) =>
            actOnCase(
              database,
              CASE_POLICY,
              caseId,
              { action: 'note', by: 'ben', text: `${round}/${i}`, version: seen },
              START_MS,
            ),
          ),
        )
        expect(acted.filter(each => 'case' in each)).toHaveLength(1)
        const told = acted.flatMap(each => ('problem' in each ? [each] : []))
        for (const { problem, since } of told) {
          expect(problem.code).toBe('changed-meanwhile')
          expect(since.map(({ number }) => number)).toEqual([seen + 1])
        }
      }
      expect(await verifyCases(database)).toMatchObject({ cases: 1, events: 8, broken: [] })
    })

    test('histories are only ever added to, and a forged case is found', async () => {
      await give(database, [{ payment: paymentOf('b', 70_000) }, { decision: decisionOf('b', 'review') }])
      await expect(database.query("update case_events set actor = 'me'")).rejects.toThrow(/only ever added to/)
      await expect(database.query('delete from case_events')).rejects.toThrow(/only ever added to/)
      expect((await verifyCases(database)).broken).toEqual([])
      await database.query("update cases set base_minor = 1, assignee = 'me'")
      expect((await verifyCases(database)).broken).toMatchObject([
        { why: expect.stringContaining('is not what its history comes to') },
      ])
    })
  })
}

function paymentOf(id: string, amountMinor: number): Payment {
  return madePayment({ id, occurredAtMs: START_MS, amountMinor, customer: { id: `c-${id}` } })
}

function decisionOf(paymentId: string, action: Decision['action']): Decision {
  const hits: Decision['hits'] = action === 'allow' ? [] : [{ rule: 'r', mode: 'live', score: 60, reason: 'because' }]
  const occurredAt = new Date(START_MS).toISOString()
  return {
    paymentId,
    merchantId: 'm',
    occurredAt,
    action,
    score: 60,
    ruleset: 'one',
    hits,
    queue: 'q',
    priority: 'normal',
    handling: 'self',
  }
}

function outcomeOf({
  type,
  paymentId,
  hour,
  status,
}: {
  type: Outcome['type']
  paymentId: string
  hour: number
  status: string
}): Outcome {
  const occurredAtMs = START_MS + DAY_MS + hour * 3_600_000
  const isOpen = status === 'needs_response'
  const isDispute = type === 'dispute' || type === 'chargeback'
  return madeOutcome({
    type,
    id: `${type}-${paymentId}${isDispute ? '' : `-${hour}`}`,
    paymentId: type === 'notice' ? undefined : paymentId,
    occurredAtMs,
    amountMinor: type === 'refund' ? 25_000 : undefined,
    currency: type === 'refund' ? 'USD' : undefined,
    reason: isDispute ? 'fraudulent' : undefined,
    status: isDispute || type === 'notice' ? status : 'pending',
    deadlineMs: isDispute && isOpen ? occurredAtMs + 10 * DAY_MS : undefined,
    notice: type === 'notice' ? 'reserve' : undefined,
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
}
