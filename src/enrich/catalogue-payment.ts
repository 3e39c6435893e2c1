import { majorOf } from './base-amount.ts'
import { rows } from './catalogue-row.ts'
import type { FactName, Facts } from './facts.ts'

const { text, number } = rows('payment')

/** The payment's own fields, as the decoder left them. */
export const paymentNames: readonly FactName[] = [
  text('id', '"pay_1001"', 'Number of the payment, unique at its merchant.', f => f.payment.id),
  text('merchant.id', '"m_1"', 'The merchant that was paid.', f => f.payment.merchantId || undefined),
  text('occurred_at', '"2026-11-21T10:15:30.123Z"', 'When the payment happened, in UTC.', f =>
    new Date(f.payment.occurredAtMs).toISOString(),
  ),
  text(
    'status',
    '"authorized"',
    'How far the payment is: pending, authorized, captured, declined or blocked.',
    f => f.payment.status,
  ),
  text(
    'decline_code',
    '"insufficient_funds"',
    'Why the bank declined, in the words of the gateway.',
    f => f.payment.declineCode,
  ),
  number(
    'amount',
    '129.90',
    'Amount in the base currency of the policy, so that amounts of all currencies compare; absent without a rate.',
    amountOf,
  ),
  number('amount_original', '129.90', 'Amount in the currency of the payment itself.', f =>
    majorOf(f.payment.amountMinor, f.payment.currency),
  ),
  text('currency', '"USD"', 'Currency of the payment (ISO 4217).', f => f.payment.currency),
  text('method', '"card"', 'How it was paid, such as card, wallet or bank transfer.', f => f.payment.method),
  text('channel', '"web"', 'Where it was sold, such as web, app or phone.', f => f.payment.channel),

  text('customer.id', '"c_77"', 'Number of the customer at the shop.', f => f.payment.customer?.id),
  text(
    'customer.email',
    '"joe@example.com"',
    'E-mail address as the customer wrote it; to count on, use email.',
    f => f.payment.customer?.email,
  ),
  text('customer.name', '"Joe Doe"', 'Name of the customer.', f => f.payment.customer?.name),
  text('customer.phone', '"+15125550100"', 'Telephone number as sent.', f => f.payment.customer?.phone),
  text('customer.created_at', '"2026-11-01T00:00:00.000Z"', 'When the customer account was made, in UTC.', f => {
    const createdAtMs = f.payment.customer?.createdAtMs
    return createdAtMs === undefined ? undefined : new Date(createdAtMs).toISOString()
  }),

  text(
    'card.fingerprint',
    '"fp_9a"',
    'Stands for the card number; the same for the same card.',
    f => f.payment.card?.fingerprint,
  ),
  text(
    'card.bin',
    '"411111"',
    'First six to eight digits of the card, which tell the issuing bank.',
    f => f.payment.card?.bin,
  ),
  text('card.last4', '"1111"', 'Last four digits of the card.', f => f.payment.card?.last4),
  text('card.brand', '"visa"', 'Network of the card.', f => f.payment.card?.brand),
  text('card.funding', '"credit"', 'Kind of card: credit, debit or prepaid.', f => f.payment.card?.funding),
  text('card.country', '"US"', 'Country of the bank that issued the card.', f => f.payment.card?.country),
  text('card.avs', '"Y"', 'Address check as the gateway gave it; in words: card.avs_result.', f => f.payment.card?.avs),
  text(
    'card.cvc',
    '"M"',
    'Security code check as the gateway gave it; in words: card.cvc_result.',
    f => f.payment.card?.cvc,
  ),

  text(
    'ip',
    '"81.2.69.160"',
    'Internet address of the customer. Counts go by the address of IPv4 and the /64 network of IPv6; private, reserved and documentation addresses are not counted on.',
    f => f.payment.ip,
    f => f.ip?.key,
  ),
  text('device.id', '"d_5"', 'Number of the device, as the shop recognises it.', f => f.payment.device?.id),
  text('device.user_agent', '"Mozilla/5.0 …"', 'What the browser says it is.', f => f.payment.device?.userAgent),

  ...addressFields('billing', 'the card bill'),
  ...addressFields('shipping', 'the goods'),
  text('shipping.method', '"express"', 'How the goods are sent.', f => f.payment.shipping?.method),
  text('order.id', '"o_3"', 'Number of the order.', f => f.payment.order?.id),
]

function amountOf(facts: Facts): number | undefined {
  const minor = facts.amountBaseMinor
  return minor === undefined ? undefined : majorOf(minor, facts.money.base)
}

function addressFields(side: 'billing' | 'shipping', what: string): FactName[] {
  return [
    text(`${side}.name`, '"Joe Doe"', `Name on the address for ${what}.`, f => f.payment[side]?.name),
    text(`${side}.line1`, '"1 Main St"', `Street and number of the address for ${what}.`, f => f.payment[side]?.line1),
    text(`${side}.line2`, '"Apt 4"', `Second line of the address for ${what}.`, f => f.payment[side]?.line2),
    text(`${side}.city`, '"Austin"', `Town of the address for ${what}.`, f => f.payment[side]?.city),
    text(`${side}.region`, '"TX"', `State or province of the address for ${what}.`, f => f.payment[side]?.region),
    text(`${side}.postal_code`, '"73301"', `Postcode of the address for ${what}.`, f => f.payment[side]?.postalCode),
    text(`${side}.country`, '"US"', `Country of the address for ${what}.`, f => f.payment[side]?.country),
  ]
}
