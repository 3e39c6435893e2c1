import {
  fingerprintOf,
  looksLikeCardNumber,
  reduceCardNumber,
  replaceCardNumbers,
  withoutCardNumbers,
} from '../decode/card-number.ts'
import type { JsonObject } from '../decode/json-object.ts'

/** Identifiers tell strangers apart, so a card number in one becomes its keyed hash, as in the decoder. */
const IDENTIFIERS: ReadonlySet<string> = new Set(['customer.id', 'device.id', 'order.id', 'card.fingerprint'])
/** Other rows, and outcomes later, name these. */
const KEPT: ReadonlySet<string> = new Set(['id', 'merchant.id', 'paymentId', 'disputeId'])

/**
 * Takes card numbers, tracks and security codes out of a mapped payment or outcome, in place, before anything is written: a full number
 * becomes BIN, last four and the same keyed fingerprint that the decoder makes. Answers false when `card.number` held
 * something that is no card number; it is then left out.
 */
export function scrubCard(payment: JsonObject, secret: string): boolean {
  const number = numberOf(payment.card)
  scrubTexts(payment, '', digits => fingerprintOf(digits, secret))
  const card = payment.card
  if (typeof card !== 'object' || Array.isArray(card)) return true
  if (/^\d{3,4}$/.test(String(card.cvc ?? ''))) delete card.cvc
  const { number: _, ...rest } = card
  if (number === undefined) return true
  const reduced = reduceCardNumber(number, secret)
  if (reduced === undefined && Object.keys(rest).length === 0) delete payment.card
  else payment.card = { ...reduced, ...rest }
  return reduced !== undefined
}

function numberOf(card: JsonObject[string] | undefined): string | undefined {
  if (typeof card !== 'object' || Array.isArray(card) || card.number === undefined) return undefined
  return String(card.number)
}

function scrubTexts(part: JsonObject | JsonObject[], path: string, hash: (digits: string) => string): void {
  for (const [name, value] of Object.entries(part)) {
    const field = path === '' ? name : `${path}.${name}`
    if (typeof value === 'object') scrubTexts(value, field, hash)
    else if (typeof value === 'number' && looksLikeCardNumber(String(value))) delete (part as JsonObject)[name]
    else if (typeof value === 'string' && value.length >= 13 && !KEPT.has(field)) {
      const scrubbed = IDENTIFIERS.has(field) ? replaceCardNumbers(value, hash) : withoutCardNumbers(value)
      if (scrubbed !== value) (part as JsonObject)[name] = scrubbed
    }
  }
}
