import type { SigningGateway } from '../../intake/signing.ts'
import type { Canary } from './canaries.ts'

/** A body of a gateway that carries one canary in places where a card's secrets turn up. */
export interface GatewayCarrier {
  name: string
  gateway: SigningGateway
  status: number
  body(canary: Canary): string
}

const AT = Math.floor(Date.now() / 1000) - 3600
const ISO = new Date(AT * 1000).toISOString()

/** Fields that nobody asked for, under the names that senders give them. */
const secrets = ({ pan, code, track1, track2, pinBlock }: Canary): object => ({
  number: pan,
  card_number: pan,
  cvv: code,
  cvc: code,
  security_code: code,
  track1,
  track2,
  pinBlock,
})

const charge = (canary: Canary, more: object = {}): object => ({
  object: 'charge',
  id: `ch_x${canary.index}x`,
  created: AT,
  amount: 500,
  currency: 'usd',
  status: 'succeeded',
  captured: true,
  description: `card ${canary.spaced} code ${canary.code}`,
  source: { object: 'card', ...secrets(canary) },
  payment_method_details: { type: 'card', card: { fingerprint: canary.pan, last4: '9999', ...secrets(canary) } },
  billing_details: { name: `Ann ${canary.dashed}`, address: { line1: canary.track1, city: canary.track2 } },
  customer: canary.pan,
  metadata: secrets(canary),
  ...more,
})

const dispute = (canary: Canary, more: object = {}): object => ({
  object: 'dispute',
  id: `dp_x${canary.index}x`,
  charge: `ch_x${canary.index}x`,
  created: AT,
  amount: 500,
  currency: 'usd',
  status: 'needs_response',
  reason: `not mine: ${canary.spaced}, ${canary.track2}`,
  evidence: { customer_email_address: canary.email, customer_purchase_ip: canary.ip, ...secrets(canary) },
  ...more,
})

const adyenItem = (canary: Canary, more: object = {}): string =>
  JSON.stringify({
    live: 'false',
    notificationItems: [
      {
        NotificationRequestItem: {
          eventCode: 'AUTHORISATION',
          success: 'false',
          eventDate: ISO,
          pspReference: `psp-x${canary.index}x`,
          merchantAccountCode: 'M',
          merchantReference: canary.pan,
          reason: `refused ${canary.pan}`,
          amount: { currency: 'EUR', value: 100 },
          additionalData: { ...secrets(canary), 'metadata.card': canary.spaced },
          ...more,
        },
      },
    ],
  })

const braintree = ({ index, pan, code, track2 }: Canary, currency: string): string =>
  `<notification><timestamp>${ISO}</timestamp><kind>transaction_settled</kind><subject><transaction><id>bt-x${index}x</id>
  <amount>5.00</amount><currency-iso-code>${currency}</currency-iso-code><credit-card><number>${pan}</number><cvv>${code}</cvv>
  <bin>${pan}</bin><last-4>${pan}</last-4><track>${track2}</track></credit-card><customer><first-name>Ann ${pan}</first-name></customer>
  </transaction></subject></notification>`

const order = (canary: Canary, more: object = {}): string =>
  JSON.stringify({
    id: 1000 + canary.index,
    created_at: ISO,
    financial_status: 'paid',
    total_price: '5.00',
    currency: 'USD',
    note: canary.track1,
    customer: { id: 7, first_name: canary.spaced, last_name: canary.track2 },
    payment_details: { credit_card_bin: canary.pan, credit_card_number: canary.pan, cvv_result_code: canary.code },
    billing_address: { name: canary.pan, address1: canary.dashed, ...secrets(canary) },
    line_items: [{ sku: canary.pan, price: '5.00', properties: [secrets(canary)] }],
    ...more,
  })

const json = (make: (canary: Canary) => object) => (canary: Canary) => JSON.stringify(make(canary))

export const GATEWAY_CARRIERS: readonly GatewayCarrier[] = [
  { name: 'a charge', gateway: 'stripe', status: 200, body: json(canary => charge(canary)) },
  { name: 'a dispute', gateway: 'stripe', status: 200, body: json(canary => dispute(canary)) },
  {
    name: 'an event',
    gateway: 'stripe',
    status: 200,
    body: json(canary => ({
      object: 'event',
      type: 'x',
      ...secrets(canary),
      data: { object: { object: canary.pan } },
    })),
  },
  {
    name: 'a currency',
    gateway: 'stripe',
    status: 400,
    body: json(canary => charge(canary, { currency: canary.pan })),
  },
  {
    name: 'an amount',
    gateway: 'stripe',
    status: 400,
    body: json(canary => charge(canary, { amount: canary.track2 })),
  },
  { name: 'a time', gateway: 'stripe', status: 400, body: json(canary => dispute(canary, { created: canary.pan })) },
  {
    name: 'a status',
    gateway: 'square',
    status: 400,
    body: json(canary => ({
      payment: { id: 'p', status: canary.pan, ...secrets(canary), amount_money: { amount: 1, currency: 'USD' } },
    })),
  },
  { name: 'what nobody knows', gateway: 'square', status: 400, body: json(canary => secrets(canary)) },
  {
    name: 'what is cut off',
    gateway: 'woocommerce',
    status: 400,
    body: canary => JSON.stringify(secrets(canary)).slice(0, -1),
  },
  { name: 'a text', gateway: 'shopify', status: 400, body: ({ track1 }) => JSON.stringify(track1) },
  { name: 'an order', gateway: 'shopify', status: 200, body: canary => order(canary) },
  { name: 'a total', gateway: 'shopify', status: 400, body: canary => order(canary, { total_price: canary.pan }) },
  { name: 'an authorisation', gateway: 'adyen', status: 200, body: canary => adyenItem(canary) },
  {
    name: 'a chargeback',
    gateway: 'adyen',
    status: 400,
    body: canary => adyenItem(canary, { eventCode: 'CHARGEBACK', eventDate: canary.pan }),
  },
  { name: 'a transaction', gateway: 'braintree', status: 200, body: canary => braintree(canary, 'USD') },
  {
    name: 'a transaction in no currency',
    gateway: 'braintree',
    status: 400,
    body: canary => braintree(canary, canary.pan),
  },
]
