import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  looksLikeCardNumber,
  reduceCardNumber,
  replaceCardNumbers,
  withoutCardNumbers,
} from '../../src/decode/card-number.ts'
import { hasLongDigits } from '../../src/decode/long-digits.ts'
import { passesLuhn } from '../../src/model/luhn.ts'

/** Test numbers that the networks and gateways publish. */
const NETWORKS = {
  visa: '4242424242424242',
  'visa of 13 digits': '4222222222222',
  mastercard: '5555555555554444',
  'mastercard of the 2 series': '2223003122003222',
  amex: '378282246310005',
  discover: '6011111111111117',
  diners: '30569309025904',
  jcb: '3566002020360505',
  unionpay: '6200000000000005',
  'maestro of 19 digits': '6759649826438453',
}

test.each(Object.entries(NETWORKS))('%s is a card number, and is not when one digit changes', (_, digits) => {
  expect(looksLikeCardNumber(digits)).toBe(true)
  for (let at = 0; at < digits.length; at++) {
    for (let more = 1; more <= 9; more++) {
      const changed = digits.slice(0, at) + ((Number(digits[at]) + more) % 10) + digits.slice(at + 1)
      expect(passesLuhn(changed)).toBe(false)
    }
  }
})

const card = fc.constantFrom(...Object.values(NETWORKS))
const grouped = fc
  .tuple(card, fc.constantFrom('', ' ', '-', '.', '\u00a0', '\u2011', '\u200d'))
  .map(([digits, gap]) => digits.replace(/(\d{4})(?=\d)/g, `$1${gap}`))
const words = fc.stringMatching(/^[a-z .,]{0,20}$/)

test('a card number in a text is taken out, and the words stay', () => {
  fc.assert(
    fc.property(words, grouped, words, (before, number, after) => {
      const text = `${before}.${number}.${after}`
      expect(hasLongDigits(text)).toBe(true)
      const clean = withoutCardNumbers(text)
      expect(clean.replace(/\D/g, '')).not.toContain(number.replace(/\D/g, ''))
      expect(clean).toContain('[card number]')
      expect(clean.startsWith(before)).toBe(true)
      expect(clean.endsWith(after)).toBe(true)
    }),
  )
})

test('between other digits too', () => {
  expect(withoutCardNumbers('4111 1111 1111 1111 12 2027')).toBe('[card number] 12 2027')
  expect(withoutCardNumbers('order 77 4111-1111-1111-1111')).toBe('order 77 [card number]')
  expect(withoutCardNumbers('4111111111111111 5555555555554444')).toBe('[card number] [card number]')
})

test('a track goes as a whole', () => {
  const number = '4111111111111111'
  for (const track of [
    `%B${number}^DOE/JOE A^27121010000012345678?`,
    `;${number}=27121010000012345678?`,
    `${number}D27121010000012345678F`,
  ]) {
    expect(withoutCardNumbers(`swiped ${track} twice`)).toBe('swiped [card number] twice')
  }
  expect(withoutCardNumbers('id 1234567890123=1234567')).toBe('id 1234567890123=1234567')
})

test('what is put in the place of a number is made from its digits', () => {
  const marked = replaceCardNumbers('customer-4111 1111 1111 1111/5555555555554444', digits => `<${digits.slice(-4)}>`)
  expect(marked).toBe('customer-<1111>/<4444>')
})

test('other long numbers stay', () => {
  for (const text of [
    '+49 170 1234567',
    '2026-11-21 10:15:30',
    '1Z 999 AA1 0123 4567 84',
    '9999999999999999',
    '00000000000000000000',
  ]) {
    expect(withoutCardNumbers(text)).toBe(text)
  }
})

test('reducing keeps first six, last four and a hash that the secret keys', () => {
  fc.assert(
    fc.property(grouped, number => {
      const digits = number.replace(/\D/g, '')
      const reduced = reduceCardNumber(number, 'secret')!
      expect(reduced).toMatchObject({ bin: digits.slice(0, 6), last4: digits.slice(-4) })
      expect(reduced.fingerprint).toBe(reduceCardNumber(digits, 'secret')!.fingerprint)
      expect(reduced.fingerprint).not.toBe(reduceCardNumber(digits, 'other')!.fingerprint)
    }),
  )
  expect(reduceCardNumber('4111111111111112', 'secret')).toBeUndefined()
})
