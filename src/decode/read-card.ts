import type { Card } from '../model/payment.ts'
import { fingerprintOf, reduceCardNumber } from './card-number.ts'
import type { RawCard } from './payment-shape.ts'
import { readCountry } from './read-country.ts'
import { readIdentifier, readText, readWord, trimmed } from './read-text.ts'
import { type Reading, warn } from './reading.ts'

/**
 * A card without its number. A full number, wherever in the card it was put, becomes BIN, last four and keyed fingerprint,
 * and what the gateway said of those wins over it.
 */
export function readCard(raw: RawCard | null | undefined, reading: Reading, secret: string | Buffer): Card | undefined {
  const number = readCardNumber(raw, reading)
  if ((raw === undefined || raw === null) && number === undefined) return undefined
  const reduced = number === undefined ? undefined : reduceCardNumber(number, secret)
  if (number !== undefined && reduced === undefined) warn(reading, 'card-number-invalid')
  return {
    fingerprint:
      readIdentifier(raw?.fingerprint, reading, digits => fingerprintOf(digits, secret)) ?? reduced?.fingerprint,
    bin: readDigits(raw?.bin, 6, 8, reading) ?? reduced?.bin,
    last4: readDigits(raw?.last4, 4, 4, reading) ?? reduced?.last4,
    brand: readWord(raw?.brand, reading),
    funding: readWord(raw?.funding, reading),
    country: readCountry(raw?.country, reading),
    avs: upperCased(readText(raw?.avs, reading)),
    cvc: readCvcResult(raw?.cvc, reading),
  }
}

/** From the names that a card number usually has, or from a field meant for a part of it. */
function readCardNumber(raw: RawCard | null | undefined, reading: Reading): string | undefined {
  const named = reading.cardNumber
  if (typeof named === 'string') return trimmed(named)
  if (named !== undefined && named !== null) {
    warn(reading, 'card-number-invalid')
    return undefined
  }
  for (const part of [raw?.bin, raw?.last4])
    if (part && part.length >= 12 && part.replace(/\D/g, '').length >= 12) return part
  return undefined
}

function readDigits(
  raw: string | null | undefined,
  lengthMin: number,
  lengthMax: number,
  reading: Reading,
): string | undefined {
  const text = trimmed(raw)
  if (text === undefined || isDigits(text, lengthMin, lengthMax)) return text
  warn(reading, 'card-field-ignored')
  return undefined
}

function isDigits(text: string, lengthMin: number, lengthMax: number): boolean {
  if (text.length < lengthMin || text.length > lengthMax) return false
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit < 0x30 || unit > 0x39) return false
  }
  return true
}

/** Some senders put the code where its result belongs. */
function readCvcResult(raw: string | null | undefined, reading: Reading): string | undefined {
  const text = readText(raw, reading)
  if (text === undefined || !isDigits(text, 3, 4)) return upperCased(text)
  warn(reading, 'sad-present')
  return undefined
}

/** Results are one capital letter as a rule, and asking the language for its capital costs more than a look. */
function upperCased(text: string | undefined): string | undefined {
  if (text?.length !== 1) return text?.toUpperCase()
  const unit = text.charCodeAt(0)
  return unit >= 0x41 && unit <= 0x5a ? text : text.toUpperCase()
}
