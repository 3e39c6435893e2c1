import { holdsCardNumber } from './card-number.ts'
import { hasHidden, hasJoiners, isBroken, trimmed } from './read-text.ts'
import { type Reading, warn } from './reading.ts'

/** RFC 5321 section 4.5.3.1: 64 before the `@`, 254 in all. */
const LENGTH_MAX = 254
const LOCAL_LENGTH_MAX = 64
const NOT_IN_ADDRESS = /[\s,;:<>()[\]\\"]/
/** The same for ASCII, by the number of the character: a look for each costs less than a pattern. */
const isForbidden = Uint8Array.from({ length: 128 }, (_, unit) =>
  Number(NOT_IN_ADDRESS.test(String.fromCharCode(unit))),
)
const DOT = 0x2e
const DASH = 0x2d

/**
 * One e-mail address as typed, in Unicode NFC. What cannot be one address (two `@`, a list, quotes, hidden characters)
 * counts as absent. Whether it exists, and what it resembles, is for the enrich room.
 */
export function readEmail(raw: string | null | undefined, reading: Reading): string | undefined {
  const text = trimmed(raw)
  if (text === undefined) return undefined
  if (!reading.plain && (hasHidden(text) || hasJoiners(text))) {
    warn(reading, 'hidden-characters')
    warn(reading, 'email-ignored')
    return undefined
  }
  if (!isAddress(text) || (!reading.plain && isBroken(text)) || (reading.longDigits && holdsCardNumber(text))) {
    warn(reading, 'email-ignored')
    return undefined
  }
  return reading.plain ? text : text.normalize('NFC')
}

function isAddress(text: string): boolean {
  const at = text.indexOf('@')
  return (
    text.length <= LENGTH_MAX &&
    at > 0 &&
    at <= LOCAL_LENGTH_MAX &&
    text.indexOf('@', at + 1) < 0 &&
    !holdsForbidden(text) &&
    isDomain(text, at + 1)
  )
}

function holdsForbidden(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit >= isForbidden.length) return NOT_IN_ADDRESS.test(text)
    if (isForbidden[unit] === 1) return true
  }
  return false
}

/** Two names with a dot between them at least; the first begins with neither dot nor dash, the last is not empty. */
function isDomain(text: string, from: number): boolean {
  const first = text.charCodeAt(from)
  const dot = text.lastIndexOf('.')
  return first !== DOT && first !== DASH && dot > from && dot < text.length - 1
}
