import { describe, expect, test } from 'vitest'
import { AT, only } from './mapped.ts'

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
