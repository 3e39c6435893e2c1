import type { Address, OrderItem, Payment } from './payment.ts'

/** Separators that no field can hold: the decoder takes control characters out. */
const FIELD = '\u001f'
const LIST = '\u001e'
/** What an absent part is written as: the same as a part with nothing in it. */
const NO_DEVICE = FIELD.repeat(2)
const NO_CUSTOMER = FIELD.repeat(5)
const NO_ADDRESS = FIELD.repeat(7)
const NO_CARD = FIELD.repeat(8)

/**
 * Everything in a payment but `status`, `declineCode` and the times, as one text: two payments with one identity are the same
 * payment exactly when their contents are equal. Absent and empty are the same, as in the decoder.
 */
export function contentOf(payment: Payment): string {
  const { customer, card, device, order } = payment
  return (
    payment.id +
    FIELD +
    payment.merchantId +
    FIELD +
    text(payment.merchantCategory) +
    payment.amountMinor +
    FIELD +
    payment.currency +
    FIELD +
    text(payment.method) +
    text(payment.channel) +
    text(payment.ip) +
    (customer === undefined
      ? NO_CUSTOMER
      : text(customer.id) +
        text(customer.email) +
        text(customer.name) +
        text(customer.phone) +
        number(customer.createdAtMs)) +
    (card === undefined
      ? NO_CARD
      : text(card.fingerprint) +
        text(card.bin) +
        text(card.last4) +
        text(card.brand) +
        text(card.funding) +
        text(card.country) +
        text(card.avs) +
        text(card.cvc)) +
    (device === undefined ? NO_DEVICE : text(device.id) + text(device.userAgent)) +
    addressContent(payment.billing) +
    addressContent(payment.shipping) +
    text(payment.shipping?.method) +
    text(order?.id) +
    (order?.items === undefined ? LIST : itemsContent(order.items)) +
    (payment.metadata === undefined ? '' : metadataContent(payment.metadata))
  )
}

const text = (value: string | undefined): string => (value === undefined ? FIELD : value + FIELD)
const number = (value: number | undefined): string => (value === undefined ? FIELD : value + FIELD)

function addressContent(address: Address | undefined): string {
  if (address === undefined) return NO_ADDRESS
  return (
    text(address.name) +
    text(address.line1) +
    text(address.line2) +
    text(address.city) +
    text(address.region) +
    text(address.postalCode) +
    text(address.country)
  )
}

function itemsContent(items: readonly OrderItem[]): string {
  let content = ''
  for (const item of items) {
    content += text(item.sku) + text(item.category) + number(item.quantity) + number(item.unitPriceMinor) + LIST
  }
  return content + LIST
}

/** Sorted, because the order of a payload's fields means nothing; with the type, because `"1"` and `1` differ. */
function metadataContent(metadata: NonNullable<Payment['metadata']>): string {
  let content = ''
  for (const name of Object.keys(metadata).sort()) {
    const value = metadata[name]!
    content += `${name}${FIELD}${typeof value}${FIELD}${value}${FIELD}`
  }
  return content
}
