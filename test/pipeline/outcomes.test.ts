import { beforeAll, expect, it } from 'vitest'
import { createDecoder, createOutcomeDecoder } from '../../src/decode/create-decoder.ts'
import type { Decoder, OutcomeRead, PaymentRead } from '../../src/decode/decoder.ts'
import type { Ruleset } from '../../src/ruleset/ruleset.ts'
import { createMemoryStore } from '../../src/velocity/memory-store.ts'
import { countingRuleset, payment, play } from './play.ts'

const secret = 'secret of the tests'
const payments = createDecoder({ format: 'json', secret })
const outcomes = createOutcomeDecoder({ format: 'json', secret })
/** One log stands for both topics here: what has a type is an outcome. */
const decoder: Decoder<PaymentRead | OutcomeRead> = {
  prepare: async () => undefined,
  decode: record => (record.value?.includes('"type"') ? outcomes.decode(record) : payments.decode(record)),
}

let ruleset: Ruleset

beforeAll(async () => {
  ruleset = await countingRuleset({ charged_back: '{ count: chargebacks, by: card.fingerprint, window: 1h }' })
})

const card = { card: { fingerprint: 'fp_1' } }
const outcome = (type: string, id: string, paymentId: string, rest: object = {}) => ({
  type,
  id,
  paymentId,
  occurredAt: (payment('x', 5) as { occurredAt: string }).occurredAt,
  ...rest,
})

async function run(values: readonly object[], batchRecordsMax: number) {
  const store = createMemoryStore({ secret, baseDigits: 2, countsOutcomes: true })
  const played = await play(ruleset, values, { decoder, velocity: store, outcomes: store, batchRecordsMax })
  const counted = played.decisions.map(each => each.velocity?.charged_back)
  const seen: Record<string, number> = {}
  for (const { outcomes: types } of played.batches) {
    for (const [type, verdicts] of types) {
      for (const [verdict, count] of verdicts) seen[`${type} ${verdict}`] = (seen[`${type} ${verdict}`] ?? 0) + count
    }
  }
  return { ...played, counted, seen }
}

const STREAM = [
  payment('a', 0, card),
  outcome('chargeback', 'cb_1', 'a'),
  outcome('chargeback', 'cb_1', 'a', { status: 'lost' }),
  outcome('chargeback', 'cb_2', 'later'),
  outcome('notice', 'n_1', '', { notice: 'reserve' }),
  outcome('chargeback', 'cb_1', 'another', { reason: 'holder joe@example.com' }),
  payment('b', 10, card),
  payment('later', 3, card),
  payment('c', 11, card),
]

it('counts outcomes, and neither decides nor emits them', async () => {
  const { counted, seen, of, decisions } = await run(STREAM, 1)
  expect(decisions.map(each => each.paymentId)).toEqual(['a', 'b', 'later', 'c'])
  expect(counted).toEqual([0, 1, 0, 2])
  expect(seen).toEqual({
    'chargeback new': 1,
    'chargeback duplicate': 1,
    'chargeback parked': 2,
    'notice new': 1,
  })
  expect(of('dead-letters')).toEqual([])
})

it('sends an outcome whose id was that of another to the dead letters, without its texts', async () => {
  const { seen, of } = await run([payment('another', 1, card), ...STREAM], 1)
  expect(seen['chargeback id-conflict']).toBe(1)
  expect(of('dead-letters').map(each => JSON.parse(each))).toEqual([
    expect.objectContaining({
      code: 'id-conflict',
      paymentId: 'another',
      source: expect.objectContaining({ offset: 6 }),
    }),
  ])
  expect(of('dead-letters').join()).not.toContain('joe')
})

it('counts what comes with its payment in one batch', async () => {
  const { counted, seen } = await run([...STREAM, payment('d', 12, card)], 9)
  expect(counted.at(-1)).toBe(2)
  expect(seen['chargeback parked']).toBe(4)
})

it('gives each outcome its own verdict beside some that are not counted', async () => {
  const values = [
    ...['a', 'b', 'c', 'd', 'e'].map((id, at) => payment(id, at, card)),
    outcome('refund', 're_1', 'a', { stage: 'failed' }),
    { ...outcome('chargeback', 'cb_0', ''), paymentId: null, disputeId: 'dp_1', stage: 'reversed' },
    outcome('chargeback', 'cb_1', 'a'),
    outcome('refund', 're_2', 'a', { stage: 'done' }),
    outcome('chargeback', 'cb_1', 'b'),
  ]
  const { seen, of } = await run(values, 5)
  expect(seen).toEqual({ 'refund new': 2, 'chargeback new': 2, 'chargeback id-conflict': 1 })
  expect(of('dead-letters').map(each => JSON.parse(each).paymentId)).toEqual(['b'])
})
