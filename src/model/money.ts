import { currencies } from './currencies.ts'

/** Beyond this, whole numbers are no longer exact: 90,071,992,547,409.91 USD. */
export const AMOUNT_MINOR_MAX = Number.MAX_SAFE_INTEGER

export type AmountMistake =
  | 'amount-not-finite'
  | 'amount-malformed'
  | 'unsafe-number'
  | 'too-many-decimals'
  | 'amount-over-max'

/** Digits after the point that ISO 4217 gives the currency; undefined for what is no currency code. */
export function minorDigits(currency: string): number | undefined {
  return currencies.get(currency)?.digits
}

/**
 * An amount in major units to whole minor units, exactly or not at all: `"129.90"` with 2 digits is 12990. Takes a plain
 * decimal string (an optional minus, digits, a point, digits) or a number that is exact in the minor unit. Zeros past the
 * last digit are fine. Answers what is wrong instead of a number; never rounds, never guesses at separators.
 */
export function parseAmount(value: string | number, digits: number): number | AmountMistake {
  return typeof value === 'string' ? parseText(value, digits) : parseNumber(value, digits)
}

function parseNumber(value: number, digits: number): number | AmountMistake {
  if (!Number.isFinite(value)) return 'amount-not-finite'
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) return 'unsafe-number'
  const text = String(value)
  if (text.includes('e')) return 'too-many-decimals'
  const minor = parseText(text, digits)
  // A double carries 15 decimal digits for sure; past that the sender's number may have been another one.
  if (typeof minor === 'number' && !Number.isInteger(value) && Math.abs(minor) >= 1e15) return 'unsafe-number'
  return minor
}

/** How the languages of senders write the floating-point values that are no numbers. */
const NOT_FINITE = /^[+-]?(nan|inf|infinity)$/i

function parseText(text: string, digits: number): number | AmountMistake {
  const negative = text.charCodeAt(0) === 45
  const start = negative ? 1 : 0
  let minor = 0
  let point = -1
  let decimals = 0
  for (let at = start; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48
    if (digit >= 0 && digit <= 9) {
      if (point < 0) minor = minor * 10 + digit
      else if (decimals < digits) {
        decimals++
        minor = minor * 10 + digit
      } else if (digit !== 0) return isDecimal(text) ? 'too-many-decimals' : 'amount-malformed'
    } else if (digit === -2 && point < 0) point = at
    else return NOT_FINITE.test(text) ? 'amount-not-finite' : 'amount-malformed'
  }
  if (text.length === start || point === start || point === text.length - 1) return 'amount-malformed'
  for (; decimals < digits; decimals++) minor *= 10
  if (minor > AMOUNT_MINOR_MAX) return 'amount-over-max'
  return negative && minor !== 0 ? -minor : minor
}

const isDecimal = (text: string): boolean => /^-?\d+\.\d+$/.test(text)

/** Whole minor units as a decimal string in major units: 12990 USD is `"129.90"`, 500 JPY is `"500"`. */
export function formatMinor(amountMinor: number, currency: string): string {
  return formatDigits(amountMinor, minorDigits(currency) ?? 2)
}

/** The same for units of which 10 to the power of `digits` are one. */
export function formatDigits(amountMinor: number, digits: number): string {
  if (digits === 0) return String(amountMinor)
  const text = String(Math.abs(amountMinor)).padStart(digits + 1, '0')
  const point = text.length - digits
  return `${amountMinor < 0 ? '-' : ''}${text.slice(0, point)}.${text.slice(point)}`
}
