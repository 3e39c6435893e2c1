const QUOTE = 0x22
const MINUS = 0x2d
const POINT = 0x2e
const ZERO = 0x30
const BACKSLASH = 0x5c
const WORDS = ['null', 'true', 'false'].map(word => Buffer.from(word))

/** Answered in place of a position: this text is not for the plain way. */
export const UNUSUAL = -1

const isDigit = (unit = 0): boolean => unit >= ZERO && unit <= 0x39

/** Whether these bytes stand there. */
export function startsAt(units: Uint8Array, from: number, token: Uint8Array): boolean {
  if (from + token.length > units.length) return false
  for (let i = 0; i < token.length; i++) if (units[from + i] !== token[i]) return false
  return true
}

/** Whether the text, which must be ASCII for that, stands there. */
export function isTextAt(units: Uint8Array, from: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = units[from + i]!
    if (unit !== text.charCodeAt(i) || unit >= 0x80) return false
  }
  return true
}

/** -1 where there is none, or a backslash or a character before it that JSON allows in no text. */
export function closingQuote(units: Uint8Array, from: number): number {
  for (let at = from; at < units.length; at++) {
    const unit = units[at]!
    if (unit === QUOTE) return at
    if (unit < 0x20 || unit === BACKSLASH) return UNUSUAL
  }
  return UNUSUAL
}

/** Behind a number without an exponent. */
export function endOfNumber(units: Uint8Array, from: number): number {
  let at = units[from] === MINUS ? from + 1 : from
  const first = units[at++]
  if (!isDigit(first)) return UNUSUAL
  if (first !== ZERO) while (isDigit(units[at])) at++
  if (units[at] === POINT) {
    const decimals = ++at
    while (isDigit(units[at])) at++
    if (at === decimals) return UNUSUAL
  }
  return at
}

/** Behind a text, a number, `null`, `true` or `false`. */
export function endOfScalar(units: Uint8Array, at: number): number {
  if (units[at] === QUOTE) {
    const close = closingQuote(units, at + 1)
    return close < 0 ? UNUSUAL : close + 1
  }
  for (const word of WORDS) if (startsAt(units, at, word)) return at + word.length
  return endOfNumber(units, at)
}
