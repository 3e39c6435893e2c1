import avro from 'avsc'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileAvroGuard, RefusedSchema } from '../../src/decode/avro-guard.ts'
import { exactLongs } from '../../src/decode/avro-long.ts'
import { paymentAvroSchema } from '../../src/decode/avro-schema.ts'

type Schema = Parameters<typeof avro.Type.forSchema>[0]

/** Every kind of Avro type at once. */
const EVERYTHING = {
  type: 'record',
  name: 'All',
  namespace: 'a.b',
  fields: [
    { name: 'flag', type: 'boolean' },
    { name: 'count', type: 'int' },
    { name: 'big', type: 'long' },
    { name: 'ratio', type: 'float' },
    { name: 'exact', type: 'double' },
    { name: 'raw', type: 'bytes' },
    { name: 'text', type: ['null', 'string'] },
    { name: 'kind', type: { type: 'enum', name: 'Kind', symbols: ['A', 'B'] } },
    { name: 'again', type: ['null', 'a.b.Kind'] },
    { name: 'hash', type: { type: 'fixed', name: 'Hash', size: 4 } },
    {
      name: 'list',
      type: { type: 'array', items: { type: 'record', name: 'In', fields: [{ name: 'x', type: 'string' }] } },
    },
    { name: 'more', type: { type: 'map', values: { type: 'array', items: 'a.b.In' } } },
  ],
}

const type = avro.Type.forSchema(EVERYTHING as Schema, { typeHook: exactLongs })
const guard = compileAvroGuard(type.schema())

const anything = fc.record({
  flag: fc.boolean(),
  count: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  big: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  ratio: fc.float(),
  exact: fc.double(),
  raw: fc.uint8Array().map(bytes => Buffer.from(bytes)),
  text: fc.option(fc.string({ unit: 'grapheme' })),
  kind: fc.constantFrom('A', 'B'),
  again: fc.option(fc.constantFrom('A', 'B')),
  hash: fc.uint8Array({ minLength: 4, maxLength: 4 }).map(bytes => Buffer.from(bytes)),
  list: fc.array(fc.record({ x: fc.string() })),
  more: fc.dictionary(
    fc.string().filter(key => key !== '__proto__'),
    fc.array(fc.record({ x: fc.string() })),
  ),
})

test('the guard ends where the value ends', () => {
  fc.assert(
    fc.property(anything, fc.nat(5), (value, extra) => {
      const bytes = type.toBuffer(value)
      expect(guard(Buffer.concat([bytes, Buffer.alloc(extra)]), 0)).toBe(bytes.length)
      for (let length = 0; length < bytes.length; length++) expect(guard(bytes.subarray(0, length), 0)).toBeLessThan(0)
    }),
    { numRuns: 100 },
  )
})

test('of broken bytes the guard lets through what avsc reads to the end, and nothing else', () => {
  let passed = 0
  fc.assert(
    fc.property(
      anything,
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 }),
      (value, changes) => {
        const bytes = type.toBuffer(value)
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte
        const fits = guard(bytes, 0) === bytes.length
        if (!fits) return
        passed++
        expect(() => type.fromBuffer(bytes)).not.toThrow()
      },
    ),
    { numRuns: 500 },
  )
  expect(passed).toBeGreaterThan(20)
})

test("longs come out exactly, as avsc's own could not", () => {
  fc.assert(
    fc.property(anything, value => {
      expect(BigInt((type.fromBuffer(type.toBuffer(value)) as { big: number | bigint }).big)).toBe(value.big)
    }),
  )
})

test('our own schema passes, one that contains itself by a detour does not', () => {
  expect(() => compileAvroGuard(avro.Type.forSchema(paymentAvroSchema() as Schema).schema())).not.toThrow()
  const detour = {
    type: 'record',
    name: 'A',
    fields: [
      { name: 'b', type: { type: 'record', name: 'B', fields: [{ name: 'a', type: { type: 'map', values: 'A' } }] } },
    ],
  }
  expect(() => compileAvroGuard(avro.Type.forSchema(detour as Schema).schema())).toThrow(RefusedSchema)
})
