import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Arrived, ingest } from '../../src/desk/ingest.ts'
import { prepareSchema, WHAT_HAPPENED } from '../../src/desk/schema.ts'
import type { Decision } from '../../src/model/decision.ts'
import { OUTCOME_TYPES, type Outcome } from '../../src/model/outcome.ts'
import type { Payment, PaymentStatus } from '../../src/model/payment.ts'
import type { Database } from '../../src/ports.ts'

const MONEY = { base: 'USD', rates: new Map([['EUR', 1.1]]) }
const START_MS = Date.parse('2026-03-01T00:00:00Z')

const ids = fc.constantFrom('a', 'b', 'c')
const minutes = fc.nat(5).map(minute => START_MS + minute * 60_000)
const amounts = fc.nat(3).map(each => each * 1050)
const currencies = fc.constantFrom('USD', 'EUR', 'GBP')

const payments = fc.record({
  id: ids,
  merchantId: fc.constantFrom('', 'm'),
  occurredAtMs: minutes,
  status: fc.constantFrom<PaymentStatus>('pending', 'authorized', 'declined'),
  amountMinor: amounts,
  currency: currencies,
})
const decisions = fc.record({
  paymentId: ids,
  occurredAt: minutes.map(ms => new Date(ms).toISOString()),
  action: fc.constantFrom<Decision['action']>('allow', 'review', 'block'),
  score: fc.nat(100),
  ruleset: fc.constantFrom('one', 'two'),
  hits: fc.subarray([{ rule: 'r', mode: 'live' as const, score: 10, reason: 'r' }]),
})
const outcomes = fc.record({
  type: fc.constantFrom(...OUTCOME_TYPES),
  id: ids,
  merchantId: fc.constant(''),
  paymentId: fc.constant('a'),
  occurredAtMs: minutes,
  status: fc.constantFrom('open', 'won', undefined),
  amountMinor: amounts,
  currency: currencies,
})

type Arrival = { payment: Payment } | { decision: Decision } | { outcome: Outcome }
const arrivals: fc.Arbitrary<Arrival[]> = fc.array(
  fc.oneof(
    payments.map(payment => ({ payment: { ...payment, countedAtMs: payment.occurredAtMs } })),
    decisions.map(decision => ({ decision })),
    outcomes.map(outcome => ({
      outcome: {
        ...outcome,
        countedAtMs: outcome.occurredAtMs,
        reason: undefined,
        deadlineMs: undefined,
        notice: undefined,
      },
    })),
  ),
  { maxLength: 40 },
)

function together(part: readonly Arrival[]): Arrived {
  return {
    payments: part.flatMap(each => ('payment' in each ? [each.payment] : [])),
    decisions: part.flatMap(each => ('decision' in each ? [each.decision] : [])),
    outcomes: part.flatMap(each => ('outcome' in each ? [each.outcome] : [])),
  }
}

async function contents(database: Database): Promise<unknown> {
  const tables = ['payments', 'decisions', 'hits', 'outcomes', 'outcome_history']
  const sorted = (table: string) => database.query(`select to_jsonb(${table}) as row from ${table} order by 1`)
  return Promise.all(tables.map(sorted))
}

/** That what came in is kept once, however it is cut into batches and however often they come. */
export function describeIngest(name: string, open: () => Promise<Database>): void {
  describe(name, () => {
    test('batches that are cut otherwise, and given again, leave the same rows and are told as new once', async () => {
      const database = await open()
      await prepareSchema(database, [WHAT_HAPPENED])
      await prepareSchema(database, [WHAT_HAPPENED])
      const empty = () => database.execute('truncate payments, decisions, hits, outcomes, outcome_history')
      const give = (part: readonly Arrival[]) => database.transaction(sql => ingest(sql, together(part), MONEY))
      await fc.assert(
        fc.asyncProperty(arrivals, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), async (all, sizes) => {
          await empty()
          const toldAtOnce = await give(all)
          const atOnce = await contents(database)
          const toldAgain = await give(all)
          expect(toldAgain).toEqual({ decisions: [], outcomes: [] })
          expect(await contents(database)).toEqual(atOnce)

          await empty()
          const told = { decisions: [] as Decision[], outcomes: [] as Outcome[] }
          for (let from = 0, turn = 0; from < all.length; turn++) {
            const part = all.slice(from, from + sizes[turn % sizes.length]!)
            for (const { decisions, outcomes } of [await give(part), await give(part)]) {
              told.decisions.push(...decisions)
              told.outcomes.push(...outcomes)
            }
            from += part.length
          }
          expect(await contents(database)).toEqual(atOnce)
          expect(told).toEqual(toldAtOnce)
        }),
        { numRuns: 40 },
      )
      await database.close()
    })

    test('amounts are kept in the base currency too, where there is a rate', async () => {
      const database = await open()
      await prepareSchema(database, [WHAT_HAPPENED])
      const payment = (id: string, currency: string): Payment => ({
        id,
        merchantId: '',
        occurredAtMs: START_MS,
        countedAtMs: START_MS,
        status: 'captured',
        amountMinor: 1000,
        currency,
      })
      await ingest(
        database,
        together(['USD', 'EUR', 'GBP'].map(currency => ({ payment: payment(currency, currency) }))),
        MONEY,
      )
      expect(await database.query('select currency, base_minor from payments order by 1')).toEqual([
        { currency: 'EUR', base_minor: 1100 },
        { currency: 'GBP', base_minor: null },
        { currency: 'USD', base_minor: 1000 },
      ])
      await database.close()
    })
  })
}
