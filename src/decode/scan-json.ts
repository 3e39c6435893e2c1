import { DEPTH_MAX, KEYS_MAX, type LimitCode } from './limits.ts'
import { TEXT_LENGTH_MAX } from './payment-shape.ts'
import type { Reading } from './reading.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const LOWER_U = 0x75
const COLON = 0x3a

/**
 * One pass over the text before anything is built from it: refuses what is too deep, too wide or too long, and counts field
 * names, so that repeated ones show up as a difference after parsing. Knows only as much JSON as that takes; malformed
 * JSON is left to JSON.parse. Without backslashes it hops from quote to quote, which halves its cost.
 */
export function scanJson(
  text: string,
  hasEscapes: boolean,
  reading: Reading,
  textLengthMax = TEXT_LENGTH_MAX,
): LimitCode | undefined {
  const end = text.length
  let depth = 0
  let keys = 0
  for (let at = 0; at < end; at++) {
    const unit = text.charCodeAt(at)
    if (unit === QUOTE) {
      const close = hasEscapes ? closingQuote(text, at + 1) : text.indexOf('"', at + 1)
      if (close < 0) break
      if (close - at - 1 > textLengthMax && lengthOf(text, at + 1, close) > textLengthMax) return 'field-too-long'
      at = close
    } else if (unit === COLON) {
      if (++keys > KEYS_MAX) return 'too-many-fields'
    } else if (unit === 0x7b || unit === 0x5b) {
      if (++depth > DEPTH_MAX) return 'too-deep'
    } else if (unit === 0x7d || unit === 0x5d) depth--
  }
  reading.keys = keys
  return undefined
}

function closingQuote(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === QUOTE) return at
    if (unit === BACKSLASH) at++
  }
  return -1
}

/** Characters that a text with escapes stands for. */
function lengthOf(text: string, from: number, to: number): number {
  let length = 0
  for (let at = from; at < to; at++) {
    if (text.charCodeAt(at) === BACKSLASH) at += text.charCodeAt(at + 1) === LOWER_U ? 5 : 1
    length++
  }
  return length
}
