import { describe, expect, test } from 'vitest'
import { AT, judge, only } from './mapped.ts'

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
