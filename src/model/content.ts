import type { Address, OrderItem, Payment } from './payment.ts'

/** Takes in what a payment holds, part by part, such as a hash. What it comes to must tell where parts end, seen from the last. */
export interface ContentSink {
  /** An absent text is the same as an empty one. */
  addText(text: string | undefined): void
  addNumber(number: number | undefined): void
}

const NO_ADDRESS: Address = {}

/**
 * Gives everything in a payment but `status`, `declineCode` and the times, in one order: two payments with one identity are the
 * same payment exactly when they give the same. Absent and empty are the same, as in the decoder.
 */
export function addContent(payment: Payment, to: ContentSink): void {
  const { customer, card, device, order, metadata } = payment
  to.addText(payment.id)
  to.addText(payment.merchantId)
  to.addText(payment.merchantCategory)
  to.addNumber(payment.amountMinor)
  to.addText(payment.currency)
  to.addText(payment.method)
  to.addText(payment.channel)
  to.addText(payment.ip)
  to.addText(customer?.id)
  to.addText(customer?.email)
  to.addText(customer?.name)
  to.addText(customer?.phone)
  to.addNumber(customer?.createdAtMs)
  to.addText(card?.fingerprint)
  to.addText(card?.bin)
  to.addText(card?.last4)
  to.addText(card?.brand)
  to.addText(card?.funding)
  to.addText(card?.country)
  to.addText(card?.avs)
  to.addText(card?.cvc)
  to.addText(device?.id)
  to.addText(device?.userAgent)
  addAddress(payment.billing, to)
  addAddress(payment.shipping, to)
  to.addText(payment.shipping?.method)
  to.addText(order?.id)
  addItems(order?.items, to)
  addMetadata(metadata, to)
}

function addAddress(address: Address = NO_ADDRESS, to: ContentSink): void {
  to.addText(address.name)
  to.addText(address.line1)
  to.addText(address.line2)
  to.addText(address.city)
  to.addText(address.region)
  to.addText(address.postalCode)
  to.addText(address.country)
}

function addItems(items: readonly OrderItem[] | undefined, to: ContentSink): void {
  for (const item of items ?? []) {
    to.addText(item.sku)
    to.addText(item.category)
    to.addNumber(item.quantity)
    to.addNumber(item.unitPriceMinor)
  }
  to.addNumber(items?.length || undefined)
}

/** Sorted, because the order of a payload's fields means nothing; with the type, because `"1"` and `1` differ. */
function addMetadata(metadata: Payment['metadata'], to: ContentSink): void {
  const names = metadata === undefined ? [] : Object.keys(metadata).sort()
  for (const name of names) {
    const value = metadata![name]!
    if (typeof value === 'number') to.addNumber(value)
    else to.addText(String(value))
    to.addText(typeof value)
    to.addText(name)
  }
  to.addNumber(names.length)
}
