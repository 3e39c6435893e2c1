import { passesLuhn } from '../model/luhn.ts'
import type { ProblemList } from '../problems/problem-list.ts'
import type { SourceText } from '../problems/source-text.ts'

const CARD_LIKE = /(?<![\w.-])[2-6]\d{3}(?:[ -]?\d){8,15}(?![\w-])/g
const KEY_LIKE = /\b(?:sk|rk)_live_\w{10,}|\bAKIA[0-9A-Z]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----/g

/** Numbers that gateways publish for testing; they belong to nobody. */
const TEST_NUMBERS = new Set([
  '4111111111111111',
  '4242424242424242',
  '4012888888881881',
  '5555555555554444',
  '5105105105105100',
  '378282246310005',
  '6011111111111117',
  '3530111333300000',
])

/**
 * Whether a whole value is a card number: 13 to 19 digits with a right check digit and the first digits of a card network,
 * those that gateways publish for testing included.
 */
export function looksLikeCardNumber(value: string): boolean {
  if (value.length < 13 || value.charCodeAt(0) < 48 || value.charCodeAt(0) > 57) return false
  if (!/^\d(?:[ -]?\d){12,18}$/.test(value)) return false
  const digits = value.replace(/[ -]/g, '')
  return /^(?:4|5[0-8]|6|3[0-9]|2[2-7])/.test(digits) && passesLuhn(digits)
}

/** Rule files are shared and kept for ever, so a real card number or a key in one is a mistake. Says where, never what. */
export function findSecrets(source: SourceText, problems: ProblemList): void {
  for (const { 0: written, index } of source.text.matchAll(CARD_LIKE)) {
    const digits = written.replace(/[ -]/g, '')
    if (digits.length < 13 || TEST_NUMBERS.has(digits) || !passesLuhn(digits)) continue
    problems.add('secret', source.place(index, index + written.length), 'this looks like a real card number', {
      suggestion: 'use a test number such as 4111111111111111',
    })
  }
  for (const { 0: written, index } of source.text.matchAll(KEY_LIKE)) {
    problems.add('secret', source.place(index, index + written.length), 'this looks like a secret key', {
      suggestion: 'take it out, and replace the key',
    })
  }
}
