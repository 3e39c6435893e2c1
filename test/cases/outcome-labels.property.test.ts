import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isFraudReason } from '../../src/cases/fraud-reason.ts'
import { outcomeLabels } from '../../src/cases/outcome-labels.ts'
import type { Told } from '../../src/cases/told.ts'

const START_MS = Date.parse('2026-03-01T00:00:00Z')

const DISPUTES = ['d1', 'd2', undefined]
const outcomes: fc.Arbitrary<Told[]> = fc
  .uniqueArray(
    fc.record({
      type: fc.constantFrom(
        'chargeback' as const,
        'chargeback' as const,
        'early_fraud_warning' as const,
        'dispute' as const,
      ),
      id: fc.nat(1000).map(String),
      occurredAtMs: fc.nat(1000).map(minute => START_MS + minute * 60_000),
      reason: fc.constantFrom('fraudulent', 'fraudulent', 'product_not_received', 'made_with_stolen_card', undefined),
      status: fc.constantFrom('needs_response', 'won', 'won', 'lost', 'reversed', undefined),
      disputeId: fc.constantFrom(...DISPUTES),
    }),
    { selector: ({ occurredAtMs }) => occurredAtMs, maxLength: 8 },
  )
  .map(all =>
    all
      .map(each => ({ ...ABSENT, ...each, countedAtMs: each.occurredAtMs }))
      .sort((a, b) => a.occurredAtMs - b.occurredAtMs),
  )
const ABSENT = {
  merchantId: 'm',
  paymentId: 'p',
  amountMinor: undefined,
  currency: undefined,
  baseMinor: undefined,
  deadlineMs: undefined,
  notice: undefined,
}

const isFraud = (reason: string | undefined): boolean => reason === 'fraudulent' || reason === 'made_with_stolen_card'
const isWon = ({ status }: Told): boolean => status === 'won' || status === 'reversed'

/** Asks at every moment what each dispute says, and looks when it last began to say fraud. */
function slowly(all: readonly Told[]): { chargeback: number | undefined; warning: number | undefined } {
  const sinces: number[] = []
  for (const dispute of DISPUTES) {
    const steps = all.filter(each => each.type === 'chargeback' && each.disputeId === dispute)
    const says = (atMs: number): boolean => {
      const known = steps.filter(each => each.occurredAtMs <= atMs).reverse()
      const reason = known.find(each => each.reason !== undefined)?.reason
      return isFraud(reason) && known[0] !== undefined && !isWon(known[0])
    }
    const moments = steps.map(each => each.occurredAtMs).reverse()
    if (moments.length === 0 || !says(moments[0]!)) continue
    const firstQuiet = moments.findIndex(moment => !says(moment))
    sinces.push(moments[(firstQuiet < 0 ? moments.length : firstQuiet) - 1]!)
  }
  // A warning stands unless it is an older word of the holder, there is a dispute about fraud, and none of these has another end than won.
  const ends = DISPUTES.flatMap(dispute => {
    const steps = all.filter(each => each.type !== 'early_fraud_warning' && each.disputeId === dispute).reverse()
    const reason = steps.find(each => each.reason !== undefined)?.reason
    return steps[0] !== undefined && (reason === undefined || isFraud(reason)) ? [steps[0]] : []
  })
  const standing = all.filter(each => {
    if (each.type !== 'early_fraud_warning') return false
    const isAnswered = ends.length > 0 && ends.every(isWon) && ends.some(end => end.occurredAtMs >= each.occurredAtMs)
    return each.reason === 'made_with_stolen_card' || !isAnswered
  })
  return {
    chargeback: sinces.length === 0 ? undefined : Math.min(...sinces),
    warning: standing[0]?.occurredAtMs,
  }
}

test('outcomes label as a slow reading of them does', () => {
  const seen = { withdrawn: 0, kept: 0 }
  fc.assert(
    fc.property(outcomes, all => {
      const warnings = all.filter(({ type }) => type === 'early_fraud_warning')
      const disputes = DISPUTES.map(dispute =>
        all.filter(({ type, disputeId }) => type !== 'early_fraud_warning' && disputeId === dispute),
      )
      const { chargeback, warning } = outcomeLabels(
        disputes.filter(steps => steps.length > 0),
        warnings,
      )
      expect({ chargeback, warning }).toEqual(slowly(all))
      if (warnings.length > 0) seen[warning === undefined ? 'withdrawn' : 'kept']++
    }),
    { numRuns: 2000 },
  )
  expect(Math.min(seen.withdrawn, seen.kept)).toBeGreaterThan(20)
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
