import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jobPayments, paymentText, STANDARD_SPREAD } from '../../bench/job/job-payments.ts'
import { createDecoder } from '../../src/decode/create-decoder.ts'
import { type Field, PAYMENT, type Shape } from '../../src/decode/payment-shape.ts'
import { PlainPayments } from '../../src/decode/plain-payment.ts'
import { newReading } from '../../src/decode/reading.ts'
import { unitsOf } from '../../src/decode/text-units.ts'
import { VISA } from './bad-input-row.ts'
import { examplePayment, recordOf } from './example-payment.ts'
import { fullDecoder } from './full-decoder.ts'

const OPTIONS = {
  format: 'json',
  secret: 'test',
  metadataFields: { campaign: 'text', tries: 'number', channel: 'text', constructor: 'text' },
  timeUnit: 's',
} as const
// One decoder for all texts: what a text leaves behind in it must not show in the next one.
const decoder = createDecoder(OPTIONS)
const full = fullDecoder(OPTIONS)
const plain = new PlainPayments(new Set(['campaign', 'tries']))

const isPlain = (text: string): boolean =>
  plain.read(text, unitsOf(Buffer.from(text), text)!, newReading()) !== undefined

function expectSame(value: string | Buffer): void {
  const record = recordOf(value)
  expect(decoder.decode(record)).toStrictEqual(full.decode(record))
}

test('payments of the docs and of the bench are plain, in any order and with spaces', () => {
  const example = examplePayment()
  const turned = Object.fromEntries(Object.entries(example).reverse())
  for (const text of [
    JSON.stringify(example),
    JSON.stringify(turned),
    JSON.stringify(example, null, 2),
    ` ${JSON.stringify(example)}\r\n\t`,
    paymentText(jobPayments(STANDARD_SPREAD)(7)),
    JSON.stringify({ ...example, customer: { id: 'c_1', name: 'Zoë 王小明 😀' }, amount: 129.9 }),
    JSON.stringify({ ...example, metadata: { campaign: 'fall', tries: -1.5 }, merchant: null, order: { items: [] } }),
  ]) {
    expect(isPlain(text), text).toBe(true)
    expectSame(text)
  }
})

test.each([
  ['an unknown field', '{"id":"1","occurredAt":"2026-11-21T10:15:30Z","amount":"1","currency":"USD","cvv":"123"}'],
  ['a field given twice', '{"id":"1","id":"2","occurredAt":"2026-11-21T10:15:30Z","amount":"1","currency":"USD"}'],
  [
    'metadata that nobody declared',
    '{"id":"1","occurredAt":1,"amount":"1","currency":"USD","metadata":{"pin":"1234"}}',
  ],
  ['metadata given twice', '{"id":"1","occurredAt":1,"amount":1,"currency":"USD","metadata":{"tries":1,"tries":2}}'],
  ['a backslash', '{"id":"\\u0031","occurredAt":"2026-11-21T10:15:30Z","amount":"1","currency":"USD"}'],
  ['a line break in a text', '{"id":"1\n","occurredAt":"2026-11-21T10:15:30Z","amount":"1","currency":"USD"}'],
  ['a missing field', '{"id":"1","occurredAt":"2026-11-21T10:15:30Z","amount":"1"}'],
  ['null where a value has to be', '{"id":null,"occurredAt":"2026-11-21T10:15:30Z","amount":"1","currency":"USD"}'],
  ['a number with an exponent', '{"id":"1","occurredAt":"2026-11-21T10:15:30Z","amount":1e2,"currency":"USD"}'],
  ['a leading zero', '{"id":"1","occurredAt":"2026-11-21T10:15:30Z","amount":01,"currency":"USD"}'],
  ['part of a number where a whole one is', '{"id":"1","occurredAt":1.5,"amount":"1","currency":"USD"}'],
  ['another status', '{"id":"1","occurredAt":1,"amount":"1","currency":"USD","status":"lost"}'],
  ['an id of 257 characters', `{"id":"${'x'.repeat(257)}","occurredAt":1,"amount":"1","currency":"USD"}`],
  ['something after the end', '{"id":"1","occurredAt":1,"amount":"1","currency":"USD"}}'],
  ['a comma too many', '{"id":"1","occurredAt":1,"amount":"1","currency":"USD",}'],
  ['a list in place of an object', '{"id":"1","occurredAt":1,"amount":"1","currency":"USD","card":[]}'],
  ['no object', '"id"'],
])('%s is not plain', (_, text) => {
  expect(isPlain(text)).toBe(false)
  expectSame(text)
})

test('bytes that are no UTF-8 are not plain, though they are as many as the characters they become', () => {
  const bytes = Buffer.from(JSON.stringify(examplePayment()))
  bytes[bytes.indexOf('Austin')] = 0xff
  expect(unitsOf(bytes, bytes.toString())).toBeUndefined()
  expectSame(bytes)
})

const usualTexts = fc.oneof(
  fc.string({ maxLength: 8 }).map(text => text.replace(/["\\]/g, '')),
  fc.constantFrom(
    '',
    ' ',
    'US',
    ' us ',
    '2026-11-21T10:15:30Z',
    '1764000000',
    'Zoë',
    'Ã',
    'é',
    '\u00c3',
    '\u00a0x\u00a0',
    '\u007f',
    '王',
    '😀',
  ),
  fc.constantFrom('unknown', '0000', VISA, `pay ${VISA}`, '4111 1111 1111 1111', '123', '10.0.0.1', '840', '12.50'),
  fc.constantFrom('a@b.co', 'a@b@c.co', 'x'.repeat(257), '__proto__', 'not available', '+15125550100'),
)
const texts = fc.oneof(usualTexts, fc.string({ unit: 'binary', maxLength: 8 }), fc.constant('x'.repeat(4097)))
const scalars = fc.oneof(texts, texts, fc.integer(), fc.double(), fc.constantFrom(null, true, false, 0, -0, 1.5, 1e21))
const spaces = fc.constantFrom('', '', '', '', ' ', '\n', '\t\r ')

/** Objects of a shape as text; `unusual` is how many fields in a hundred hold what they never should. */
function objectsOf(shape: Shape, unusual: number): fc.Arbitrary<string> {
  const fields = shape.fields.map(field => {
    const usual = usualOf(field, unusual)
    const value = fc.oneof(
      { weight: 100 - unusual, arbitrary: usual },
      { weight: unusual, arbitrary: fc.oneof(scalars, fc.anything()).map(json) },
    )
    return fc.tuple(spaces, value, spaces).map(([before, text, after]) => `${before}"${field.name}":${after}${text}`)
  })
  const places = fc.array(fc.nat(999), { minLength: fields.length, maxLength: fields.length })
  return fc
    .tuple(places, ...fields)
    .map(([order, ...written]) =>
      written
        .map((text, i) => ({ text, place: order[i]! }))
        .filter(field => field.place % 4 > 0)
        .sort((a, b) => a.place - b.place)
        .map(field => field.text),
    )
    .map(written => `{${written.join(',')}}`)
}

function usualOf({ type, of, oneOf }: Field, unusual: number): fc.Arbitrary<string> {
  const absent = fc.constant('null')
  if (type === 'values') {
    const names = fc.constantFrom('campaign', 'tries', ...(unusual > 0 ? ['constructor', 'other'] : []))
    return fc.dictionary(names, unusual > 0 ? scalars : usualTexts).map(json)
  }
  if (type === 'records') return fc.array(objectsOf(of!, unusual), { maxLength: 3 }).map(items => `[${items.join()}]`)
  if (type === 'record') return fc.oneof({ weight: 4, arbitrary: objectsOf(of!, unusual) }, absent)
  if (oneOf !== undefined) return fc.constantFrom(...oneOf).map(json)
  const numbers = fc.oneof(fc.nat(99_999), ...(type === 'code' ? [] : [fc.constantFrom(0, -0.5, 1.25)])).map(json)
  const strings = usualTexts.map(json)
  if (type === 'number') return fc.oneof(numbers, absent)
  return type === 'text' ? fc.oneof({ weight: 4, arbitrary: strings }, absent) : fc.oneof(strings, numbers)
}

const json = (value: unknown): string =>
  JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner)) ?? 'null'

/** What every payment needs, put before whatever else there is, so that many of them are payments. */
const needed = fc.constantFrom(
  '{"id":"1","occurredAt":"2026-11-21T10:15:30Z","amount":"12.50","currency":"USD"',
  '{"id":"1","occurredAt":1795256130,"currency":"EUR","amount":3.5',
)
const optional: Shape = { ...PAYMENT, fields: PAYMENT.fields.filter(field => !('required' in field)) }
const payments = (unusual: number): fc.Arbitrary<string> =>
  fc
    .tuple(needed, objectsOf(optional, unusual))
    .map(([head, rest]) => (rest === '{}' ? `${head}}` : `${head},${rest.slice(1)}`))

test('whatever payment comes, the quick way and the full one agree', () => {
  let plainOnes = 0
  fc.assert(
    fc.property(fc.oneof(payments(0), payments(2), objectsOf(PAYMENT, 5)), text => {
      expectSame(text)
      if (isPlain(text)) plainOnes++
    }),
    { numRuns: 1500 },
  )
  expect(plainOnes).toBeGreaterThan(100)
})

test('whatever becomes of the bytes of a payment on its way, both ways agree', () => {
  const example = Buffer.from(JSON.stringify(examplePayment()))
  const changes = fc.array(
    fc.record({
      at: fc.nat(example.length - 1),
      cut: fc.nat(6),
      put: fc.oneof(
        fc.uint8Array({ maxLength: 3 }),
        fc
          .constantFrom('"', '\\', '{', '}', '[', ']', ',', ':', ' ', '0', '-', '.', 'null', '"id":', '\u007f', VISA)
          .map(text => Buffer.from(text)),
        fc.tuple(fc.nat(example.length - 1), fc.nat(40)).map(([from, length]) => example.subarray(from, from + length)),
      ),
    }),
    { maxLength: 3 },
  )
  fc.assert(
    fc.property(changes, made => {
      let bytes = example
      for (const { at, cut, put } of made) bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)])
      expectSame(bytes)
    }),
    { numRuns: 3000 },
  )
})
