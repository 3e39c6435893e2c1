import { expect, it } from 'vitest'
import { decide } from '../../src/engine/decide.ts'
import { formatReview } from '../../src/engine/format-review.ts'
import type { Decision } from '../../src/model/decision.ts'
import type { Payment } from '../../src/model/payment.ts'
import { paymentJson } from '../../src/model/payment-json.ts'
import { frameOf, payment, rulesetOf, ruleText } from './engine-fixture.ts'

const full: Payment = {
  ...payment,
  merchantId: 'm_1',
  merchantCategory: '5944',
  customer: { id: 'c_1', email: 'joe@example.com', createdAtMs: Date.UTC(2026, 10, 1) },
  card: { fingerprint: 'fp_1', bin: '411111', last4: '1111' },
  ip: '81.2.69.160',
  billing: { line1: '1 Main St', country: 'US' },
  shipping: { line1: '2 Side St', country: 'US', method: 'express' },
  order: { id: 'o_1', items: [{ sku: 'RING-1', quantity: 1, unitPriceMinor: 12990 }] },
  metadata: { campaign: 'fall' },
}

it('a review holds the decision, what to check once, and the payment as it came in', () => {
  const ruleset = rulesetOf({
    'a.yaml': ruleText('a', { score: 60, check: '[Who ships?, Who pays?]' }),
    'b.yaml': ruleText('b', { score: 0, check: '[Who pays?]' }),
    'c.yaml': ruleText('c', { score: 0, when: '[amount > 1000]', check: '[Why so much?]' }),
  })
  const decision = decide(ruleset, frameOf(ruleset, full), 'hits')
  const review = JSON.parse(formatReview(ruleset, decision, full))
  expect(review).toMatchObject({ ...decision, check: ['Who ships?', 'Who pays?'] })
  expect(review.payment).toEqual({
    id: 'pay_1',
    occurredAt: '2026-11-21T10:15:30.123Z',
    status: 'authorized',
    amount: '129.90',
    currency: 'USD',
    merchant: { id: 'm_1', mcc: '5944' },
    customer: { id: 'c_1', email: 'joe@example.com', createdAt: '2026-11-01T00:00:00.000Z' },
    card: { fingerprint: 'fp_1', bin: '411111', last4: '1111' },
    ip: '81.2.69.160',
    billing: { line1: '1 Main St', country: 'US' },
    shipping: { line1: '2 Side St', country: 'US', method: 'express' },
    order: { id: 'o_1', items: [{ sku: 'RING-1', quantity: 1, unitPrice: '129.90' }] },
    metadata: { campaign: 'fall' },
  })

  const one = { ...decision, hits: decision.hits.slice(1) }
  const turned = { ...decision, hits: decision.hits.toReversed() }
  for (const [each, check] of [
    [decision, ['Who ships?', 'Who pays?']],
    [turned, ['Who ships?', 'Who pays?']],
    [one, ['Who pays?']],
    [{ ...decision, hits: [] }, []],
  ] as const) {
    const slowly = JSON.stringify({ ...each, check, payment: paymentJson(full) })
    expect(formatReview(ruleset, each as Decision, full)).toBe(slowly)
  }
})
