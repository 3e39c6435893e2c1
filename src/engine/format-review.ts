import type { Decision } from '../model/decision.ts'
import { formatMinor } from '../model/money.ts'
import type { Address, Payment } from '../model/payment.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'

/**
 * What waits in the review topic: the decision, what to check next (from each live rule that hit), and the payment in
 * the form in which payments come in. The decoder has dropped card numbers and security codes long before.
 */
export function formatReview(ruleset: Ruleset, decision: Decision, payment: Payment): string {
  return JSON.stringify({ ...decision, check: checksOf(ruleset, decision), payment: paymentJson(payment) })
}

function checksOf(ruleset: Ruleset, decision: Decision): string[] {
  const hit = new Set(decision.hits.map(({ rule }) => rule))
  return [...new Set(ruleset.rules.filter(rule => hit.has(rule.name)).flatMap(rule => rule.check))]
}

function paymentJson(payment: Payment) {
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
