import type { BodyKind, Fields, GatewayTable, Value } from './gateway-table.ts'
import { constant, last, text, time, unsigned, upper, words } from './values.ts'

/**
 * PayPal's webhook events (`event_type`, `resource`) of its Payments v2, Payments v1 and Disputes APIs. The payment is the capture, or
 * in v1 the sale: refunds and disputes name it. Money that goes back may carry a minus ("-0.01").
 */
const event = (...types: readonly string[]) => [{ at: '$.event_type', is: types }] as const

const money: Fields = {
  amount: unsigned(['amount.value', 'amount.total']),
  currency: upper(['amount.currency_code', 'amount.currency']),
}

const payment = (status: string): Fields => ({
  ...money,
  id: text('id'),
  occurredAt: time('create_time'),
  status: constant(status),
  ...(status === 'declined' ? { declineCode: text(['status_details.reason', 'reason_code']) } : {}),
  method: constant('paypal'),
  'order.id': text(['supplementary_data.related_ids.order_id', 'parent_payment']),
})

const captured = (kind: string, types: readonly string[], status: string): BodyKind => ({
  kind,
  when: event(...types),
  becomes: 'payment',
  fields: payment(status),
})

/** A refund names its capture in a link with `rel` "up", and only there; in v1 it has a field for it. */
const upLink: Value = {
  cases: [
    { when: [{ at: 'sale_id', present: true }], value: text('sale_id') },
    { when: [{ at: 'capture_id', present: true }], value: text('capture_id') },
    ...[0, 1, 2, 3, 4].map(index => ({
      when: [{ at: `links.${index}.rel`, is: 'up' }],
      value: last(`links.${index}.href`),
    })),
  ],
}

const refund = (kind: string, types: readonly string[], stage: Value): BodyKind => ({
  kind,
  when: event(...types),
  becomes: 'outcome',
  fields: {
    ...money,
    type: constant('refund'),
    id: text('id'),
    paymentId: upLink,
    occurredAt: time(['create_time', '$.create_time']),
    reason: text(['note_to_payer', 'reason_code', 'reason']),
    status: text(['status', 'state']),
    stage,
  },
})

const DISPUTE_EVENTS = ['CUSTOMER.DISPUTE.CREATED', 'CUSTOMER.DISPUTE.UPDATED', 'CUSTOMER.DISPUTE.RESOLVED']
const CHARGED_BACK = { at: 'dispute_life_cycle_stage', is: ['CHARGEBACK', 'PRE_ARBITRATION', 'ARBITRATION'] } as const

const dispute: Fields = {
  id: text('dispute_id'),
  disputeId: text('dispute_id'),
  paymentId: text('disputed_transactions.0.seller_transaction_id'),
  occurredAt: time(['$.create_time', 'update_time', 'create_time']),
  amount: unsigned('dispute_amount.value'),
  currency: upper('dispute_amount.currency_code'),
  reason: text('reason'),
  status: text('status'),
  deadline: time('seller_response_due_date'),
  networkReason: text('external_reason_code'),
  stage: {
    cases: [
      {
        when: [{ at: 'status', is: 'RESOLVED' }],
        value: words(
          'dispute_outcome.outcome_code',
          { resolved_seller_favour: 'won', denied: 'won', resolved_buyer_favour: 'lost', accepted: 'accepted' },
          'closed',
        ),
      },
      {
        when: [{ at: 'dispute_life_cycle_stage', is: ['PRE_ARBITRATION', 'ARBITRATION'] }],
        value: constant('pre_arbitration'),
      },
      {
        when: [],
        value: words(
          'status',
          {
            waiting_for_seller_response: 'needs_response',
            under_review: 'under_review',
            waiting_for_buyer_response: 'under_review',
          },
          'opened',
        ),
      },
    ],
  },
}

const notice = (kind: string, types: readonly string[], stage: string): BodyKind => ({
  kind,
  when: event(...types),
  becomes: 'outcome',
  fields: {
    type: constant('notice'),
    notice: constant('limitation'),
    id: text('$.id'),
    occurredAt: time('$.create_time'),
    reason: text('$.summary'),
    status: text('$.event_type'),
    stage: constant(stage),
  },
})

const request = (kind: string, field: string): BodyKind => ({
  kind,
  when: [{ at: field, present: true }],
  refused: 'a request to PayPal, not a notification of it',
})

export const PAYPAL: GatewayTable = {
  gateway: 'paypal',
  envelopes: [{ when: [{ at: 'event_type', present: true }], each: 'resource' }],
  kinds: [
    captured('capture or sale completed', ['PAYMENT.CAPTURE.COMPLETED', 'PAYMENT.SALE.COMPLETED'], 'captured'),
    captured('capture or sale pending', ['PAYMENT.CAPTURE.PENDING', 'PAYMENT.SALE.PENDING'], 'pending'),
    captured(
      'capture or sale denied',
      ['PAYMENT.CAPTURE.DENIED', 'PAYMENT.CAPTURE.DECLINED', 'PAYMENT.SALE.DENIED'],
      'declined',
    ),
    refund('refund', ['PAYMENT.CAPTURE.REFUNDED', 'PAYMENT.SALE.REFUNDED'], constant('done')),
    refund('refund pending', ['PAYMENT.REFUND.PENDING'], constant('opened')),
    refund('refund failed', ['PAYMENT.REFUND.FAILED'], constant('failed')),
    {
      kind: 'dispute (chargeback)',
      when: [...event(...DISPUTE_EVENTS), CHARGED_BACK],
      becomes: 'outcome',
      fields: { ...dispute, type: constant('chargeback') },
    },
    {
      kind: 'dispute (inquiry)',
      when: event(...DISPUTE_EVENTS),
      becomes: 'outcome',
      fields: { ...dispute, type: constant('dispute') },
    },
    notice(
      'account limitation',
      ['ADDED', 'UPDATED', 'ESCALATED'].map(each => `CUSTOMER.ACCOUNT-LIMITATION.${each}`),
      'opened',
    ),
    notice('account limitation lifted', ['CUSTOMER.ACCOUNT-LIMITATION.LIFTED'], 'closed'),
    {
      kind: 'reversal',
      when: event('PAYMENT.CAPTURE.REVERSED', 'PAYMENT.SALE.REVERSED'),
      ignored: 'its dispute tells of it: send CUSTOMER.DISPUTE.* events',
    },
    {
      kind: 'authorization',
      when: [{ at: '$.event_type', starts: 'PAYMENT.AUTHORIZATION.' }],
      ignored: 'its capture is the payment, which refunds and disputes name',
    },
    {
      kind: 'other event',
      when: [{ at: '$.event_type', present: true }],
      ignored: 'it tells of neither a payment nor an outcome',
    },
    { kind: 'error', when: [{ at: 'debug_id', present: true }], refused: 'an error that PayPal answered with' },
    request('request to verify a signature', 'webhook_event'),
    request('request for a webhook', 'event_types'),
    request('request for an order', 'purchase_units'),
    request('request to confirm an order', 'payment_source'),
    request('request to change something', 'op'),
    request('request to offer a refund', 'offer_type'),
    request('request to capture or refund', 'invoice_id'),
  ],
}
