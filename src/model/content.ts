import { FieldBytes } from './field-bytes.ts'
import type { Address, OrderItem, Payment } from './payment.ts'

/** Separators that no field can hold: the decoder takes control characters out. */
const FIELD = 0x1f
const LIST = 0x1e

const content = new FieldBytes()

/**
 * Everything in a payment but `status`, `declineCode` and the times, as UTF-8: two payments with one identity are the same
 * payment exactly when their contents are equal. Absent and empty are the same, as in the decoder. Valid until the next call.
 */
export function contentOf(payment: Payment): Uint8Array {
  const { customer, card, device, order } = payment
  content.start()
  text(payment.id)
  text(payment.merchantId)
  text(payment.merchantCategory)
  number(payment.amountMinor)
  text(payment.currency)
  text(payment.method)
  text(payment.channel)
  text(payment.ip)
  text(customer?.id)
  text(customer?.email)
  text(customer?.name)
  text(customer?.phone)
  number(customer?.createdAtMs)
  text(card?.fingerprint)
  text(card?.bin)
  text(card?.last4)
  text(card?.brand)
  text(card?.funding)
  text(card?.country)
  text(card?.avs)
  text(card?.cvc)
  text(device?.id)
  text(device?.userAgent)
  addressContent(payment.billing)
  addressContent(payment.shipping)
  text(payment.shipping?.method)
  text(order?.id)
  for (const item of order?.items ?? []) itemContent(item)
  content.mark(LIST)
  if (payment.metadata !== undefined) metadataContent(payment.metadata)
  return content.finish()
}

function text(value: string | undefined): void {
  if (value !== undefined) content.text(value)
  content.mark(FIELD)
}

function number(value: number | undefined): void {
  if (value !== undefined) content.text(String(value))
  content.mark(FIELD)
}

function addressContent(address: Address | undefined): void {
  text(address?.name)
  text(address?.line1)
  text(address?.line2)
  text(address?.city)
  text(address?.region)
  text(address?.postalCode)
  text(address?.country)
}

function itemContent({ sku, category, quantity, unitPriceMinor }: OrderItem): void {
  text(sku)
  text(category)
  number(quantity)
  number(unitPriceMinor)
  content.mark(LIST)
}

/** Sorted, because the order of a payload's fields means nothing; with the type, because `"1"` and `1` differ. */
function metadataContent(metadata: NonNullable<Payment['metadata']>): void {
  for (const name of Object.keys(metadata).sort()) {
    const value = metadata[name]!
    text(name)
    text(typeof value)
    text(String(value))
  }
}
