import { reduceCardNumber, withoutCardNumbers } from '../decode/card-number.ts'
import type { JsonObject } from './map-row.ts'

const FREE_TEXT = ['customer', 'billing', 'shipping', 'order', 'metadata'] as const

/**
 * Takes card numbers and security codes out of a mapped payment, in place, before anything is written: a full number
 * becomes BIN, last four and the same keyed fingerprint that the decoder makes. Answers false when `card.number` held
 * something that is no card number; it is then left out.
 */
export function scrubCard(payment: JsonObject, secret: string): boolean {
  for (const name of FREE_TEXT) {
    const part = payment[name]
    if (typeof part === 'object') scrubTexts(part)
  }
  const card = payment.card
  if (typeof card !== 'object' || Array.isArray(card)) return true
  if (/^\d{3,4}$/.test(String(card.cvc ?? ''))) delete card.cvc
  const { number, ...rest } = card
  if (number === undefined) return true
  const reduced = reduceCardNumber(String(number), secret)
  if (reduced === undefined && Object.keys(rest).length === 0) delete payment.card
  else payment.card = { ...reduced, ...rest }
  return reduced !== undefined
}

function scrubTexts(part: JsonObject | JsonObject[]): void {
  for (const [name, value] of Object.entries(part)) {
    if (typeof value === 'object') scrubTexts(value)
    else if (typeof value === 'string' && value.length >= 13) {
      const scrubbed = withoutCardNumbers(value)
      if (scrubbed !== value) (part as JsonObject)[name] = scrubbed
    }
  }
}
