import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isFraudReason } from '../../src/cases/fraud-reason.ts'
import { type LabellingOutcome, outcomeLabels } from '../../src/cases/outcome-labels.ts'

const START_MS = Date.parse('2026-03-01T00:00:00Z')

const outcomes: fc.Arbitrary<LabellingOutcome[]> = fc.uniqueArray(
  fc.record({
    type: fc.constantFrom(
      'chargeback' as const,
      'chargeback' as const,
      'early_fraud_warning' as const,
      'dispute' as const,
    ),
    id: fc.nat(1000).map(String),
    occurredAtMs: fc.nat(1000).map(minute => START_MS + minute * 60_000),
    reason: fc.constantFrom('fraudulent', 'product_not_received', undefined),
    status: fc.constantFrom('needs_response', 'won', 'lost', 'reversed', undefined),
    disputeId: fc.constantFrom('d1', 'd2', undefined),
  }),
  { selector: ({ occurredAtMs }) => occurredAtMs, maxLength: 12 },
)

/** Asks at every moment what each dispute says, and looks when it last began to say fraud. */
function slowly(all: readonly LabellingOutcome[]): { chargeback: number | undefined; warning: number | undefined } {
  const sinces: number[] = []
  for (const dispute of ['d1', 'd2', undefined]) {
    const steps = all.filter(each => each.type === 'chargeback' && each.disputeId === dispute)
    const says = (atMs: number): boolean => {
      const known = steps.filter(each => each.occurredAtMs <= atMs).sort((a, b) => b.occurredAtMs - a.occurredAtMs)
      const reason = known.find(each => each.reason !== undefined)?.reason
      return reason === 'fraudulent' && !['won', 'reversed'].includes(known[0]?.status ?? '')
    }
    const moments = steps.map(each => each.occurredAtMs).sort((a, b) => b - a)
    if (moments.length === 0 || !says(moments[0]!)) continue
    const firstQuiet = moments.findIndex(moment => !says(moment))
    sinces.push(moments[(firstQuiet < 0 ? moments.length : firstQuiet) - 1]!)
  }
  const warnings = all.filter(each => each.type === 'early_fraud_warning').map(each => each.occurredAtMs)
  return {
    chargeback: sinces.length === 0 ? undefined : Math.min(...sinces),
    warning: warnings.length === 0 ? undefined : Math.min(...warnings),
  }
}

test('outcomes label as a slow reading of them does, in whatever order they come', () => {
  fc.assert(
    fc.property(outcomes, fc.func(fc.integer()), (all, order) => {
      const { chargeback, warning } = outcomeLabels(all)
      expect({ chargeback, warning }).toEqual(slowly(all))
      expect(outcomeLabels(all.toSorted((a, b) => order(a.id) - order(b.id)))).toEqual(outcomeLabels(all))
    }),
    { numRuns: 500 },
  )
})

test('a reason says fraud by its code or in words', () => {
  const fraud = [
    'fraudulent',
    'Fraud - Card Absent',
    '10.4',
    '4837',
    'F29',
    'UA02',
    'unauthorised',
    'UNAUTHORIZED',
    'No Cardholder Authorization',
  ]
  const other = [
    'product_not_received',
    '13.1',
    '4853',
    'duplicate',
    'unrecognized',
    'C08',
    'credit_not_processed',
    'non-fraud',
    '',
  ]
  expect(fraud.filter(each => !isFraudReason(each))).toEqual([])
  expect(other.filter(each => isFraudReason(each))).toEqual([])
  expect(isFraudReason('other', '10.4')).toBe(true)
  expect(isFraudReason(undefined)).toBe(false)
})
