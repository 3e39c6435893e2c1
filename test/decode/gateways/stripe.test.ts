import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AT_SECONDS, judge, only } from './mapped.ts'

const stripeCharge = (more: object = {}) => ({
  object: 'charge',
  id: 'ch_1',
  created: AT_SECONDS,
  amount: 12_990,
  currency: 'usd',
  captured: true,
  status: 'succeeded',
  ...more,
})
const stripeEvent = (type: string, object: object) => ({
  object: 'event',
  id: 'evt_1',
  type,
  created: AT_SECONDS + 60,
  account: 'acct_1',
  data: { object },
})

describe('stripe', () => {
  test('an amount in minor units of currencies with other digits', () => {
    const amount = (currency: string, minor: number) => only('stripe', stripeCharge({ currency, amount: minor })).amount
    expect(amount('usd', 5)).toBe('0.05')
    expect(amount('jpy', 500)).toBe('500')
    expect(amount('kwd', 1234)).toBe('1.234')
    expect(amount('isk', 500)).toBe('5.00')
    expect(amount('ugx', 12_300)).toBe('123.00')
    expect(amount('mga', 500)).toBe('500')
    expect(only('stripe', stripeCharge({ currency: 'xx' }))).toEqual({ refused: 'bad-value', field: 'amount' })
    expect(only('stripe', stripeCharge({ amount: 1.5 }))).toEqual({ refused: 'bad-value', field: 'amount' })
  })

  test('how far a charge is, and why it failed', () => {
    const status = (more: object) => only('stripe', stripeCharge(more))
    expect(status({}).status).toBe('captured')
    expect(status({ captured: false }).status).toBe('authorized')
    expect(status({ status: 'pending' }).status).toBe('pending')
    expect(status({ status: 'failed', captured: false, failure_code: 'card_declined' })).toMatchObject({
      status: 'declined',
      declineCode: 'card_declined',
    })
    expect(status({ status: 'failed', outcome: { type: 'blocked', reason: 'highest_risk_level' } }).status).toBe(
      'blocked',
    )
  })

  test('a charge that is captured later is the same payment, at another time and status', () => {
    const first = only('stripe', stripeEvent('charge.succeeded', stripeCharge({ captured: false })))
    const later = only('stripe', stripeEvent('charge.captured', stripeCharge()))
    const { status, occurredAt, ...content } = later
    expect(first).toMatchObject(content)
    expect([first.status, status]).toEqual(['authorized', 'captured'])
    expect(Date.parse(String(occurredAt)) - Date.parse(String(first.occurredAt))).toBe(60_000)
    expect(first.merchant).toEqual({ id: 'acct_1' })
  })

  test.each([
    ['an id', 'ch_1'],
    ['an object', { object: 'charge', id: 'ch_1' }],
  ])('a refund names its charge by %s', (_what, charge) => {
    const refund = {
      object: 'refund',
      id: 're_1',
      charge,
      amount: 500,
      currency: 'eur',
      status: 'pending',
      created: AT_SECONDS,
    }
    expect(only('stripe', refund)).toMatchObject({ type: 'refund', paymentId: 'ch_1', amount: '5.00', stage: 'opened' })
    expect(only('stripe', { ...refund, status: 'a new word' })).not.toHaveProperty('stage')
    expect(only('stripe', { ...refund, charge: null })).toEqual({ refused: 'missing-field', field: 'paymentId' })
  })

  test('a dispute that begins as a question and becomes a chargeback keeps its id', () => {
    const dispute = (status: string) =>
      only('stripe', {
        object: 'dispute',
        id: 'dp_1',
        charge: 'ch_1',
        amount: 500,
        currency: 'eur',
        reason: 'fraudulent',
        status,
        created: AT_SECONDS,
        evidence_details: { due_by: AT_SECONDS + 86_400 },
        payment_method_details: { card: { brand: 'visa', network_reason_code: '10.4' } },
      })
    expect(dispute('warning_needs_response')).toMatchObject({
      type: 'dispute',
      stage: 'needs_response',
      disputeId: 'dp_1',
    })
    expect(dispute('needs_response')).toMatchObject({
      type: 'chargeback',
      disputeId: 'dp_1',
      deadline: '2026-11-22T10:15:30.000Z',
      network: 'visa',
      networkReason: '10.4',
      gateway: 'stripe',
    })
    expect(['won', 'lost', 'under_review'].map(each => dispute(each).stage)).toEqual(['won', 'lost', 'under_review'])
  })

  test('an account that may no longer be paid out is a notice', () => {
    const account = { object: 'account', id: 'acct_1', charges_enabled: true, payouts_enabled: false }
    expect(only('stripe', stripeEvent('account.updated', account))).toMatchObject({
      type: 'notice',
      notice: 'payout_hold',
    })
    expect(only('stripe', stripeEvent('account.updated', { ...account, charges_enabled: false }))).toMatchObject({
      notice: 'limitation',
    })
    expect(only('stripe', stripeEvent('account.updated', { ...account, payouts_enabled: true }))).toEqual({
      ignored: 'other event',
    })
  })
})

test('minor units become major units exactly, whatever the amount', () => {
  const currencies = fc.constantFrom(['usd', 2], ['jpy', 0], ['kwd', 3], ['mga', 0]) as fc.Arbitrary<[string, number]>
  fc.assert(
    fc.property(currencies, fc.maxSafeNat(), ([currency, digits], minor) => {
      const { amount } = only('stripe', stripeCharge({ currency, amount: minor }))
      // MGA has two digits in ISO 4217, so its largest amounts are over the decoder's.
      if (amount === undefined) return
      expect(BigInt(String(amount).replace('.', ''))).toBe(BigInt(minor))
      expect(String(amount).split('.')[1]?.length ?? 0).toBe(digits)
    }),
  )
})

test('a card number in any text is taken out before anything is written', () => {
  const pan = '4111111111111111'
  const charge = stripeCharge({
    billing_details: { name: `Joe ${pan}` },
    receipt_email: 'joe@example.com',
    customer: pan,
    cvc: '987',
  })
  const text = JSON.stringify(judge('stripe', charge))
  expect(text).not.toContain(pan)
  expect(text).not.toContain('987')
})
