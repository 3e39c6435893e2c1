import type { Problem } from '../model/problem.ts'
import { looksLikeCardNumber } from './card-number.ts'
import { hasHidden, isBroken } from './read-text.ts'
import { type Reading, warn } from './reading.ts'
import { refusal } from './refusal.ts'

/**
 * Identity is compared exactly and never rewritten, because outcomes will name it: what differs only in case, outer spaces
 * or Unicode form is another payment.
 */
export function checkId(id: string | undefined, field: string, reading: Reading): Problem | undefined {
  if (id === undefined) return undefined
  if (id.trim() === '')
    return refusal('bad-id', `\`${field}\` is blank`, field, 'send a text that is unique to the payment')
  if (!reading.plain && (hasHidden(id) || isBroken(id))) {
    return refusal('bad-id', `\`${field}\` holds characters that cannot be seen`, field, 'send printable characters')
  }
  if (id.charCodeAt(0) <= 32 || id.charCodeAt(id.length - 1) <= 32 || (!reading.plain && id.normalize('NFC') !== id)) {
    warn(reading, 'near-duplicate-id')
  }
  if (reading.longDigits && looksLikeCardNumber(id)) warn(reading, 'pan-like-id')
  return undefined
}
