import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { GatewayName } from '../../../src/decode/gateways/gateway-table.ts'
import { readGatewayBody } from '../../../src/decode/gateways/read-gateway-body.ts'
import { gatewayEvents } from '../../../src/intake/gateway-event.ts'
import { JUDGE } from './decoders.ts'

const AT = '2026-11-21T10:15:30Z'
const AT_SECONDS = Date.parse(AT) / 1000

const judge = (gateway: GatewayName, body: unknown, merchantId?: string) =>
  gatewayEvents(gateway, body, merchantId, undefined, JUDGE)

/** What the only part of a body becomes; its code where it is refused. */
function only(gateway: GatewayName, body: unknown, merchantId?: string): Record<string, unknown> {
  const [event, ...others] = judge(gateway, body, merchantId)
  expect(others).toEqual([])
  if (event?.becomes === 'refused') return { refused: event.problem.code, field: event.problem.field }
  if (event?.becomes === 'ignored') return { ignored: event.kind }
  return { becomes: event!.becomes, ...JSON.parse((event as { json: string }).json) }
}

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

const adyenItem = (eventCode: string, more: object = {}) => ({
  NotificationRequestItem: {
    eventCode,
    success: 'true',
    eventDate: '2026-11-21T11:15:30+01:00',
    pspReference: 'PSP1',
    originalReference: 'PAY1',
    merchantAccountCode: 'M1',
    amount: { currency: 'EUR', value: 1050 },
    reason: '',
    ...more,
  },
})
const adyen = (...items: object[]) => ({ live: 'true', notificationItems: items })

describe('adyen', () => {
  test('success is a text, in every item of a list', () => {
    const events = judge(
      'adyen',
      adyen(adyenItem('AUTHORISATION'), adyenItem('AUTHORISATION', { success: 'false', reason: 'Refused' })),
    )
    const statuses = events.map(event => ('json' in event ? JSON.parse(event.json).status : undefined))
    expect(statuses).toEqual(['authorized', 'declined'])
    expect(only('adyen', adyen(adyenItem('REFUND', { success: 'false' })))).toMatchObject({
      type: 'refund',
      stage: 'failed',
    })
    expect(only('adyen', adyen(adyenItem('REFUND')))).toMatchObject({
      stage: 'done',
      amount: '10.50',
      paymentId: 'PAY1',
    })
  })

  test('digits that are its own, and a reason code with a space before it', () => {
    const amount = (currency: string) =>
      only('adyen', adyen(adyenItem('REFUND', { amount: { currency, value: 1000 } }))).amount
    expect(['CLP', 'IDR', 'ISK', 'CVE', 'JPY', 'USD'].map(amount)).toEqual([
      '10.00',
      '1000',
      '10.00',
      '1000',
      '1000',
      '10.00',
    ])
    const more = { additionalData: { chargebackReasonCode: ' 4853', chargebackSchemeCode: 'mc', defendable: 'true' } }
    expect(only('adyen', adyen(adyenItem('CHARGEBACK', more)))).toMatchObject({
      networkReason: '4853',
      network: 'mastercard',
      stage: 'needs_response',
    })
  })

  test('the steps of one dispute share its id, and those that name no payment are kept', () => {
    const steps = [
      'CHARGEBACK',
      'CHARGEBACK_REVERSED',
      'SECOND_CHARGEBACK',
      'PREARBITRATION_WON',
      'PREARBITRATION_LOST',
    ]
    const read = steps.map(code => only('adyen', adyen(adyenItem(code, { originalReference: undefined }))))
    expect(read.map(each => each.stage)).toEqual([
      'opened',
      'reversed',
      'second',
      'pre_arbitration_won',
      'pre_arbitration_lost',
    ])
    expect(new Set(read.map(each => `${each.type} ${each.disputeId} ${each.id}`))).toEqual(
      new Set(['chargeback PSP1 PSP1']),
    )
  })
})

describe('paypal', () => {
  const event = (event_type: string, resource: object) => ({ id: 'WH-1', event_type, create_time: AT, resource })

  test('a refund names its capture in a link, and its total may bear a minus', () => {
    const links = [
      { rel: 'self', href: 'https://api-m.paypal.com/v2/payments/refunds/R1' },
      { rel: 'up', href: 'https://api-m.paypal.com/v2/payments/captures/C1' },
    ]
    const resource = {
      id: 'R1',
      status: 'COMPLETED',
      create_time: AT,
      amount: { value: '-0.01', currency_code: 'USD' },
      links,
    }
    expect(only('paypal', event('PAYMENT.CAPTURE.REFUNDED', resource))).toMatchObject({
      type: 'refund',
      id: 'R1',
      paymentId: 'C1',
      amount: '0.01',
      stage: 'done',
    })
    const sale = {
      id: 'R2',
      sale_id: 'S1',
      state: 'completed',
      create_time: AT,
      amount: { total: '-0.01', currency: 'USD' },
    }
    expect(only('paypal', event('PAYMENT.SALE.REFUNDED', sale))).toMatchObject({ paymentId: 'S1', amount: '0.01' })
  })

  test('a capture, and a dispute through its life', () => {
    const capture = { id: 'C1', status: 'COMPLETED', create_time: AT, amount: { value: '7.47', currency_code: 'USD' } }
    expect(only('paypal', event('PAYMENT.CAPTURE.COMPLETED', capture), 'shop')).toMatchObject({
      becomes: 'payment',
      id: 'C1',
      merchant: { id: 'shop' },
      status: 'captured',
    })
    const dispute = (more: object) =>
      only(
        'paypal',
        event('CUSTOMER.DISPUTE.UPDATED', {
          dispute_id: 'PP-D-1',
          disputed_transactions: [{ seller_transaction_id: 'C1' }],
          dispute_amount: { value: '7.47', currency_code: 'USD' },
          reason: 'UNAUTHORISED',
          status: 'WAITING_FOR_SELLER_RESPONSE',
          dispute_life_cycle_stage: 'INQUIRY',
          seller_response_due_date: '2026-12-01T00:00:00Z',
          ...more,
        }),
      )
    expect(dispute({})).toMatchObject({
      type: 'dispute',
      stage: 'needs_response',
      paymentId: 'C1',
      disputeId: 'PP-D-1',
    })
    expect(dispute({ dispute_life_cycle_stage: 'CHARGEBACK' })).toMatchObject({ type: 'chargeback' })
    expect(dispute({ dispute_life_cycle_stage: 'PRE_ARBITRATION' })).toMatchObject({ stage: 'pre_arbitration' })
    const ended = (outcome_code: string) => dispute({ status: 'RESOLVED', dispute_outcome: { outcome_code } }).stage
    expect(['RESOLVED_SELLER_FAVOUR', 'RESOLVED_BUYER_FAVOUR', 'CANCELED_BY_BUYER'].map(ended)).toEqual([
      'won',
      'lost',
      'closed',
    ])
  })

  test('a limitation of the account is a notice', () => {
    const told = (word: string) => only('paypal', event(`CUSTOMER.ACCOUNT-LIMITATION.${word}`, {}))
    expect(told('ADDED')).toMatchObject({ type: 'notice', notice: 'limitation', stage: 'opened' })
    expect(told('LIFTED')).toMatchObject({ type: 'notice', stage: 'closed' })
  })
})

const braintreeDispute = (
  inner: string,
) => `<notification><timestamp type="datetime">${AT}</timestamp><kind>dispute_opened</kind>
  <subject><dispute><id>d2</id><original-dispute-id>d1</original-dispute-id><amount>10.00</amount><amount-disputed>8.00</amount-disputed>
  <currency-iso-code>EUR</currency-iso-code><reason-code nil="true"/><reply-by-date type="date">2026-12-01</reply-by-date>
  <transaction><id>t1</id><payment-instrument-subtype>MasterCard</payment-instrument-subtype></transaction>${inner}</dispute></subject></notification>`

describe('braintree', () => {
  const read = (text: string): Record<string, unknown> => {
    const body = readGatewayBody('braintree', Buffer.from(text), 1 << 20)
    return 'body' in body ? only('braintree', body.body) : { unread: body.code }
  }
  const form = (xml: string) =>
    new URLSearchParams({ bt_signature: 's', bt_payload: Buffer.from(xml).toString('base64') })

  test('a form, its XML, nothing where it says nil, and a dispute that follows another', () => {
    const xml = braintreeDispute('<kind>pre_arbitration</kind><status>open</status>')
    expect(read(String(form(xml)))).toEqual(read(xml))
    expect(read(xml)).toEqual({
      becomes: 'outcome',
      type: 'chargeback',
      id: 'd1',
      disputeId: 'd1',
      paymentId: 't1',
      occurredAt: AT,
      amount: '8.00',
      currency: 'EUR',
      status: 'open',
      deadline: '2026-12-01T00:00:00Z',
      network: 'MasterCard',
      stage: 'pre_arbitration',
      gateway: 'braintree',
    })
    expect(read(braintreeDispute('<kind>retrieval</kind><status>open</status>'))).toMatchObject({ type: 'dispute' })
  })

  test.each([
    [
      'entities of its own',
      `<!DOCTYPE a [<!ENTITY x "y">]>${braintreeDispute('<kind>chargeback</kind><status>&x;</status>')}`,
    ],
    ['what is not well-formed', '<notification><kind>check</notification>'],
    ['too deep nesting', `${'<a>'.repeat(50)}${'</a>'.repeat(50)}`],
    ['no XML', 'bt_payload=aGVsbG8='],
  ])('refuses %s', (_what, text) => {
    expect(read(text)).toEqual({ unread: 'bad-json' })
  })

  test('reads the characters that XML has names for', () => {
    expect(
      read(braintreeDispute('<kind>chargeback</kind><status>open</status><reason>a &amp; b &lt;c&gt; &#233;</reason>')),
    ).toMatchObject({
      reason: 'a & b <c> é',
    })
  })
})

describe('shopify', () => {
  const order = {
    id: 450789469,
    created_at: '2026-11-21T05:15:30-05:00',
    financial_status: 'paid',
    total_price: '598.94',
    currency: 'USD',
    browser_ip: null,
    client_details: { browser_ip: '0.0.0.0', user_agent: 'Firefox' },
    line_items: [{ sku: 'A', quantity: 2, price: '10.00' }],
  }

  test('an order, by itself and under its name, without an address it does not have', () => {
    const expected = {
      becomes: 'payment',
      id: '450789469',
      amount: '598.94',
      status: 'captured',
      order: { id: '450789469', items: [{ sku: 'A', quantity: 2, unitPrice: '10.00' }] },
    }
    expect(only('shopify', order)).toMatchObject(expected)
    expect(only('shopify', { order })).toEqual(only('shopify', order))
    expect(only('shopify', { orders: [order] })).toEqual(only('shopify', order))
    expect(only('shopify', { order: { ...order, id: 2 ** 60 } })).toEqual({
      refused: 'bad-value',
      field: 'id',
    })
  })

  test('a refund is the sum of what went back, and a declined sale is a decline', () => {
    const transactions = [
      { amount: '41.94', currency: 'USD', status: 'success' },
      { amount: '0.1', currency: 'USD', status: 'success' },
    ]
    const refund = { id: 1, order_id: 2, processed_at: AT, refund_line_items: [], transactions }
    expect(only('shopify', refund)).toMatchObject({ type: 'refund', paymentId: '2', amount: '42.0400', stage: 'done' })
    const sale = {
      id: 3,
      order_id: 2,
      kind: 'sale',
      gateway: 'bogus',
      status: 'failure',
      error_code: 'card_declined',
      created_at: AT,
      amount: '5.00',
      currency: 'USD',
    }
    expect(only('shopify', sale)).toMatchObject({ type: 'decline', paymentId: '2', reason: 'card_declined' })
    expect(only('shopify', { ...sale, status: 'success' })).toEqual({ ignored: 'transaction' })
  })

  test('a dispute whose order is not known is kept under its own id', () => {
    const dispute = {
      id: 7,
      order_id: null,
      type: 'chargeback',
      amount: '1.00',
      currency: 'USD',
      status: 'won',
      initiated_at: AT,
    }
    expect(only('shopify', dispute)).toMatchObject({ type: 'chargeback', disputeId: '7', stage: 'won' })
    expect(only('shopify', { ...dispute, type: 'inquiry', order_id: 2 })).toMatchObject({
      type: 'dispute',
      paymentId: '2',
    })
  })
})

describe('square', () => {
  test('a payment by an event, by an answer and in a list is the same', () => {
    const payment = {
      id: 'p1',
      status: 'APPROVED',
      created_at: AT,
      updated_at: AT,
      amount_money: { amount: 1000, currency: 'USD' },
      card_details: { card: { bin: '411111', last_4: '1111', card_brand: 'VISA' } },
    }
    const event = {
      merchant_id: 'M',
      event_id: 'e',
      type: 'payment.created',
      created_at: AT,
      data: { object: { payment } },
    }
    const { merchant, ...told } = only('square', event)
    expect(merchant).toEqual({ id: 'M' })
    expect(told).toMatchObject({ becomes: 'payment', id: 'p1', amount: '10.00', status: 'authorized' })
    expect(only('square', { payment })).toEqual(told)
    expect(only('square', { payments: [payment] })).toEqual(told)
    expect(only('square', { payment: { ...payment, status: 'NEW WORD' } })).toEqual({
      refused: 'unmapped-value',
      field: 'status',
    })
  })
})

describe('woocommerce', () => {
  test('an order of a guest with two refunds is a payment and two refunds, at times in UTC', () => {
    const order = {
      id: 727,
      order_key: 'k',
      status: 'processing',
      total: '29.35',
      currency: 'USD',
      customer_id: 0,
      customer_ip_address: '',
      date_created_gmt: '2026-11-21T10:15:30',
      date_modified_gmt: '2026-11-22T10:15:30',
      refunds: [
        { id: 1, total: '-10.00', reason: '' },
        { id: 2, total: '-1.50', reason: 'late' },
      ],
    }
    const events = judge('woocommerce', [order])
    const parts = events.map(event => ('json' in event ? JSON.parse(event.json) : event))
    expect(parts).toMatchObject([
      { id: '727', occurredAt: AT, amount: '29.35', status: 'captured' },
      { type: 'refund', id: '1', paymentId: '727', amount: '10.00', occurredAt: '2026-11-22T10:15:30Z' },
      { type: 'refund', id: '2', paymentId: '727', amount: '1.50', reason: 'late' },
    ])
    expect(parts[0].customer).toBeUndefined()
    expect(only('woocommerce', { ...order, refunds: [], status: 'failed' })).toMatchObject({
      status: 'declined',
      occurredAt: '2026-11-22T10:15:30Z',
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
