import type { Fields, GatewayTable, Test, Value } from './gateway-table.ts'
import { constant, join, last, major, number, text, unsigned, upper, utc, words } from './values.ts'

/**
 * WooCommerce's orders, as its webhooks `order.created` and `order.updated` send them. It has no webhook for refunds: an order lists its refunds, so
 * they are read from there. Times end in `_gmt` and have no zone; a customer id of 0 is a guest.
 */
const has = (...paths: readonly string[]): Test[] => paths.map(at => ({ at, present: true }))

const address = (of: string): Fields => ({
  [`${of}.name`]: join(`${of}.first_name`, `${of}.last_name`),
  [`${of}.line1`]: text(`${of}.address_1`),
  [`${of}.line2`]: text(`${of}.address_2`),
  [`${of}.city`]: text(`${of}.city`),
  [`${of}.region`]: text(`${of}.state`),
  [`${of}.postalCode`]: text(`${of}.postcode`),
  [`${of}.country`]: text(`${of}.country`),
})

const occurredAt: Value = {
  cases: [
    { when: [{ at: 'status', is: 'failed' }], value: utc('date_modified_gmt') },
    { when: [], value: utc('date_created_gmt') },
  ],
}

const order: Fields = {
  id: text('id'),
  occurredAt,
  amount: major('total'),
  currency: upper('currency'),
  status: words(
    'status',
    { processing: 'captured', completed: 'captured', refunded: 'captured', failed: 'declined' },
    'pending',
  ),
  method: text('payment_method'),
  'customer.id': words('customer_id', { '0': null }, 'same'),
  'customer.email': text('billing.email'),
  'customer.name': join('billing.first_name', 'billing.last_name'),
  'customer.phone': text('billing.phone'),
  ip: text('customer_ip_address'),
  'device.userAgent': text('customer_user_agent'),
  ...address('billing'),
  ...address('shipping'),
  'shipping.method': text('shipping_lines.0.method_id'),
  'order.id': text('id'),
  'order.items': {
    each: 'line_items.*',
    fields: { sku: text('sku'), quantity: number('quantity'), unitPrice: major('price') },
  },
}

export const WOOCOMMERCE: GatewayTable = {
  gateway: 'woocommerce',
  envelopes: [{ when: has('0'), each: '*' }],
  kinds: [
    {
      kind: 'order',
      when: [
        ...has('order_key', 'total'),
        { at: 'status', not: ['cancelled', 'trash', 'auto-draft', 'checkout-draft'] },
      ],
      becomes: 'payment',
      fields: order,
      also: {
        each: 'refunds.*',
        kind: 'refund in an order',
        fields: {
          type: constant('refund'),
          id: text('id'),
          paymentId: text('^.id'),
          occurredAt: utc('^.date_modified_gmt'),
          amount: unsigned('total'),
          currency: upper('^.currency'),
          reason: text('reason'),
          stage: constant('done'),
        },
      },
    },
    { kind: 'order, cancelled', when: has('order_key'), ignored: 'it was let go of before it was paid' },
    {
      kind: 'refund',
      when: has('refunded_by', 'amount'),
      becomes: 'outcome',
      fields: {
        type: constant('refund'),
        id: text('id'),
        paymentId: last('_links.up.0.href'),
        occurredAt: utc('date_created_gmt'),
        amount: unsigned('amount'),
        reason: text('reason'),
        stage: constant('done'),
      },
    },
    { kind: 'webhook', when: has('delivery_url'), refused: "a webhook's own definition, not a notification" },
    { kind: 'batch', when: has('create'), refused: 'a batch of calls to WooCommerce, not a notification' },
    { kind: 'deleted', when: has('id'), ignored: 'it tells only that something was deleted' },
  ],
}
