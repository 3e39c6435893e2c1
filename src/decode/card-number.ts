import { createHmac } from 'node:crypto'
import { passesLuhn } from '../model/luhn.ts'

/** What may be kept of a full card number: first six, last four and a keyed hash (PCI DSS 3.4 and 3.5.1). */
export interface ReducedCardNumber {
  bin: string
  last4: string
  fingerprint: string
}

/** What people, forms and word processors put between groups of digits; `isPart` in long-digits.ts knows the same ones. */
const GAP = '[ .\\-\\u00a0\\u2009\\u200c\\u200d\\u2010-\\u2015\\u202f]'
const GAPS = new RegExp(GAP, 'g')
const EACH_GAP = new RegExp(`(${GAP})`)
const DIGITS = /^\d{13,19}$/
const DIGIT_RUNS = new RegExp(`\\d(?:${GAP}?\\d){12,}`, 'g')
/** Track 1 (number, name, expiry and more between `^`) and track 2 (number, `=` or `D`, expiry and more) of ISO/IEC 7813. */
const TRACKS = /[%;]?[A-Z]?(\d{13,19})(?:\^[^^]{2,26}\^|[=D]\d{7})[^?\s]{0,80}\??/gi

/** A text that is nothing but a card number, perhaps in groups: 13 to 19 digits with a right check digit. */
export function reduceCardNumber(text: string, secret: string | Buffer): ReducedCardNumber | undefined {
  const digits = text.replace(GAPS, '')
  if (!DIGITS.test(digits) || !passesLuhn(digits)) return undefined
  return { bin: digits.slice(0, 6), last4: digits.slice(-4), fingerprint: fingerprintOf(digits, secret) }
}

/** 128 bits of HMAC-SHA256 over the digits, so that the same card is the same fingerprint however it was grouped. */
export function fingerprintOf(digits: string, secret: string | Buffer): string {
  return `pan_${createHmac('sha256', secret).update(digits).digest('hex').slice(0, 32)}`
}

/**
 * Whether digits can be a card number: a right check digit and a prefix and length that a card network uses. The prefixes
 * keep other long numbers (orders, parcels) in texts: one random number in forty passes, with the check digit alone one
 * in ten.
 */
export function looksLikeCardNumber(digits: string): boolean {
  return DIGITS.test(digits) && hasNetworkPrefix(digits) && passesLuhn(digits)
}

function hasNetworkPrefix(digits: string): boolean {
  const length = digits.length
  const two = Number(digits.slice(0, 2))
  const four = Number(digits.slice(0, 4))
  if (two >= 40 && two <= 49) return length === 13 || length === 16 || length === 19
  if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) return length === 16
  if (two === 34 || two === 37) return length === 15
  if (two === 36 || two === 38 || two === 39 || (four >= 3000 && four <= 3059)) return length >= 14
  if (four >= 3528 && four <= 3589) return length >= 16
  if (two === 60 || two === 62 || two === 64 || two === 65 || (four >= 2200 && four <= 2204)) return length >= 16
  return (two === 50 || (two >= 56 && two <= 69)) && length >= 16
}

/** Takes card numbers and tracks out of a text; answers the text itself when there is none. */
export function withoutCardNumbers(text: string): string {
  return replaceCardNumbers(text, () => '[card number]')
}

export function holdsCardNumber(text: string): boolean {
  return withoutCardNumbers(text) !== text
}

/** Puts something else, made from its digits, in the place of each card number and of each track as a whole. */
export function replaceCardNumbers(text: string, replacement: (digits: string) => string): string {
  return text
    .replace(TRACKS, (track, digits: string) => (looksLikeCardNumber(digits) ? replacement(digits) : track))
    .replace(DIGIT_RUNS, run => replaceInRun(run, replacement))
}

/** A run may hold a card number between other groups of digits: `4111 1111 1111 1111 12 2027`. */
function replaceInRun(run: string, replacement: (digits: string) => string): string {
  const parts = run.split(EACH_GAP) // groups at even places, the gaps between them at odd ones
  for (let first = 0; first < parts.length; first += 2) {
    if (parts[first] === '') continue
    let digits = ''
    for (let last = first; last < parts.length && digits.length <= 19; last += 2) {
      digits += parts[last]
      if (digits.length >= 13 && looksLikeCardNumber(digits)) {
        const before = parts.slice(0, first).join('')
        const after = parts.slice(last + 1).join('')
        return before + replacement(digits) + (after.length >= 13 ? replaceInRun(after, replacement) : after)
      }
    }
  }
  return run
}
