import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decoderOptions } from '../../src/cli/decoder-options.ts'
import { DESK_SCHEMA, openDatabase } from '../../src/cli/open-database.ts'
import { createDecoder, createOutcomeDecoder } from '../../src/decode/create-decoder.ts'
import { ingest } from '../../src/desk/ingest.ts'
import { relabel } from '../../src/desk/relabel.ts'
import { prepareSchema } from '../../src/desk/schema.ts'
import { Random } from '../../src/generator/random.ts'
import type { Outcome } from '../../src/model/outcome.ts'
import type { Payment } from '../../src/model/payment.ts'
import { readSettings } from '../../src/settings.ts'
import { MadeHistory, madePayments } from '../backtest/suggest/made-history.ts'

const MONEY = { base: 'USD', rates: new Map() }
const COUNT = 1300 // more than two pages
const HOUR_MS = 3_600_000
const WARNINGS = 'velocity: { warnings: { count: warnings, by: ip, window: 30d } }'

/** `place` is an empty database: a folder or an address. */
export function describeDeskSuggest(name: string, place: (folder: string) => Promise<string>): void {
  describe(name, () => {
    const history = new MadeHistory()
    let database: string
    let rules: string
    beforeAll(async () => {
      database = await place(history.path('desk'))
      const random = new Random(12)
      const payments = madePayments(COUNT, random)
      const frauds = new Set(payments.filter(each => random.next() < (Number(each.amount) > 1000 ? 0.6 : 0.02)))
      history.payments(payments, each => (frauds.has(each) ? 'fraud' : 'legit'))
      const warnings = [...frauds].map(({ id, occurredAt }) => ({
        type: 'early_fraud_warning',
        id: `w-${id}`,
        paymentId: id,
        occurredAt: new Date(Date.parse(occurredAt) + HOUR_MS).toISOString(),
        reason: 'fraud',
      }))
      history.write('outcomes.ndjson', warnings.map(each => JSON.stringify(each)).join('\n'))
      rules = history.rules('rules', {
        'large-amount': 'when: [amount > 1500]',
        'warned-address': `${WARNINGS}\nwhen: [warnings >= 4, amount > 700]`,
      })
      await fill(database, payments, warnings)
    })
    afterAll(() => history.close())

    test('suggests what the same payments, outcomes and labels in files do', async () => {
      const desk = { in: undefined, labels: undefined, database, legitAfter: '1s' }
      const files = { outcomes: history.path('outcomes.ndjson') }
      const span = { since: '2026-01-02', until: '2026-01-09' }
      const told = await history.suggest({ rules, ...desk, ...span })
      const other = await history.suggest({ rules, ...files, ...span })
      expect(told.suggestions.length).toBeGreaterThan(0)
      expect(told.suggestions).toEqual(other.suggestions)
      expect([told.split, told.tried, told.input.truths]).toEqual([other.split, other.tried, other.input.truths])
    })

    test('knows nothing good of payments without a label, unless they are old', async () => {
      const told = await history.suggest({ rules, in: undefined, labels: undefined, database })
      expect(told.input.truths.legit.payments).toBe(0)
      expect(told.refused).toMatch(/0 that are known to be good/)
    })
  })
}

async function fill(place: string, payments: readonly object[], outcomes: readonly object[]): Promise<void> {
  const options = { ...decoderOptions(readSettings({}).settings), format: 'json' as const }
  const [paymentDecoder, outcomeDecoder] = [createDecoder(options), createOutcomeDecoder(options)]
  const recordOf = (each: object) => {
    const value = Buffer.from(JSON.stringify(each))
    return { topic: 'made', partition: 0, offset: 0n, key: null, value }
  }
  const read: { payments: Payment[]; outcomes: Outcome[] } = { payments: [], outcomes: [] }
  for (const each of payments) {
    const decoded = paymentDecoder.decode(recordOf(each))
    if (decoded.kind === 'payment') read.payments.push(decoded.payment)
  }
  for (const each of outcomes) {
    const decoded = outcomeDecoder.decode(recordOf(each))
    if (decoded.kind === 'outcome') read.outcomes.push(decoded.outcome)
  }
  const database = await openDatabase(place)
  await prepareSchema(database, DESK_SCHEMA)
  await database.transaction(async sql => {
    await ingest(sql, { ...read, decisions: [] }, MONEY)
    await relabel(sql, MONEY, read.outcomes)
  })
  await database.close()
}
