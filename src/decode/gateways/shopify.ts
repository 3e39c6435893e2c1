import type { Fields, GatewayTable, Test, Value } from './gateway-table.ts'
import { constant, join, major, number, stageOf, sum, text, time, upper, words } from './values.ts'

/**
 * Shopify's resources as its webhooks and REST answers send them: by themselves or under their name (`{"order":…}`, `{"orders":[…]}`). No
 * field says what a body is, so it is told by what only that resource has. The payment is the order, because refunds,
 * disputes and transactions name it.
 */
const has = (...paths: readonly string[]): Test[] => paths.map(at => ({ at, present: true }))

const address = (of: string, at: string): Fields => ({
  [`${of}.name`]: text(`${at}.name`),
  [`${of}.line1`]: text(`${at}.address1`),
  [`${of}.line2`]: text(`${at}.address2`),
  [`${of}.city`]: text(`${at}.city`),
  [`${of}.region`]: text([`${at}.province_code`, `${at}.province`]),
  [`${of}.postalCode`]: text(`${at}.zip`),
  [`${of}.country`]: text(`${at}.country_code`),
})

const order: Fields = {
  id: text('id'),
  occurredAt: time('created_at'),
  amount: major('total_price'),
  currency: upper('currency'),
  status: words(
    'financial_status',
    {
      pending: 'pending',
      authorized: 'authorized',
      voided: 'authorized',
      partially_paid: 'captured',
      paid: 'captured',
      partially_refunded: 'captured',
      refunded: 'captured',
    },
    'pending',
  ),
  method: text('payment_gateway_names.0'),
  channel: text('source_name'),
  'customer.id': text('customer.id'),
  'customer.email': text(['email', 'contact_email', 'customer.email']),
  'customer.name': join('customer.first_name', 'customer.last_name'),
  'customer.phone': text(['phone', 'customer.phone']),
  'customer.createdAt': time('customer.created_at'),
  'card.bin': text('payment_details.credit_card_bin'),
  'card.brand': text('payment_details.credit_card_company'),
  'card.avs': text('payment_details.avs_result_code'),
  ip: text(['browser_ip', 'client_details.browser_ip']),
  'device.userAgent': text('client_details.user_agent'),
  ...address('billing', 'billing_address'),
  ...address('shipping', 'shipping_address'),
  'shipping.method': text('shipping_lines.0.code'),
  'order.id': text('id'),
  'order.items': {
    each: 'line_items.*',
    fields: {
      sku: text('sku'),
      category: text('product_type'),
      quantity: number('quantity'),
      unitPrice: major('price'),
    },
  },
}

const stage: Value = stageOf('status', {
  needs_response: 'needs_response',
  under_review: 'under_review',
  charge_refunded: 'closed',
  accepted: 'accepted',
  won: 'won',
  lost: 'lost',
})

const dispute: Fields = {
  id: text('id'),
  disputeId: text('id'),
  paymentId: text('order_id'),
  occurredAt: time(['finalized_on', 'evidence_sent_on', 'initiated_at']),
  amount: major('amount'),
  currency: upper('currency'),
  reason: text('reason'),
  status: text('status'),
  deadline: time('evidence_due_by'),
  networkReason: text('network_reason_code'),
  stage,
}

const PLURALS = ['orders', 'refunds', 'disputes', 'transactions', 'checkouts', 'customers', 'risks', 'addresses']
const SINGULARS = ['order', 'refund', 'dispute', 'transaction', 'checkout', 'customer', 'risk', 'customer_address']

export const SHOPIFY: GatewayTable = {
  gateway: 'shopify',
  envelopes: [...PLURALS, ...SINGULARS]
    // An order by itself has a customer, refunds and more inside; what lies in an envelope has no id beside it.
    .map(name => ({ when: [...has(name), { at: 'id', present: false }], each: name })),
  kinds: [
    { kind: 'order', when: has('id', 'financial_status', 'total_price'), becomes: 'payment', fields: order },
    {
      kind: 'refund',
      when: has('id', 'order_id', 'refund_line_items'),
      becomes: 'outcome',
      fields: {
        type: constant('refund'),
        id: text('id'),
        paymentId: text('order_id'),
        occurredAt: time(['processed_at', 'created_at']),
        amount: sum('transactions.*.amount'),
        currency: upper('transactions.0.currency'),
        reason: text('note'),
        status: text('transactions.0.status'),
        stage: words(
          'transactions.0.status',
          { success: 'done', pending: 'opened', failure: 'failed', error: 'failed' },
          'done',
        ),
      },
    },
    {
      kind: 'dispute (inquiry)',
      when: [...has('initiated_at'), { at: 'type', is: 'inquiry' }],
      becomes: 'outcome',
      fields: { ...dispute, type: constant('dispute') },
    },
    {
      kind: 'dispute (chargeback)',
      when: [...has('initiated_at'), { at: 'type', is: 'chargeback' }],
      becomes: 'outcome',
      fields: { ...dispute, type: constant('chargeback') },
    },
    {
      kind: 'transaction, declined',
      when: [
        ...has('id', 'order_id'),
        { at: 'kind', is: ['authorization', 'sale', 'capture'] },
        { at: 'status', is: ['failure', 'error'] },
      ],
      becomes: 'outcome',
      fields: {
        type: constant('decline'),
        id: text('id'),
        paymentId: text('order_id'),
        occurredAt: time(['processed_at', 'created_at']),
        amount: major('amount'),
        currency: upper('currency'),
        reason: text(['error_code', 'message']),
        status: text('status'),
      },
    },
    {
      kind: 'transaction',
      when: [...has('id', 'order_id', 'kind', 'gateway')],
      ignored: 'its order or its refund tells of it',
    },
    {
      kind: 'risk',
      when: has('recommendation', 'cause_cancel'),
      ignored: "it is the gateway's own review of a payment",
    },
    { kind: 'shipping rate', when: has('shipping_rates'), ignored: 'nothing is paid yet' },
    { kind: 'checkout', when: has('token'), ignored: 'nothing is paid yet; the order that comes of it is the payment' },
    { kind: 'customer', when: has('orders_count'), ignored: 'a customer is no payment' },
    {
      kind: 'calculated refund',
      when: has('refund_line_items'),
      refused: 'an answer of Shopify to what a refund would be, not a notification',
    },
    {
      kind: 'order, in part',
      when: has('id', 'line_items'),
      refused: 'an answer of Shopify that leaves fields of the order out',
    },
  ],
}
