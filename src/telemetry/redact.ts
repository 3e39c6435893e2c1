import { passesLuhn } from '../model/luhn.ts'

/**
 * Keeps secrets and card holders' data out of the log. The decoder drops or hashes such fields already; this is the
 * second fence, for error texts of libraries and for whatever somebody logs in a hurry.
 */

const GONE = '[redacted]'

/** Names of fields whose value is never logged, whatever it holds; compared without case, `_`, `-` and `.`. */
const SECRET_NAMES: ReadonlySet<string> = new Set([
  ...'password passwd passphrase secret token accesstoken authorization cookie apikey privatekey saslpassword'.split(
    ' ',
  ),
  ...'saslusername registrypassword credentials pan cardnumber cvv cvv2 cvc cvc2 securitycode track track1 track2'.split(
    ' ',
  ),
  ...'pin pinblock card cardholder customer billing shipping email phone ip'.split(' '),
])

const EMAIL = /[\p{L}\p{N}_.+%-]{1,64}@[\p{L}\p{N}_-]{1,63}(?:\.[\p{L}\p{N}_-]{1,63})+/gu
/** The password in `redis://user:password@host`. */
const URL_PASSWORD = /(\b[a-z][a-z0-9+]*:\/\/[^\s:/@]*):[^\s/]+@/gi
/** At least as many digits as a card number has, in groups or not. */
const DIGIT_RUNS = /\d(?:[ .\-\u00a0\u2010-\u2015\u202f]?\d){12,}/g
const DIGITS_MAX = 19
const DEPTH_MAX = 6
const TEXT_LENGTH_MAX = 2000

/** Blanks card numbers, e-mail addresses and passwords of URLs in a text, and cuts it when it is very long. */
export function redactText(text: string): string {
  const cut = text.length > TEXT_LENGTH_MAX ? `${text.slice(0, TEXT_LENGTH_MAX)}… (${text.length} characters)` : text
  return cut
    .replace(URL_PASSWORD, `$1:${GONE}@`)
    .replace(EMAIL, '[e-mail]')
    .replace(DIGIT_RUNS, run => (holdsCardNumber(run) ? '[card number]' : run))
}

/** Whether one group of the run, or several together, are a card number: `4111 1111 1111 1111 12 2027`. */
function holdsCardNumber(run: string): boolean {
  const groups = run.split(/\D/)
  return groups.some((_, first) => {
    let digits = ''
    for (let last = first; last < groups.length && digits.length <= DIGITS_MAX; last++) {
      digits += groups[last]
      if (isCardNumber(digits)) return true
    }
    return false
  })
}

/** A copy of the fields of one log line that is safe to write. Errors become name, message, code and stack. */
export function redactFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return redactObject(fields, 0)
}

function redactObject(object: object, depth: number): Record<string, unknown> {
  const entries = Object.entries(object)
  return Object.fromEntries(entries.map(([name, value]) => [name, isSecret(name, value) ? GONE : redact(value, depth)]))
}

function redact(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'number') return isCardNumber(String(value)) ? GONE : value
  if (typeof value === 'bigint') return redact(value.toString(), depth)
  if (value instanceof Error) return redactError(value, depth)
  if (value === null || typeof value !== 'object') return value
  if (depth >= DEPTH_MAX) return '[deeper]'
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (value instanceof Map) return redactObject(Object.fromEntries(value), depth + 1)
  if (Symbol.iterator in value) return [...(value as Iterable<unknown>)].map(each => redact(each, depth + 1))
  return redactObject(value, depth + 1)
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  const { name, message, stack, cause } = error
  return {
    name,
    message: redactText(message),
    ...('code' in error ? { code: redact(error.code, depth) } : {}),
    ...(stack === undefined ? {} : { stack: redactText(stack) }),
    ...(cause === undefined || depth >= DEPTH_MAX ? {} : { cause: redact(cause, depth + 1) }),
  }
}

function isSecret(name: string, value: unknown): boolean {
  return value !== undefined && value !== null && SECRET_NAMES.has(name.toLowerCase().replace(/[_.-]/g, ''))
}

/** Starts like a payment card (2 to 6; of 13 digits only the old 4) and passes the check of ISO/IEC 7812-1 annex B (Luhn). */
function isCardNumber(digits: string): boolean {
  return /^(?:[2-6]\d{13,18}|4\d{12})$/.test(digits) && passesLuhn(digits)
}
