/**
 * The payment fields that a mapping may fill, in the order in which they are written. Mapped rows are flat, so `order.item`
 * stands for the one item that a row can describe. `card.number` is reduced by the decoder and never written.
 */
export const PAYMENT_FIELDS = {
  id: 'text',
  occurredAt: 'date',
  amount: 'amount',
  currency: 'text',
  status: 'text',
  declineCode: 'text',
  method: 'text',
  channel: 'text',
  'merchant.id': 'text',
  'merchant.mcc': 'text',
  'customer.id': 'text',
  'customer.email': 'text',
  'customer.name': 'text',
  'customer.phone': 'text',
  'customer.createdAt': 'date',
  'card.number': 'text',
  'card.fingerprint': 'text',
  'card.bin': 'text',
  'card.last4': 'text',
  'card.brand': 'text',
  'card.funding': 'text',
  'card.country': 'text',
  'card.avs': 'text',
  'card.cvc': 'text',
  ip: 'text',
  'device.id': 'text',
  'device.userAgent': 'text',
  ...address('billing'),
  ...address('shipping'),
  'shipping.method': 'text',
  'order.id': 'text',
  'order.item.sku': 'text',
  'order.item.category': 'text',
  'order.item.quantity': 'whole',
  'order.item.unitPrice': 'amount',
} as const satisfies Record<string, FieldKind>

export type FieldKind = 'text' | 'date' | 'amount' | 'whole'

export const REQUIRED_FIELDS = ['id', 'occurredAt', 'amount', 'currency'] as const

function address<Of extends string>(of: Of) {
  return {
    [`${of}.name`]: 'text',
    [`${of}.line1`]: 'text',
    [`${of}.line2`]: 'text',
    [`${of}.city`]: 'text',
    [`${of}.region`]: 'text',
    [`${of}.postalCode`]: 'text',
    [`${of}.country`]: 'text',
  } as Record<`${Of}.${'name' | 'line1' | 'line2' | 'city' | 'region' | 'postalCode' | 'country'}`, 'text'>
}
