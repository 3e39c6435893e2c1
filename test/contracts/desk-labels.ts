import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DESK_SCHEMA } from '../../src/cli/open-database.ts'
import { labelledHitsSince } from '../../src/desk/count-cases.ts'
import { keptLabels } from '../../src/desk/kept-labels.ts'
import { type FileLabel, type KeptLabels, labelPayments } from '../../src/desk/label-payments.ts'
import { setLabel } from '../../src/desk/relabel.ts'
import { prepareSchema } from '../../src/desk/schema.ts'
import { LABELS } from '../../src/model/case.ts'
import type { Database } from '../../src/ports.ts'
import { ruleSection } from '../../src/reports/rule-section.ts'
import { fillDesk, type MadeDesk } from '../reports/made-desk.ts'

const DAY_MS = 86_400_000
const DAY = Date.parse('2026-03-01T00:00:00Z')
const NOW = DAY + 100 * DAY_MS

const NOTHING: KeptLabels = { added: 0, changed: 0, same: 0, older: 0, waiting: 0 }
const labelOf = (paymentId: string, more: Partial<FileLabel> = {}): FileLabel => ({
  paymentId,
  merchantId: undefined,
  label: 'fraud',
  atMs: undefined,
  reason: undefined,
  ...more,
})

const day = fc.option(
  fc.nat(5).map(n => DAY + n * DAY_MS),
  { nil: undefined },
)
const someLabel = fc.record({
  paymentId: fc.constantFrom('a', 'b', 'c', 'stranger'),
  merchantId: fc.constantFrom('', 'm_1'),
  label: fc.constantFrom(...LABELS),
  atMs: day,
  reason: fc.constantFrom(undefined, 'card list', 'phone \u0000 call'),
})
const someFiles = fc.array(
  fc.uniqueArray(someLabel, { selector: each => `${each.merchantId}/${each.paymentId}`, maxLength: 6 }),
  { minLength: 1, maxLength: 5 },
)

/** What every database promises about labels that come from files. `open` gives an empty one. */
export function describeDeskLabels(name: string, open: () => Promise<Database>): void {
  describe(name, () => {
    let database: Database
    beforeAll(async () => {
      database = await open()
      await prepareSchema(database, DESK_SCHEMA)
    }, 180_000)
    beforeEach(() => empty(database))
    afterAll(() => database.close())

    const label = (labels: readonly FileLabel[], nowMs = NOW) =>
      database.transaction(sql => labelPayments(sql, labels, 'ana', nowMs))

    test('files given one after another, and given again, come to the newest word about each payment', async () => {
      await fc.assert(
        fc.asyncProperty(someFiles, async files => {
          await empty(database)
          const model = new Map<string, { label: string; reason: string | null; at: string }>()
          for (const [turn, file] of files.entries()) {
            const nowMs = NOW + turn
            const expected = applied(model, file, nowMs)
            expect(await label(file, nowMs)).toEqual({ ...expected, waiting: file.length })
            expect(await stored(database)).toEqual(new Map([...model].sort()))
          }
          const last = files.at(-1)!
          const again = await label(last, NOW + 1000)
          expect(again).toMatchObject({ added: 0, changed: 0 })
          expect(await stored(database)).toEqual(new Map([...model].sort()))
        }),
        { numRuns: 25 },
      )
    })

    test('a row that names no merchant is for the one who has the payment; of several, none of the file is kept', async () => {
      await fillDesk(
        database,
        desk([
          ['m_1', 'a'],
          ['', 'b'],
          ['m_1', 'both'],
          ['m_2', 'both'],
        ]),
      )
      expect(await label([labelOf('a'), labelOf('b'), labelOf('later')])).toEqual({ ...NOTHING, added: 3, waiting: 1 })
      expect([...(await stored(database)).keys()]).toEqual(['/b', '/later', 'm_1/a'])
      expect(await label([labelOf('new'), labelOf('both')])).toEqual([
        { row: 1, code: 'ambiguous-payment', merchants: ['m_1', 'm_2'] },
      ])
      expect(await label([labelOf('a'), labelOf('a', { merchantId: 'm_1', label: 'legit' })])).toMatchObject([
        { row: 1, code: 'duplicate-entry' },
      ])
      expect(await label([labelOf('b'), labelOf('b', { merchantId: '' })])).toEqual({ ...NOTHING, same: 1 })
      expect([...(await stored(database)).keys()]).toEqual(['/b', '/later', 'm_1/a'])
      expect(await label([labelOf('both', { merchantId: 'm_2' })])).toEqual({ ...NOTHING, added: 1 })
    })

    test('rules, reports and suggestions are judged by them, also where the payment comes later, and people go before a file', async () => {
      await label([labelOf('a'), labelOf('b', { label: 'legit' }), labelOf('c')])
      expect(await keptLabels(database, undefined)).toEqual(new Map())
      await fillDesk(
        database,
        desk([
          ['', 'a'],
          ['', 'b'],
          ['', 'c'],
          ['', 'd'],
        ]),
      )
      const known = { a: 'fraud', b: 'legit', c: 'fraud' }
      expect(await keptLabels(database, undefined)).toEqual(new Map(Object.entries(known)))
      const { hits } = await labelledHitsSince(database, undefined)
      const labelled = hits.filter(({ rule }) => rule === 'many-cards').map(({ label }) => label)
      expect(labelled.sort()).toEqual(['fraud', 'fraud', 'legit'])
      const precision = async () => {
        const { columns, rows } = await ruleSection(database, {
          fromMs: DAY,
          toMs: NOW,
          kind: 'month',
          name: 'all',
        } as never)
        return rows[0]![columns.findIndex(each => each.name === 'precision')]
      }
      expect(await precision()).toBeCloseTo(2 / 3)
      await setLabel(database, {
        merchantId: '',
        paymentId: 'c',
        source: 'resolution',
        label: 'legit',
        atMs: DAY,
        by: 'ben',
      })
      expect(await precision()).toBeCloseTo(1 / 3)
      await label([labelOf('a', { label: 'unknown', reason: 'taken back' })])
      expect(await precision()).toBe(0)
    })
  })
}

/** The rules of the command, row by row. */
function applied(
  model: Map<string, { label: string; reason: string | null; at: string }>,
  file: FileLabel[],
  nowMs: number,
) {
  const counts = { ...NOTHING }
  for (const { merchantId, paymentId, label, atMs, reason: written } of file) {
    const key = `${merchantId}/${paymentId}`
    const reason = written?.replace('\u0000', '\ufffd') ?? null
    const known = model.get(key)
    const isSame = known !== undefined && known.label === label && known.reason === reason
    if (known !== undefined && atMs !== undefined && atMs < Date.parse(known.at)) counts.older++
    else if (isSame && (atMs === undefined || atMs === Date.parse(known.at))) counts.same++
    else {
      counts[known === undefined ? 'added' : 'changed']++
      model.set(key, { label, reason, at: new Date(atMs ?? nowMs).toISOString() })
    }
  }
  return counts
}

async function stored(database: Database) {
  const rows = await database.query<{ key: string; label: string; reason: string | null; at: Date }>(
    `select merchant_id || '/' || payment_id as key, label, reason, at from labels where source = 'file' and by = 'ana'`,
  )
  const sorted = rows.sort((a, b) => (a.key < b.key ? -1 : 1))
  return new Map(sorted.map(({ key, label, reason, at }) => [key, { label, reason, at: at.toISOString() }]))
}

async function empty(database: Database): Promise<void> {
  await database.execute('truncate labels, payments, decisions, hits cascade')
}

/** Payments that one rule reviewed. */
function desk(of: readonly (readonly [merchantId: string, paymentId: string])[]): MadeDesk {
  const at = new Date(DAY + DAY_MS).toISOString()
  const ids = of.map(([merchant_id, payment_id]) => ({ merchant_id, payment_id }))
  return {
    payments: ids.map(id => ({
      ...id,
      occurred_at: at,
      status: 'captured',
      status_at: at,
      decline_code: null,
      amount_minor: 100,
      currency: 'USD',
      base_minor: 100,
      channel: null,
      category: null,
      card_brand: null,
      card_bin: null,
      card_country: null,
      shipping_country: null,
      body: {},
    })),
    decisions: ids.map(id => ({ ...id, occurred_at: at, action: 'review', score: 50, ruleset: 'r', body: {} })),
    hits: ids.map(id => ({ ...id, rule: 'many-cards', mode: 'live', score: 50 })),
    outcomes: [],
    cases: [],
    labels: [],
  }
}
