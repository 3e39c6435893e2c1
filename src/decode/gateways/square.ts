import type { BodyKind, Envelope, Fields, GatewayTable, Test, Value } from './gateway-table.ts'
import { constant, minor, network, stageOf, text, time, upper, words } from './values.ts'

/**
 * Square's events (`type`, `data.object`) and the answers of its API, which hold the same objects under the same names. Amounts are in
 * minor units.
 */
const has = (...paths: readonly string[]): Test[] => paths.map(at => ({ at, present: true }))
const MERCHANT: Fields = { 'merchant.id': text('$.merchant_id') }

const payment: Fields = {
  ...MERCHANT,
  id: text('payment.id'),
  occurredAt: {
    cases: [
      { when: [{ at: 'payment.status', is: ['COMPLETED', 'FAILED'] }], value: time('payment.updated_at') },
      { when: [], value: time('payment.created_at') },
    ],
  },
  amount: minor('payment.amount_money.amount', 'payment.amount_money.currency'),
  currency: upper('payment.amount_money.currency'),
  status: words('payment.status', {
    approved: 'authorized',
    pending: 'pending',
    completed: 'captured',
    failed: 'declined',
  }),
  declineCode: {
    cases: [{ when: [{ at: 'payment.status', is: 'FAILED' }], value: text('payment.card_details.errors.0.code') }],
  },
  method: text('payment.source_type'),
  'customer.id': text('payment.customer_id'),
  'customer.email': text('payment.buyer_email_address'),
  'card.fingerprint': text('payment.card_details.card.fingerprint'),
  'card.bin': text('payment.card_details.card.bin'),
  'card.last4': text('payment.card_details.card.last_4'),
  'card.brand': network('payment.card_details.card.card_brand'),
  'card.funding': text('payment.card_details.card.card_type'),
  'card.avs': text('payment.card_details.avs_status'),
  'card.cvc': text('payment.card_details.cvv_status'),
  'billing.line1': text('payment.billing_address.address_line_1'),
  'billing.line2': text('payment.billing_address.address_line_2'),
  'billing.city': text('payment.billing_address.locality'),
  'billing.region': text('payment.billing_address.administrative_district_level_1'),
  'billing.postalCode': text('payment.billing_address.postal_code'),
  'billing.country': text('payment.billing_address.country'),
  'shipping.line1': text('payment.shipping_address.address_line_1'),
  'shipping.line2': text('payment.shipping_address.address_line_2'),
  'shipping.city': text('payment.shipping_address.locality'),
  'shipping.region': text('payment.shipping_address.administrative_district_level_1'),
  'shipping.postalCode': text('payment.shipping_address.postal_code'),
  'shipping.country': text('payment.shipping_address.country'),
  'order.id': text('payment.order_id'),
}

const refundStage: Value = stageOf('refund.status', {
  pending: 'opened',
  in_progress: 'opened',
  cancel_requested: 'opened',
  approved: 'opened',
  completed: 'done',
  canceled: 'failed',
  rejected: 'failed',
  failed: 'failed',
})

const dispute: Fields = {
  ...MERCHANT,
  id: text(['dispute.id', 'dispute.dispute_id']),
  disputeId: text(['dispute.id', 'dispute.dispute_id']),
  paymentId: text('dispute.disputed_payment.payment_id'),
  occurredAt: time(['$.created_at', 'dispute.updated_at', 'dispute.created_at']),
  amount: minor('dispute.amount_money.amount', 'dispute.amount_money.currency'),
  currency: upper('dispute.amount_money.currency'),
  reason: text('dispute.reason'),
  status: text('dispute.state'),
  deadline: time('dispute.due_at'),
  network: network('dispute.card_brand'),
  stage: stageOf('dispute.state', {
    inquiry_evidence_required: 'needs_response',
    inquiry_processing: 'under_review',
    inquiry_closed: 'closed',
    evidence_required: 'needs_response',
    processing: 'under_review',
    waiting_third_party: 'under_review',
    won: 'won',
    lost: 'lost',
    accepted: 'accepted',
  }),
}

const request = (kind: string, ...paths: readonly string[]): BodyKind => ({
  kind,
  when: has(...paths),
  refused: 'a request to Square, not a notification of it',
})

const listed = (name: string, under: string): Envelope => ({ when: has(name), each: name, under })

export const SQUARE: GatewayTable = {
  gateway: 'square',
  envelopes: [
    { when: has('data.object'), each: 'data.object' },
    listed('payments', 'payment'),
    listed('refunds', 'refund'),
    listed('disputes', 'dispute'),
  ],
  kinds: [
    request('request', 'idempotency_key'),
    {
      kind: 'payment, canceled',
      when: [{ at: 'payment.status', is: 'CANCELED' }],
      ignored: 'it was let go of before any money moved',
    },
    { kind: 'payment', when: has('payment.id'), becomes: 'payment', fields: payment },
    {
      kind: 'refund at a terminal',
      when: has('refund.device_id'),
      ignored: 'the refund that comes of it tells of itself',
    },
    {
      kind: 'refund',
      when: has('refund.id'),
      becomes: 'outcome',
      fields: {
        ...MERCHANT,
        type: constant('refund'),
        id: text('refund.id'),
        paymentId: text('refund.payment_id'),
        occurredAt: time('refund.created_at'),
        amount: minor('refund.amount_money.amount', 'refund.amount_money.currency'),
        currency: upper('refund.amount_money.currency'),
        reason: text('refund.reason'),
        status: text('refund.status'),
        stage: refundStage,
      },
    },
    {
      kind: 'dispute (inquiry)',
      when: [{ at: 'dispute.state', starts: 'INQUIRY_' }],
      becomes: 'outcome',
      fields: { ...dispute, type: constant('dispute') },
    },
    {
      kind: 'dispute (chargeback)',
      when: has('dispute.state'),
      becomes: 'outcome',
      fields: { ...dispute, type: constant('chargeback') },
    },
    { kind: 'evidence', when: has('evidence'), ignored: 'its dispute tells of it' },
    { kind: 'invoice', when: has('invoice'), ignored: 'its payment or its refund tells of it' },
    { kind: 'payment link', when: has('payment_link'), ignored: 'nothing is paid yet' },
    { kind: 'payment links', when: has('payment_links'), ignored: 'nothing is paid yet' },
    { kind: 'other event', when: has('$.event_id'), ignored: 'it tells of neither a payment nor an outcome' },
  ],
}
