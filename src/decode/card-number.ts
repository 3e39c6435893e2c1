import { createHmac } from 'node:crypto'

/** What may be kept of a full card number: first six, last four and a keyed hash (PCI DSS 3.4 and 3.5.1). */
export interface ReducedCardNumber {
  bin: string
  last4: string
  fingerprint: string
}

const SEPARATORS = /[ -]/g
const DIGITS = /^\d{13,19}$/
const DIGIT_RUNS = /\d(?:[ -]?\d){12,}/g

/** A text that is nothing but a card number, perhaps in groups: 13 to 19 digits with a right check digit. */
export function reduceCardNumber(text: string, secret: string | Buffer): ReducedCardNumber | undefined {
  const digits = text.replace(SEPARATORS, '')
  if (!DIGITS.test(digits) || !passesLuhn(digits)) return undefined
  return { bin: digits.slice(0, 6), last4: digits.slice(-4), fingerprint: fingerprintOf(digits, secret) }
}

/** 128 bits of HMAC-SHA256 over the digits, so that the same card is the same fingerprint however it was grouped. */
export function fingerprintOf(digits: string, secret: string | Buffer): string {
  return `pan_${createHmac('sha256', secret).update(digits).digest('hex').slice(0, 32)}`
}

/** The check of ISO/IEC 7812-1 annex B. */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let at = digits.length - 1, twice = false; at >= 0; at--, twice = !twice) {
    const digit = digits.charCodeAt(at) - 48
    sum += twice ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit
  }
  return sum % 10 === 0
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

/** Takes card numbers out of a text; answers the text itself when there is none. */
export function withoutCardNumbers(text: string): string {
  return text.replace(DIGIT_RUNS, withoutCardNumbersInRun)
}

/** A run may hold a card number between other groups of digits: `4111 1111 1111 1111 12 2027`. */
function withoutCardNumbersInRun(run: string): string {
  const groups = run.split(SEPARATORS)
  for (let first = 0; first < groups.length; first++) {
    let digits = ''
    for (let last = first; last < groups.length && digits.length <= 19; last++) {
      digits += groups[last]
      if (digits.length >= 13 && looksLikeCardNumber(digits)) {
        const before = groups.slice(0, first).join(' ')
        const after = groups.slice(last + 1).join(' ')
        return `${before} [card number] ${after.length >= 13 ? withoutCardNumbersInRun(after) : after}`.trim()
      }
    }
  }
  return run
}
