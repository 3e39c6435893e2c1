import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { redactFields, redactText } from '../../src/telemetry/redact.ts'

describe('text', () => {
  test.each([
    ['card 4111111111111111 refused', 'card [card number] refused'],
    ['card 4111 1111 1111 1111 refused', 'card [card number] refused'],
    ['card 5500-0000-0000-0004', 'card [card number]'],
    ['amex 378282246310005', 'amex [card number]'],
    ['diners 30569309025904', 'diners [card number]'],
    ['old visa 4222222222222', 'old visa [card number]'],
    ['card 4111.1111.1111.1111', 'card [card number]'],
    ['with its date 4111 1111 1111 1111 12 2027', 'with its date [card number]'],
    ['key pan_4111111111111111x', 'key pan_[card number]x'],
    ['mail from jörg@пример.example bounced', 'mail from [e-mail] bounced'],
    ['mail from joe+x@shop.example.com bounced', 'mail from [e-mail] bounced'],
    ['connect redis://:p@ss@redis:6379/0 refused', 'connect redis://:[redacted]@redis:6379/0 refused'],
    ['connect http://user:pw@registry:8081', 'connect http://user:[redacted]@registry:8081'],
  ])('%s', (text, expected) => {
    expect(redactText(text)).toBe(expected)
  })

  test.each([
    ['a time in milliseconds', 'at 1700000000000 and 1763806530123'],
    ['a time in microseconds', 'at 1763806530123456'],
    ['digits that fail the check', 'order 4111111111111112'],
    ['an ISO time', '2026-11-21T10:15:30.123Z'],
    ['an address without a password', 'redis://redis:6379/0 and http://registry:8081/apis'],
    ['a rule at a place', 'rules/many-cards-one-ip.yaml:12:5'],
  ])('%s stays', (_, text) => {
    expect(redactText(text)).toBe(text)
  })

  test('a very long text is cut', () => {
    expect(redactText('a'.repeat(5000))).toHaveLength(2000 + '… (5000 characters)'.length)
  })

  test('no card number gets through, whatever stands around it', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 17 })
    const card = fc
      .tuple(fc.integer({ min: 2, max: 6 }), digits)
      .map(([first, rest]) => withCheckDigit([first, ...rest]))
    const around = fc.stringMatching(/^[a-z =:"{},]{0,20}$/)
    fc.assert(
      fc.property(around, card, around, (before, number, after) => {
        expect(redactText(`${before} ${number} ${after}`)).not.toContain(number)
      }),
    )
  })
})

describe('fields', () => {
  test('secret names are blanked at any depth, others keep their value', () => {
    const fields = {
      topic: 'payments',
      offset: 12n,
      records: 500,
      password: 'hunter2',
      settings: { 'kafka.sasl_password': 'hunter2', kafka: { saslPassword: 'hunter2', brokers: ['a:9092'] } },
      payments: [{ id: 'p1', card: { bin: '411111' }, customer: { name: 'Joe' }, ip: '1.2.3.4', cvv: 123 }],
      note: 'from joe@example.com',
      number: 4111111111111111,
    }
    expect(redactFields(fields)).toEqual({
      topic: 'payments',
      offset: '12',
      records: 500,
      password: '[redacted]',
      settings: { 'kafka.sasl_password': 'hunter2', kafka: { saslPassword: '[redacted]', brokers: ['a:9092'] } },
      payments: [{ id: 'p1', card: '[redacted]', customer: '[redacted]', ip: '[redacted]', cvv: '[redacted]' }],
      note: 'from [e-mail]',
      number: '[redacted]',
    })
  })

  test('errors become plain, with their cause and without what they quote', () => {
    const cause = Object.assign(new Error('connect redis://:pw@h:1'), { code: 'ECONNREFUSED' })
    const { error } = redactFields({ error: new TypeError('bad card 4111111111111111', { cause }) })
    expect(error).toMatchObject({
      name: 'TypeError',
      message: 'bad card [card number]',
      cause: { message: 'connect redis://:[redacted]@h:1', code: 'ECONNREFUSED' },
    })
    expect(JSON.stringify(error)).not.toMatch(/4111111111111111|:pw@/)
  })

  test('bytes, maps, sets and circles are safe', () => {
    const circle: Record<string, unknown> = { bytes: Buffer.from('4111111111111111') }
    circle.self = circle
    circle.map = new Map([['token', 'x']])
    circle.set = new Set(['joe@example.com'])
    const text = JSON.stringify(redactFields(circle))
    expect(text).toContain('[16 bytes]')
    expect(text).toContain('"map":{"token":"[redacted]"},"set":["[e-mail]"]')
    expect(text).toContain('[deeper]')
  })
})

function withCheckDigit(digits: number[]): string {
  let sum = 0
  digits.toReversed().forEach((digit, index) => {
    const weighted = index % 2 === 0 ? digit * 2 : digit
    sum += weighted > 9 ? weighted - 9 : weighted
  })
  return [...digits, (10 - (sum % 10)) % 10].join('')
}
