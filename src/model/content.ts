import type { Address, OrderItem, Payment } from './payment.ts'

/** Separators that no field can hold: the decoder takes control characters out. */
const FIELD = '\u001f'
const LIST = '\u001e'
/**
 * Everything in a payment but `status`, `declineCode` and the times, as one text: two payments with one identity are the same
 * payment exactly when their contents are equal. Absent and empty are the same, as in the decoder.
 */
export function contentOf(payment: Payment): string {
  const { customer, card, device, shipping, order, metadata } = payment
  parts[0] = payment.id
  parts[1] = payment.merchantId
  parts[2] = payment.merchantCategory
  parts[3] = payment.amountMinor
  parts[4] = payment.currency
  parts[5] = payment.method
  parts[6] = payment.channel
  parts[7] = payment.ip
  parts[8] = customer?.id
  parts[9] = customer?.email
  parts[10] = customer?.name
  parts[11] = customer?.phone
  parts[12] = customer?.createdAtMs
  parts[13] = card?.fingerprint
  parts[14] = card?.bin
  parts[15] = card?.last4
  parts[16] = card?.brand
  parts[17] = card?.funding
  parts[18] = card?.country
  parts[19] = card?.avs
  parts[20] = card?.cvc
  parts[21] = device?.id
  parts[22] = device?.userAgent
  putAddress(23, payment.billing)
  putAddress(30, shipping)
  parts[37] = shipping?.method
  parts[38] = order?.id
  parts[39] = order?.items === undefined ? LIST : itemsContent(order.items)
  const content = parts.join(FIELD)
  return metadata === undefined ? content : content + metadataContent(metadata)
}

/**
 * Used again for every payment, and joined at one go: put together part by part, with a text for each step, it was a seventh of all that a
 * process allocated.
 */
const parts = new Array<string | number | undefined>(40).fill(undefined)

function putAddress(at: number, address: Address | undefined): void {
  parts[at] = address?.name
  parts[at + 1] = address?.line1
  parts[at + 2] = address?.line2
  parts[at + 3] = address?.city
  parts[at + 4] = address?.region
  parts[at + 5] = address?.postalCode
  parts[at + 6] = address?.country
}

const text = (value: string | number | undefined): string => (value === undefined ? FIELD : value + FIELD)

function itemsContent(items: readonly OrderItem[]): string {
  let content = ''
  for (const item of items) {
    content += text(item.sku) + text(item.category) + text(item.quantity) + text(item.unitPriceMinor) + LIST
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
