import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createDecoder } from '../../src/decode/create-decoder.ts'
import { hasLongDigits } from '../../src/decode/long-digits.ts'
import { EXAMPLE_READ, examplePayment, recordOf } from './example-payment.ts'

const decoder = createDecoder({ format: 'json', secret: 'test', metadataFields: { campaign: 'text' } })

test('the example of the docs', () => {
  const decoded = decoder.decode(recordOf(JSON.stringify(examplePayment())))
  expect(decoded).toEqual({ kind: 'payment', payment: EXAMPLE_READ, warnings: [] })
})

test('a declared field is metadata at the top level too', () => {
  const decoded = decoder.decode(recordOf(JSON.stringify({ ...examplePayment(), metadata: null, campaign: 'spring' })))
  expect(decoded).toMatchObject({ payment: { metadata: { campaign: 'spring' } }, warnings: [] })
})

test.each([
  ['text', 7, '7'],
  ['text', true, 'true'],
  ['number', 7.5, 7.5],
  ['number', '7.50', 7.5],
  ['number', '-0.5', -0.5],
  ['number', 'seven', undefined],
  ['number', '1e3', undefined],
  ['number', '12345678901234567890', undefined],
  ['number', true, undefined],
  ['boolean', 'true', true],
  ['boolean', false, false],
  ['boolean', 'yes', undefined],
  ['boolean', 1, undefined],
] as const)('a field declared as %s that comes as %j is %j', (type, sent, kept) => {
  const typed = createDecoder({ format: 'json', secret: 'test', metadataFields: { tries: type } })
  const decoded = typed.decode(recordOf(JSON.stringify({ ...examplePayment(), metadata: { tries: sent } })))
  expect(decoded).toMatchObject({
    payment: { metadata: kept === undefined ? undefined : { tries: kept } },
    warnings: kept === undefined ? ['metadata-ignored'] : [],
  })
})

test('every unknown field is counted, and none is named', () => {
  const decoded = decoder.decode(
    recordOf(JSON.stringify({ ...examplePayment(), a: 1, b: { c: 2 }, card: { hologram: 1 } })),
  )
  expect(decoded).toMatchObject({ kind: 'payment', warnings: ['unknown-field', 'unknown-field', 'unknown-field'] })
})

test('a full card number becomes BIN, last four and one fingerprint, however it was grouped', () => {
  const read = (number: string, secret = 'test') => {
    const decoded = createDecoder({ format: 'json', secret }).decode(
      recordOf(JSON.stringify({ ...examplePayment(), card: { number }, metadata: null })),
    )
    return decoded.kind === 'payment' ? decoded.payment.card : undefined
  }
  const card = read('5555 5555 5555 4444')
  expect(card).toMatchObject({ bin: '555555', last4: '4444', fingerprint: expect.stringMatching(/^pan_[0-9a-f]{32}$/) })
  expect(read('5555-5555-5555-4444')).toEqual(card)
  expect(read('5555555555554444', 'another')?.fingerprint).not.toBe(card?.fingerprint)
})

test('one record leaves nothing behind for the next', () => {
  const clean = recordOf(JSON.stringify(examplePayment()))
  for (const dirty of [
    '{',
    '{"id":1}',
    JSON.stringify({ ...examplePayment(), card: { number: '4111111111111111', cvv: 1 } }),
  ]) {
    decoder.decode(recordOf(dirty))
    expect(decoder.decode(clean)).toEqual({ kind: 'payment', payment: EXAMPLE_READ, warnings: [] })
  }
})

describe('properties', () => {
  const shaped = fc.record(
    {
      id: fc.oneof(fc.string(), fc.anything()),
      occurredAt: fc.oneof(fc.constant('2026-11-21T10:15:30Z'), fc.string(), fc.double()),
      amount: fc.oneof(fc.constant('5.00'), fc.string(), fc.double()),
      currency: fc.oneof(fc.constant('USD'), fc.string(), fc.nat(999)),
      customer: fc.oneof(
        fc.record({ id: fc.string({ unit: 'binary' }), email: fc.string(), name: fc.string({ unit: 'grapheme' }) }),
        fc.anything(),
      ),
      card: fc.oneof(fc.record({ number: fc.anything(), bin: fc.string(), cvc: fc.string() }), fc.anything()),
      ip: fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()),
      order: fc.oneof(fc.record({ items: fc.array(fc.record({ unitPrice: fc.anything() })) }), fc.anything()),
      metadata: fc.anything(),
    },
    { requiredKeys: [] },
  )

  test('whatever comes, the answer is a payment or a refusal with a known code, never an exception', () => {
    fc.assert(
      fc.property(fc.oneof(shaped, fc.anything()), value => {
        const text = JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner)) ?? ''
        expect(['payment', 'rejected']).toContain(decoder.decode(recordOf(text)).kind)
      }),
      { numRuns: 1_000 },
    )
    fc.assert(fc.property(fc.uint8Array(), bytes => void decoder.decode(recordOf(Buffer.from(bytes)))))
  })

  test('repeated names are found exactly where the parser drops some', () => {
    interface Made {
      text: string
      /** Names written, repeated ones too. */
      names: number
    }
    const joined = (parts: Made[], text: string): Made => ({
      text,
      names: parts.reduce((sum, part) => sum + part.names, 0),
    })
    const name = fc.constantFrom('"a"', '"b"', '"\\u0061"', '"c:{"', '"\\"d"')
    const { object } = fc.letrec<{ value: Made; list: Made; object: Made }>(tie => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom('1', '"x:\\\\"', '"}"', 'null', '[]').map(text => ({ text, names: 0 })),
        tie('object'),
        tie('list'),
      ),
      list: fc
        .array(tie('value'), { maxLength: 3 })
        .map(items => joined(items, `[${items.map(item => item.text).join()}]`)),
      object: fc.array(fc.tuple(name, tie('value')), { maxLength: 4 }).map(fields => {
        const made = joined(
          fields.map(([, value]) => value),
          `{${fields.map(([key, { text }]) => `${key} : ${text}`).join()}}`,
        )
        return { ...made, names: made.names + fields.length }
      }),
    }))
    const kept = (value: unknown): number => {
      if (typeof value !== 'object' || value === null) return 0
      const own = Array.isArray(value) ? 0 : Object.keys(value).length
      return Object.values(value).reduce((sum: number, inner) => sum + kept(inner), own)
    }
    fc.assert(
      fc.property(object, ({ text, names }) => {
        const decoded = decoder.decode(recordOf(text))
        const found = decoded.kind === 'rejected' && decoded.problem.code === 'duplicate-key'
        expect(found).toBe(names > kept(JSON.parse(text)))
      }),
      { numRuns: 1_000 },
    )
  })

  test('long runs of digits are found by looking at every thirteenth place', () => {
    const piece = fc.oneof(fc.constantFrom(' ', '-', ',', 'x', '1', '12'), fc.stringMatching(/^\d{5,14}$/))
    fc.assert(
      fc.property(
        fc.array(piece).map(pieces => pieces.join('')),
        text => {
          const runs = text.split(/[^\d -]+/).map(run => run.replace(/\D/g, '').length)
          expect(hasLongDigits(text)).toBe(Math.max(...runs) >= 13)
        },
      ),
      { numRuns: 1_000 },
    )
  })
})
