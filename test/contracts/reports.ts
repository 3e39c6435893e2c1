import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/ports.ts'
import { makeReport } from '../../src/reports/make-report.ts'
import { periodAt, periodBefore } from '../../src/reports/period.ts'
import { PERIOD_KINDS, type Report } from '../../src/reports/report.ts'
import { fillDesk, makeDesk } from '../reports/made-desk.ts'
import { SlowModel } from '../reports/slow-model.ts'

const FROM_MS = Date.parse('2026-03-01T00:00:00Z')
const NOW_MS = Date.parse('2026-09-01T00:00:00Z')

function sectionOf({ sections }: Report, name: string) {
  return sections.find(each => each.name === name)!
}

/** That every figure is what counting the rows one by one gives. `open` answers a database with the desk's tables. */
export function describeReports(name: string, open: () => Promise<Database>, runs: number): void {
  describe(name, () => {
    let database: Database
    beforeAll(async () => {
      database = await open()
      return () => database.close()
    })

    test('every figure is that of the rows', async () => {
      const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/Los_Angeles')
      const kinds = fc.constantFrom(...PERIOD_KINDS)
      await fc.assert(
        fc.asyncProperty(fc.nat(), fc.nat(40), kinds, zones, async (seed, day, kind, timeZone) => {
          const desk = makeDesk(seed, FROM_MS, 40, 150)
          await database.execute('truncate payments, decisions, hits, outcomes, outcome_history, cases, labels cascade')
          await fillDesk(database, desk)
          const period = periodAt(kind, timeZone, FROM_MS + day * 86_400_000)
          const report = await makeReport(database, { period, timeZone, currency: 'USD', nowMs: NOW_MS })
          const model = new SlowModel(desk, period)
          const before = new SlowModel(desk, periodBefore(period, timeZone)).figures()
          for (const [title, , value, past] of sectionOf(report, 'figures').rows) {
            expect([title, value]).toEqual([title, near(model.figures().get(String(title))!)])
            expect([title, past]).toEqual([title, near(before.get(String(title))!)])
          }
          const reasons = sectionOf(report, 'reasons').rows
          const allReasons = model.reasons()
          expect(reasons.length).toBe(Math.min(20, allReasons.size))
          for (const [type, reason, number, , amount] of reasons) {
            expect([type, reason, number, amount]).toEqual([type, reason, ...allReasons.get(`${type}/${reason}`)!])
          }
          const declines = sectionOf(report, 'declines').rows
          expect(new Map(declines.map(([reason, number, , amount]) => [reason, [number, amount]]))).toEqual(
            model.declines(),
          )
          for (const [section, property] of [
            ['by_channel', 'channel'],
            ['by_category', 'category'],
            ['by_bin', 'card_bin'],
          ] as const) {
            const rows = sectionOf(report, section).rows
            const shown = rows.map(row => [row[0], [row[1], row[2], row[3], row[5], row[6]]] as const)
            expect(new Map(shown)).toEqual(model.byProperty(property))
          }
          const rules = sectionOf(report, 'rules').rows
          expect(new Map(rules.map(row => [row[0], [row[2], row[4], row[5]]]))).toEqual(model.rules())
          const days = sectionOf(report, 'days').rows
          const total = (column: number) => days.reduce((sum, row) => sum + Number(row[column]), 0)
          expect(total(1)).toBe(model.payments.length)
          expect(total(5)).toBe(model.figures().get('Cases received'))
        }),
        { numRuns: runs },
      )
    })

    test('a month that reaches a programme says so, and one that does not by number says that', async () => {
      await database.execute('truncate payments, decisions, hits, outcomes, outcome_history, cases, labels cascade')
      const { payments, outcomes } = makeDesk(1, FROM_MS, 1, 200)
      const sold = Array.from({ length: 6000 }, (_, at) => ({
        ...payments[at % 200]!,
        payment_id: `sold${at}`,
        occurred_at: at % 2 ? '2026-03-10T12:00:00Z' : '2026-04-10T12:00:00Z',
        status: 'captured',
        channel: 'web',
        card_brand: 'MasterCard',
        base_minor: 1000,
      }))
      const charged = Array.from({ length: 120 }, (_, at) => ({
        ...outcomes[0]!,
        merchant_id: sold[at]!.merchant_id,
        type: 'chargeback',
        outcome_id: `cb${at}`,
        payment_id: `sold${at}`,
        occurred_at: '2026-04-20T12:00:00Z',
        reason: 'product_not_received',
      }))
      await fillDesk(database, { payments: sold, outcomes: charged, decisions: [], hits: [], cases: [], labels: [] })
      const period = periodAt('month', 'UTC', Date.parse('2026-04-15'))
      const report = await makeReport(database, { period, timeZone: 'UTC', currency: 'USD', nowMs: NOW_MS })
      const rows = sectionOf(report, 'programmes').rows.filter(([month]) => month === '2026-04')
      expect(rows).toEqual([
        ['2026-04', 'mastercard', 'ECM', 120, 100, 3000, 0.04, 0.015, 'reached'],
        ['2026-04', 'mastercard', 'HECM', 120, 300, 3000, 0.04, 0.03, 'rate reached, number not'],
        ['2026-04', 'mastercard', 'EFM', 0, 1, 3000, 0, 0.005, 'below'],
      ])
    })

    test('a chargeback counts when it came, whatever became of it later, and a refund that failed does not', async () => {
      await database.execute('truncate payments, decisions, hits, outcomes, outcome_history, cases, labels cascade')
      const { payments, outcomes } = makeDesk(1, FROM_MS, 1, 5)
      const [payment] = payments
      const told = (type: string, id: string, at: string, body: object) => ({
        ...outcomes[0]!,
        merchant_id: payment!.merchant_id,
        payment_id: payment!.payment_id,
        type,
        outcome_id: id,
        occurred_at: at,
        body,
      })
      const won = told('chargeback', 'cb', '2026-05-02T12:00:00Z', { stage: 'won' })
      const rows = [won, told('refund', 're', '2026-04-20T12:00:00Z', { stage: 'failed' })]
      await fillDesk(database, { payments: [payment!], outcomes: rows, decisions: [], hits: [], cases: [], labels: [] })
      for (const [at, content] of [
        ['2026-04-10T12:00:00Z', 'opened'],
        [won.occurred_at, 'won'],
      ] as const) {
        await database.query(`insert into outcome_history values ($1, 'chargeback', 'cb', $2, $3, '{}'::jsonb)`, [
          payment!.merchant_id,
          content,
          at,
        ])
      }
      for (const [month, chargebacks] of [
        ['2026-04-15', 1],
        ['2026-05-15', 0],
      ] as const) {
        const period = periodAt('month', 'UTC', Date.parse(month))
        const report = await makeReport(database, { period, timeZone: 'UTC', currency: 'USD', nowMs: NOW_MS })
        const figures = new Map(sectionOf(report, 'figures').rows.map(([title, , value]) => [title, value]))
        expect([month, figures.get('Chargebacks'), figures.get('Refunds')]).toEqual([month, chargebacks, 0])
      }
    })
  })
}

/** Sums of decimals differ in the last digit by the order in which they are added. */
function near(value: number | null): unknown {
  return value === null || Number.isInteger(value) ? value : expect.closeTo(value, 6)
}
