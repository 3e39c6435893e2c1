import type { Fields, GatewayTable, Test } from './gateway-table.ts'
import { constant, id, minor, network, seconds, stageOf, text, upper } from './values.ts'

/**
 * Stripe's events (`{"object":"event","type":…,"data":{"object":…}}`) and its objects by themselves. The payment is the charge, because
 * refunds, disputes and warnings name the charge. Field names: Stripe's API reference; its minor units: "Supported
 * currencies, special cases" there.
 */
const isEvent: Test = { at: '$.object', is: 'event' }
const is = (object: string): Test => ({ at: 'object', is: object })
const CARD = 'payment_method_details.card'

const merchant: Fields = { 'merchant.id': text('$.account') }

const outcome: Fields = {
  ...merchant,
  id: text('id'),
  paymentId: id('charge'),
  amount: minor('amount', 'currency'),
  currency: upper('currency'),
  reason: text('reason'),
  status: text('status'),
}

const dispute: Fields = {
  ...outcome,
  occurredAt: seconds(['$.created', 'created']),
  disputeId: text('id'),
  deadline: seconds('evidence_details.due_by'),
  network: network([`${CARD}.network`, `${CARD}.brand`]),
  networkReason: text(`${CARD}.network_reason_code`),
  stage: stageOf('status', {
    warning_needs_response: 'needs_response',
    warning_under_review: 'under_review',
    warning_closed: 'closed',
    needs_response: 'needs_response',
    under_review: 'under_review',
    charge_refunded: 'closed',
    prevented: 'closed',
    won: 'won',
    lost: 'lost',
  }),
}

const address = (of: string, at: string): Fields => ({
  [`${of}.line1`]: text(`${at}.line1`),
  [`${of}.line2`]: text(`${at}.line2`),
  [`${of}.city`]: text(`${at}.city`),
  [`${of}.region`]: text(`${at}.state`),
  [`${of}.postalCode`]: text(`${at}.postal_code`),
  [`${of}.country`]: text(`${at}.country`),
})

const charge: Fields = {
  ...merchant,
  id: text('id'),
  occurredAt: {
    cases: [
      { when: [{ at: '$.type', is: ['charge.captured', 'charge.expired'] }], value: seconds('$.created') },
      { when: [], value: seconds('created') },
    ],
  },
  amount: minor('amount', 'currency'),
  currency: upper('currency'),
  status: {
    cases: [
      { when: [{ at: 'outcome.type', is: 'blocked' }], value: constant('blocked') },
      { when: [{ at: 'status', is: 'failed' }], value: constant('declined') },
      { when: [{ at: 'status', is: 'pending' }], value: constant('pending') },
      { when: [{ at: 'captured', is: 'false' }], value: constant('authorized') },
      { when: [], value: constant('captured') },
    ],
  },
  declineCode: {
    cases: [{ when: [{ at: 'status', is: 'failed' }], value: text(['outcome.reason', 'failure_code']) }],
  },
  method: text('payment_method_details.type'),
  'customer.id': id('customer'),
  'customer.email': text(['billing_details.email', 'receipt_email']),
  'customer.name': text('billing_details.name'),
  'customer.phone': text('billing_details.phone'),
  'card.fingerprint': text(`${CARD}.fingerprint`),
  'card.bin': text(`${CARD}.iin`),
  'card.last4': text(`${CARD}.last4`),
  'card.brand': network(`${CARD}.brand`),
  'card.funding': text(`${CARD}.funding`),
  'card.country': text(`${CARD}.country`),
  'card.avs': text([`${CARD}.checks.address_postal_code_check`, `${CARD}.checks.address_line1_check`]),
  'card.cvc': text(`${CARD}.checks.cvc_check`),
  ...address('billing', 'billing_details.address'),
  'shipping.name': text('shipping.name'),
  ...address('shipping', 'shipping.address'),
}

const notice: Fields = {
  ...merchant,
  id: text('$.id'),
  type: constant('notice'),
  occurredAt: seconds('$.created'),
  reason: text('requirements.disabled_reason'),
  stage: constant('opened'),
}

export const STRIPE: GatewayTable = {
  gateway: 'stripe',
  minorDigits: { ISK: 2, UGX: 2, MGA: 0 },
  envelopes: [
    { when: [isEvent], each: 'data.object' },
    { when: [{ at: 'object', is: 'list' }], each: 'data' },
  ],
  kinds: [
    { kind: 'charge', when: [is('charge')], becomes: 'payment', fields: charge },
    {
      kind: 'refund',
      when: [is('refund')],
      becomes: 'outcome',
      fields: {
        ...outcome,
        type: constant('refund'),
        occurredAt: seconds('created'),
        stage: stageOf('status', {
          pending: 'opened',
          requires_action: 'opened',
          succeeded: 'done',
          failed: 'failed',
          canceled: 'failed',
        }),
      },
    },
    {
      kind: 'dispute (inquiry)',
      when: [is('dispute'), { at: 'status', starts: 'warning_' }],
      becomes: 'outcome',
      fields: { ...dispute, type: constant('dispute') },
    },
    {
      kind: 'dispute (chargeback)',
      when: [is('dispute')],
      becomes: 'outcome',
      fields: { ...dispute, type: constant('chargeback') },
    },
    {
      kind: 'early fraud warning',
      when: [is('radar.early_fraud_warning')],
      becomes: 'outcome',
      fields: {
        ...merchant,
        type: constant('early_fraud_warning'),
        id: text('id'),
        paymentId: id('charge'),
        occurredAt: seconds('created'),
        reason: text('fraud_type'),
        stage: constant('opened'),
      },
    },
    {
      kind: 'account, payouts stopped',
      when: [isEvent, is('account'), { at: 'payouts_enabled', is: 'false' }, { at: 'charges_enabled', is: 'true' }],
      becomes: 'outcome',
      fields: { ...notice, notice: constant('payout_hold') },
    },
    {
      kind: 'account, charges stopped',
      when: [isEvent, is('account'), { at: 'charges_enabled', is: 'false' }],
      becomes: 'outcome',
      fields: { ...notice, notice: constant('limitation') },
    },
    {
      kind: 'payment intent',
      when: [is('payment_intent')],
      ignored: 'its charge is the payment: send charge.* events',
    },
    {
      kind: 'checkout session',
      when: [is('checkout.session')],
      ignored: 'its charge is the payment: send charge.* events',
    },
    { kind: 'payment method', when: [is('payment_method')], ignored: 'nothing was paid with it yet' },
    { kind: 'customer', when: [is('customer')], ignored: 'a customer is no payment' },
    { kind: 'review', when: [is('review')], ignored: "it is the gateway's own review of a payment" },
    { kind: 'radar', when: [{ at: 'object', starts: 'radar.' }], ignored: "it is the gateway's own fraud tool" },
    { kind: 'other event', when: [isEvent], ignored: 'it tells of neither a payment nor an outcome' },
  ],
}
