/** A payment as the payments topic carries it in JSON. Absent fields are left out. */
export interface PaymentJson {
  id: string
  /** ISO 8601, UTC, milliseconds. */
  occurredAt: string
  status: 'authorized' | 'captured' | 'declined'
  declineCode?: string
  /** Decimal string in major units. */
  amount: string
  currency: string
  method: string
  channel: string
  merchant: { id: string }
  customer: { id: string; email: string; name: string; phone?: string; createdAt: string }
  card: CardJson
  ip?: string
  device?: { id: string; userAgent: string }
  billing: AddressJson
  shipping?: AddressJson & { method: string }
  order: { id: string; items: ItemJson[] }
}

export interface CardJson {
  fingerprint: string
  bin: string
  last4: string
  brand: string
  funding: string
  country: string
  avs?: string
  cvc?: string
}

export interface AddressJson {
  name: string
  line1: string
  line2?: string
  city: string
  region: string
  postalCode: string
  country: string
}

export interface ItemJson {
  sku: string
  category: string
  quantity: number
  unitPrice: string
}

/** The same payment with its fields in the order of the list above, so that their order tells nothing about who made it. */
export function inOrder(payment: PaymentJson): PaymentJson {
  const { id, occurredAt, status, declineCode, amount, currency, method, channel, merchant, customer } = payment
  const { card, ip, device, billing, shipping, order } = payment
  return {
    id,
    occurredAt,
    status,
    ...(declineCode === undefined ? {} : { declineCode }),
    amount,
    currency,
    method,
    channel,
    merchant,
    customer,
    card,
    ...(ip === undefined ? {} : { ip }),
    ...(device === undefined ? {} : { device }),
    billing,
    ...(shipping === undefined ? {} : { shipping }),
    order,
  }
}
