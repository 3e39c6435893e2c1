import { describe, expect, it } from 'vitest'
import { compileFiles, ruleText } from '../engine/engine-fixture.ts'

const SAMPLE =
  'amount: "42.50"\ncurrency: USD\ncard: { fingerprint: fp, last4: "1111", country: US }\nshipping: { line1: 1 Main St, country: US }\n'

/** The payments of one test, before the judged one and it. */
function payments(test: string) {
  const { tests, problems } = compileFiles({
    'a.yaml': `${ruleText('a', {})}tests:\n  - { name: n, expect: hit, ${test} }\n`,
    'sample-payment.yaml': SAMPLE,
  })
  const errors = problems.filter(problem => problem.severity === 'error')
  expect(errors).toEqual([])
  return [...tests[0]!.before, tests[0]!.payment].map(({ payment }) => payment)
}

describe('the payments of a test', () => {
  it('take from the sample what they do not name', () => {
    const [payment] = payments(
      'payment: { at: 10:40, card: A, amount: 80.00, shipping.country: CA, billing: { city: Oslo } }',
    )
    expect(payment).toEqual({
      id: 'test-payment',
      occurredAt: '2026-01-15T10:40:00.000Z',
      amount: '80.00',
      currency: 'USD',
      card: { fingerprint: 'fp_test_a', last4: '1111', country: 'US' },
      shipping: { line1: '1 Main St', country: 'CA' },
      billing: { city: 'Oslo' },
    })
  })

  it('keep the digits of numbers without quotes, and leave numbers what they are', () => {
    const [payment] = payments(
      'payment: { card.last4: 0123, card.bin: 411111, order.items: [ { sku: 007, quantity: 2, unitPrice: 5.10 } ] }',
    )
    expect(payment).toMatchObject({
      card: { last4: '0123', bin: '411111' },
      order: { items: [{ sku: '007', quantity: 2, unitPrice: '5.10' }] },
    })
  })

  it('come in order, each with an id of its own', () => {
    const all = payments('before: [ { at: 10:30 }, { at: 10:00, every: 20m, times: 3 } ], payment: { at: 11:00 }')
    expect(all.map(payment => [payment.id, String(payment.occurredAt).slice(11, 16)])).toEqual([
      ['test-before-1', '10:00'],
      ['test-before-2', '10:20'],
      ['test-before-3', '10:30'],
      ['test-before-4', '10:40'],
      ['test-payment', '11:00'],
    ])
  })

  it('have one value for each letter, and any value that is written out', () => {
    const [a, b, other] = payments(
      'before: [ { at: 10:00, ip: A, email: A, device: A, customer: A, shipping: A, billing: A }, { at: 10:01, ip: B, email: B, device: B, customer: B, shipping: B } ], payment: { ip: 192.0.2.1, email: x@example.com, customer: c_77, shipping: 9 Elm Street }',
    ) as Record<string, Record<string, unknown>>[]
    expect(a!.shipping!.line1).toBe(a!.billing!.line1)
    for (const path of ['ip', 'customer', 'device', 'shipping']) expect(a![path]).not.toEqual(b![path])
    expect(other).toMatchObject({
      ip: '192.0.2.1',
      customer: { id: 'c_77', email: 'x@example.com' },
      shipping: { line1: '9 Elm Street' },
    })
  })

  it('are absent where they say null', () => {
    const [payment] = payments('payment: { card: null, ip: null, email: null, shipping: ~ }')
    expect(payment).toMatchObject({ card: null, ip: null, shipping: null, customer: { email: null } })
  })

  it('cannot name what is no field', () => {
    const { problems } = compileFiles({
      'a.yaml': `${ruleText('a', {})}tests:\n  - { name: n, expect: hit, payment: { constructor: 1, card: { nmber: 1 }, order.items: [ { price: 1 } ] } }\n`,
    })
    expect(problems.filter(problem => problem.code === 'unknown-field').map(problem => problem.message)).toEqual([
      'a payment has no `constructor`',
      'a payment has no `card.nmber`',
      'a payment has no `order.items.price`',
    ])
  })
})
