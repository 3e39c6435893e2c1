import { createHash } from 'node:crypto'
import { toBaseMinor } from '../enrich/base-amount.ts'
import type { MoneyRates } from '../enrich/facts.ts'
import type { Decision } from '../model/decision.ts'
import type { Outcome } from '../model/outcome.ts'
import { outcomeJson } from '../model/outcome-json.ts'
import type { Address, Payment } from '../model/payment.ts'
import { paymentJson } from '../model/payment-json.ts'

/** One row of `payments`, by the names of its columns. */
export function paymentRow(payment: Payment, money: MoneyRates) {
  const { customer, card, billing, shipping, order, device } = payment
  return {
    merchant_id: payment.merchantId,
    payment_id: payment.id,
    occurred_at: timeText(payment.occurredAtMs),
    status: payment.status,
    status_at: timeText(payment.occurredAtMs),
    decline_code: payment.declineCode,
    amount_minor: payment.amountMinor,
    currency: payment.currency,
    base_minor: toBaseMinor(payment.amountMinor, payment.currency, money),
    method: payment.method,
    channel: payment.channel,
    category: order?.items?.find(({ category }) => category !== undefined)?.category,
    customer_id: customer?.id,
    email: customer?.email?.toLowerCase(),
    ip: payment.ip,
    device_id: device?.id,
    card_fingerprint: card?.fingerprint,
    card_brand: card?.brand,
    card_bin: card?.bin,
    card_country: card?.country,
    billing_country: billing?.country,
    shipping_country: shipping?.country,
    shipping_address: shipping && addressText(shipping),
    billing_address: billing && addressText(billing),
    body: paymentJson(payment),
  }
}

/** One row of `decisions`. */
export function decisionRow(decision: Decision) {
  return {
    merchant_id: decision.merchantId ?? '',
    payment_id: decision.paymentId,
    occurred_at: decision.occurredAt,
    action: decision.action,
    score: decision.score,
    ruleset: decision.ruleset,
    queue: decision.queue,
    priority: decision.priority,
    handling: decision.handling,
    body: decision,
  }
}

/** The rows of `hits` of one decision. */
export function hitRows({ merchantId = '', paymentId, hits, shadowHits = [] }: Decision) {
  return [...hits, ...shadowHits].map(({ rule, mode, score }) => ({
    merchant_id: merchantId,
    payment_id: paymentId,
    rule,
    mode,
    score,
  }))
}

/** One row of `outcomes`; `content` tells deliveries of the same state apart from a new state of the same outcome. */
export function outcomeRow(outcome: Outcome, money: MoneyRates) {
  const body = outcomeJson(outcome)
  const { amountMinor, currency } = outcome
  const isAmount = amountMinor !== undefined && currency !== undefined
  return {
    merchant_id: outcome.merchantId,
    type: outcome.type,
    outcome_id: outcome.id,
    payment_id: outcome.paymentId,
    occurred_at: timeText(outcome.occurredAtMs),
    amount_minor: amountMinor,
    currency,
    base_minor: isAmount ? toBaseMinor(amountMinor, currency, money) : undefined,
    reason: outcome.reason,
    status: outcome.status,
    deadline: outcome.deadlineMs === undefined ? undefined : timeText(outcome.deadlineMs),
    notice: outcome.notice,
    content: createHash('sha256').update(JSON.stringify(body)).digest('hex'),
    body,
  }
}

function timeText(ms: number): string {
  return new Date(ms).toISOString()
}

/** Two spellings of one address are one text where only case and spaces differ. */
function addressText({ line1, line2, postalCode, city, country }: Address): string | undefined {
  if (line1 === undefined) return undefined
  return [line1, line2, postalCode, city, country]
    .filter(part => part !== undefined)
    .map(part => part.trim().toLowerCase().replace(/\s+/g, ' '))
    .join(', ')
}
