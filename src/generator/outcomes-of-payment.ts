import { formatMinor, minorDigits, parseAmount } from '../model/money.ts'
import type { OutcomeStage } from '../model/outcome.ts'
import { disputeSteps, iso } from './dispute-steps.ts'
import type { GeneratedPayment } from './generate-payments.ts'
import type { MadeOutcome } from './made-outcome.ts'
import type { PaymentJson } from './payment-json.ts'
import type { Random } from './random.ts'

const DAY_MS = 86_400_000

/** Shares of the payments that went through. */
const SHARES = { warned: 0.55, chargedBack: 0.6, refunded: 0.04, disputed: 0.005, declined: 0.004, noticed: 0.0007 }

/** By network, its code for fraud, and for what honest customers complain of. */
const FRAUD_CODES: Readonly<Record<string, string>> = { visa: '10.4', mastercard: '4837', amex: 'F29' }
const COMPLAINTS = [
  { weight: 4, reason: 'product_not_received', visa: '13.1' },
  { weight: 3, reason: 'product_unacceptable', visa: '13.3' },
  { weight: 2, reason: 'credit_not_processed', visa: '13.6' },
  { weight: 1, reason: 'duplicate', visa: '12.6' },
  { weight: 2, reason: 'fraudulent', visa: '10.4' },
] as const
const REFUND_REASONS = ['requested_by_customer', 'returned', 'duplicate', 'out_of_stock'] as const

/**
 * What becomes of one payment. Delays are of the size that shops see: warnings after days, chargebacks after 5 to 60 days,
 * refunds within two weeks. Whether a rule flagged the payment is not known here.
 */
export function outcomesOfPayment(random: Random, { payment, label }: GeneratedPayment): MadeOutcome[] {
  if (payment.status === 'declined') return []
  const paidMs = Date.parse(payment.occurredAt)
  const notices = random.chance(SHARES.noticed) ? noticeSteps(random, payment, paidMs) : []
  return [...notices, ...(label === null ? honest(random, payment, paidMs) : fraudulent(random, payment, paidMs))]
}

function fraudulent(random: Random, payment: PaymentJson, paidMs: number): MadeOutcome[] {
  const outcomes: MadeOutcome[] = []
  if (random.chance(SHARES.warned)) {
    const atMs = paidMs + within(random.logNormal(4, 0.6), 1, 15)
    outcomes.push({
      type: 'early_fraud_warning',
      id: `efw_${payment.id}`,
      ...about(payment),
      occurredAt: iso(atMs),
      reason: random.pick(['fraud', 'card_stolen', 'unauthorized_use_of_card']),
      network: payment.card.brand,
    })
  }
  if (random.chance(SHARES.chargedBack)) {
    const code = FRAUD_CODES[payment.card.brand]
    const basis = { ...disputed(payment), reason: 'fraudulent', ...(code === undefined ? {} : { networkReason: code }) }
    outcomes.push(...disputeSteps(random, basis, paidMs + within(random.logNormal(18, 0.6), 5, 60)))
  }
  return outcomes
}

function honest(random: Random, payment: PaymentJson, paidMs: number): MadeOutcome[] {
  if (random.chance(SHARES.refunded)) return refundSteps(random, payment, paidMs)
  if (random.chance(SHARES.disputed)) {
    const { reason, visa } = random.weighted(COMPLAINTS)
    const code = payment.card.brand === 'visa' ? { networkReason: visa } : {}
    const beganMs = paidMs + within(random.logNormal(22, 0.5), 5, 60)
    return disputeSteps(random, { ...disputed(payment), reason, ...code }, beganMs)
  }
  if (random.chance(SHARES.declined)) {
    const occurredAt = iso(paidMs + random.between(0.01, 0.5) * DAY_MS)
    const reason = random.pick(['insufficient_funds', 'do_not_honor', 'expired_card'])
    return [{ type: 'decline', id: `dec_${payment.id}`, ...about(payment), occurredAt, reason }]
  }
  return []
}

/** All of it or a part; half are asked for first, and a few of those fail. */
function refundSteps(random: Random, payment: PaymentJson, paidMs: number): MadeOutcome[] {
  const askedMs = paidMs + within(random.exponential(5), 1, 14)
  const basis = {
    type: 'refund' as const,
    id: `re_${payment.id}`,
    ...about(payment),
    ...(random.chance(0.3) ? partOf(random, payment) : {}),
    reason: random.pick(REFUND_REASONS),
  }
  const step = (atMs: number, status: string, stage: OutcomeStage) => ({
    ...basis,
    occurredAt: iso(atMs),
    status,
    stage,
  })
  if (random.chance(0.5)) return [step(askedMs, 'succeeded', 'done')]
  const doneMs = askedMs + random.between(0.5, 4) * DAY_MS
  const ends = random.chance(0.05) ? step(doneMs, 'failed', 'failed') : step(doneMs, 'succeeded', 'done')
  return [step(askedMs, 'pending', 'opened'), ends]
}

function partOf(random: Random, { amount, currency }: PaymentJson): Pick<MadeOutcome, 'amount' | 'currency'> {
  const minor = parseAmount(amount, minorDigits(currency) ?? 2)
  if (typeof minor !== 'number') throw new Error(`a made payment has the amount ${amount} ${currency}`)
  return { amount: formatMinor(Math.max(1, Math.round(minor * random.between(0.1, 0.9))), currency), currency }
}

/** The gateway writes to the merchant, and takes it back some days later. */
function noticeSteps(random: Random, { id, merchant }: PaymentJson, paidMs: number): MadeOutcome[] {
  const beganMs = paidMs + random.between(0, 3) * DAY_MS
  const notice = random.pick(['payout_hold', 'reserve', 'limitation', 'account_review'] as const)
  const basis = { type: 'notice' as const, id: `nt_${id}`, merchant, notice }
  return [
    { ...basis, occurredAt: iso(beganMs), stage: 'opened', deadline: iso(beganMs + 7 * DAY_MS) },
    { ...basis, occurredAt: iso(beganMs + random.between(3, 10) * DAY_MS), stage: 'closed' },
  ]
}

function about({ id, merchant }: PaymentJson): { paymentId: string; merchant: { id: string } } {
  return { paymentId: id, merchant }
}

function disputed(payment: PaymentJson) {
  const { id, amount, currency, card } = payment
  return { ...about(payment), amount, currency, network: card.brand, disputeId: `dsp_${id}` }
}

/** Days to milliseconds, kept between two numbers of days. */
function within(days: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, days)) * DAY_MS
}
