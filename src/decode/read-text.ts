import { replaceCardNumbers, withoutCardNumbers } from './card-number.ts'
import { hasLongDigits } from './long-digits.ts'
import { type Reading, warn } from './reading.ts'

/** Control characters, soft hyphen, zero-width and direction characters, and the byte order mark: nobody types them. */
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/
const HIDDEN_ALL = new RegExp(HIDDEN, 'g')
/** Zero-width joiners are part of some scripts, so they may stay in names but not in addresses. */
const JOINERS = /[\u200c\u200d]/
const ASCII = /^[\x20-\x7e]*$/
/** With the `u` flag a whole pair is one character outside this range. */
const LONE_SURROGATE = /[\ud800-\udfff]/u

export const hasHidden = (text: string): boolean => HIDDEN.test(text)
export const hasJoiners = (text: string): boolean => JOINERS.test(text)
/** A lone half of a surrogate pair, or the mark that stands for bytes that were no UTF-8. */
export const isBroken = (text: string): boolean => text.includes('\ufffd') || LONE_SURROGATE.test(text)

/** Blank texts count as absent; outer spaces are cut. */
export function trimmed(text: string | null | undefined): string | undefined {
  if (text === undefined || text === null || text === '') return undefined
  if (text.charCodeAt(0) > 32 && text.charCodeAt(text.length - 1) > 32 && text.charCodeAt(text.length - 1) < 0xa0)
    return text
  return text.trim() || undefined
}

/**
 * A text for people: Unicode NFC, hidden characters taken out, card numbers taken out. Undefined when absent, blank or
 * of broken Unicode.
 */
export function readText(raw: string | null | undefined, reading: Reading): string | undefined {
  if (reading.verbatim) return raw || undefined
  const text = trimmed(raw)
  if (text === undefined) return undefined
  const visible = reading.plain || ASCII.test(text) ? text : cleaned(text, reading)
  if (visible === undefined || !reading.longDigits || !hasLongDigits(visible)) return visible
  const safe = withoutCardNumbers(visible)
  if (safe !== visible) warn(reading, 'pan-in-text')
  return safe
}

function cleaned(text: string, reading: Reading): string | undefined {
  if (isBroken(text)) {
    warn(reading, 'broken-text')
    return undefined
  }
  if (!hasHidden(text)) return text.normalize('NFC')
  warn(reading, 'hidden-characters')
  return trimmed(text.normalize('NFC').replace(HIDDEN_ALL, ''))
}

/** A short word with one spelling, such as `visa` or `web`. */
export function readWord(raw: string | null | undefined, reading: Reading): string | undefined {
  const text = readText(raw, reading)
  return text === undefined || isLowerCase(text) ? text : text.toLowerCase()
}

/** Whether it certainly is; most words are, and a look costs less than asking the language. */
function isLowerCase(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit > 0x7e || (unit >= 0x41 && unit <= 0x5a)) return false
  }
  return true
}

/** Fillers that software writes where it has no identifier. Counting on them would tie strangers together. */
const PLACEHOLDERS = new Set([
  ...[
    'null',
    'undefined',
    'unknown',
    'none',
    'nil',
    'nan',
    'n/a',
    'na',
    '-',
    '--',
    '?',
    'anonymous',
    'guest',
    'default',
  ],
  ...['test', 'string', 'empty', 'missing', 'not available', 'not set', 'unset', 'false', 'true', '[object object]'],
  // The Android id that one maker gave to a whole series.
  '9774d56d682e549c',
])
/** Lengths of the fillers that begin with a character, as bits, by its number: nearly no identifier is as long as one of them. */
const placeholderLengths = new Uint32Array(128)
for (const text of PLACEHOLDERS) {
  for (const first of [text, text.toUpperCase()]) placeholderLengths[first.charCodeAt(0)]! |= 1 << text.length
}
const ONE_CHARACTER_REPEATED = /^[{("']*(?:[0.*#?-]+|[f-]{4,}|[x-]{4,})[})"']*$/i

/**
 * A name that others refer to by, kept exactly but for card numbers, which become their keyed hash; absent when it holds
 * characters that cannot be seen.
 */
export function readReference(
  raw: string | null | undefined,
  reading: Reading,
  hash: (digits: string) => string,
): string | undefined {
  const text = readVisible(raw, reading)
  return text === undefined ? undefined : withHashedCardNumbers(text, reading, hash)
}

function readVisible(raw: string | null | undefined, reading: Reading): string | undefined {
  if (reading.verbatim) return raw || undefined
  const text = trimmed(raw)
  if (text === undefined || reading.plain || ASCII.test(text)) return text
  if (!hasHidden(text) && !hasJoiners(text) && !isBroken(text)) return text
  warn(reading, 'identifier-ignored')
  return undefined
}

/**
 * An identifier that velocities count on. Compared exactly, so it is not rewritten; absent when it is a filler or holds
 * characters that cannot be seen. A card number in it becomes its keyed hash.
 */
export function readIdentifier(
  raw: string | null | undefined,
  reading: Reading,
  hash: (digits: string) => string,
): string | undefined {
  const text = readVisible(raw, reading)
  if (text === undefined) return undefined
  if (isPlaceholder(text)) {
    warn(reading, 'placeholder-ignored')
    return undefined
  }
  return withHashedCardNumbers(text, reading, hash)
}

/** Strangers must not become one, so each card number in an identifier turns into a hash of its own. */
function withHashedCardNumbers(text: string, reading: Reading, hash: (digits: string) => string): string {
  if (!reading.longDigits || !hasLongDigits(text)) return text
  const hashed = replaceCardNumbers(text, hash)
  if (hashed !== text) warn(reading, 'pan-in-text')
  return hashed
}

function mayBePlaceholder({ length }: string, first: number): boolean {
  if (first >= placeholderLengths.length) return true // it may be lower-cased to one of ASCII, as the sign of the kelvin is
  return length < 32 && ((placeholderLengths[first]! >>> length) & 1) === 1
}

function isPlaceholder(text: string): boolean {
  const first = text.charCodeAt(0)
  if (mayBePlaceholder(text, first) && PLACEHOLDERS.has(text.toLowerCase())) return true
  // Looked at before the pattern is tried: nearly every identifier differs in its first two characters.
  const second = text.charCodeAt(1)
  return (
    (first === second || second === 45 || first < 48 || first === 123 || text.length < 3) &&
    ONE_CHARACTER_REPEATED.test(text)
  )
}
