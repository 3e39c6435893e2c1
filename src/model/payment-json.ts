import { formatMinor } from './money.ts'
import type { Address, Payment } from './payment.ts'

/** A payment in the form in which payments come in; what the decoder dropped is not there. */
export function paymentJson(payment: Payment) {
  const { customer, order, currency } = payment
  return {
    id: payment.id,
    occurredAt: new Date(payment.occurredAtMs).toISOString(),
    status: payment.status,
    declineCode: payment.declineCode,
    amount: formatMinor(payment.amountMinor, currency),
    currency,
    method: payment.method,
    channel: payment.channel,
    merchant: merchantJson(payment),
    customer: customer && {
      id: customer.id,
      email: customer.email,
      name: customer.name,
      phone: customer.phone,
      createdAt: customer.createdAtMs === undefined ? undefined : new Date(customer.createdAtMs).toISOString(),
    },
    card: payment.card && {
      fingerprint: payment.card.fingerprint,
      bin: payment.card.bin,
      last4: payment.card.last4,
      brand: payment.card.brand,
      funding: payment.card.funding,
      country: payment.card.country,
      avs: payment.card.avs,
      cvc: payment.card.cvc,
    },
    ip: payment.ip,
    device: payment.device && { id: payment.device.id, userAgent: payment.device.userAgent },
    billing: payment.billing && addressJson(payment.billing),
    shipping: payment.shipping && { ...addressJson(payment.shipping), method: payment.shipping.method },
    order: order && {
      id: order.id,
      items: order.items?.map(item => ({
        sku: item.sku,
        category: item.category,
        quantity: item.quantity,
        unitPrice: item.unitPriceMinor === undefined ? undefined : formatMinor(item.unitPriceMinor, currency),
      })),
    },
    metadata: payment.metadata,
  }
}

function merchantJson({ merchantId, merchantCategory }: Payment) {
  if (merchantId === '' && merchantCategory === undefined) return undefined
  return { id: merchantId === '' ? undefined : merchantId, mcc: merchantCategory }
}

function addressJson(address: Address) {
  return {
    name: address.name,
    line1: address.line1,
    line2: address.line2,
    city: address.city,
    region: address.region,
    postalCode: address.postalCode,
    country: address.country,
  }
}
