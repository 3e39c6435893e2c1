import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createOutcomeDecoder } from '../../src/decode/create-decoder.ts'
import { generatePayments } from '../../src/generator/generate-payments.ts'
import type { MadeOutcome } from '../../src/generator/made-outcome.ts'
import { OutcomeGenerator } from '../../src/generator/outcome-generator.ts'

const DAY_MS = 86_400_000
const generated = [...generatePayments({ seed: 7, count: 6000 })]
const labels = new Map(generated.map(({ payment, label }) => [payment.id, label]))
const paidMs = new Map(generated.map(({ payment }) => [payment.id, Date.parse(payment.occurredAt)]))
const outcomes = outcomesFor(7)

function outcomesFor(seed: number): MadeOutcome[] {
  const generator = new OutcomeGenerator(seed)
  for (const each of generated) generator.add(each)
  return [...generator.outcomes()]
}

test('one seed gives the same outcomes, another seed gives others', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 }), seed => {
      expect(outcomesFor(seed)).toEqual(outcomesFor(seed))
      expect(outcomesFor(seed + 1)).not.toEqual(outcomesFor(seed))
    }),
    { numRuns: 5 },
  )
})

test('every outcome is one that the decoder takes without a warning', () => {
  const decoder = createOutcomeDecoder({ format: 'json', secret: 'a secret for this test only' })
  const complaints = outcomes.flatMap((outcome, index) => {
    const value = Buffer.from(JSON.stringify(outcome))
    const decoded = decoder.decode({ topic: 'outcomes', partition: 0, offset: BigInt(index), key: null, value })
    if (decoded.kind !== 'outcome') return [JSON.stringify(decoded)]
    return decoded.warnings.length > 0 ? [`${decoded.warnings.join()} ${JSON.stringify(outcome)}`] : []
  })
  expect(complaints.slice(0, 3)).toEqual([])
})

test('all kinds come, each about a payment before it, and chargebacks 5 to 60 days after it', () => {
  const types = new Set(outcomes.map(({ type }) => type))
  expect([...types].sort()).toEqual(['chargeback', 'decline', 'dispute', 'early_fraud_warning', 'notice', 'refund'])
  const first = new Map<string, number>()
  for (const { paymentId, disputeId, occurredAt } of outcomes) {
    if (paymentId === undefined) continue
    const delayMs = Date.parse(occurredAt) - paidMs.get(paymentId)!
    expect(delayMs).toBeGreaterThan(0)
    if (disputeId !== undefined) first.set(disputeId, Math.min(delayMs, first.get(disputeId) ?? Infinity))
  }
  for (const delayMs of first.values()) {
    expect(delayMs).toBeGreaterThanOrEqual(5 * DAY_MS - 1)
    expect(delayMs).toBeLessThanOrEqual(60 * DAY_MS)
  }
})

test('warnings are about fraud only, and fraud is charged back far more often than honest payments', () => {
  for (const { type, paymentId } of outcomes) {
    if (type === 'early_fraud_warning') expect(labels.get(paymentId!)).not.toBe(null)
  }
  const disputed = new Set(
    outcomes.flatMap(({ disputeId, paymentId }) => (disputeId === undefined ? [] : [paymentId!])),
  )
  const shareOf = (isFraud: boolean) => {
    const ids = [...labels].filter(([, label]) => (label !== null) === isFraud).map(([id]) => id)
    return ids.filter(id => disputed.has(id)).length / ids.length
  }
  expect(shareOf(true)).toBeGreaterThan(0.25)
  expect(shareOf(false)).toBeLessThan(0.02)
})

test('some are told twice, and steps of one dispute have one id for each type', () => {
  const texts = outcomes.map(outcome => JSON.stringify(outcome))
  expect(new Set(texts).size).toBeLessThan(texts.length)
  const ids = new Map<string, Set<string>>()
  for (const { type, disputeId, id } of outcomes) {
    if (disputeId === undefined) continue
    const key = `${type} ${disputeId}`
    ids.set(key, (ids.get(key) ?? new Set()).add(id))
  }
  for (const some of ids.values()) expect(some.size).toBe(1)
})
