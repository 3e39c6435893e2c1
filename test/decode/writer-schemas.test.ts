import avro from 'avsc'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exactLongs } from '../../src/decode/avro-long.ts'
import { EXAMPLE_READ, examplePayment } from './example-payment.ts'
import { frame, registryReading } from './registry-reading.ts'
import { SmallRegistry } from './small-registry.ts'

const registry = new SmallRegistry()

beforeAll(async () => {
  await registry.start()
})
afterAll(() => registry.stop())

const { decode, codeOf } = registryReading(() => ({ registryUrl: registry.url }))

describe('bad input 61: schemas that are refused before any bytes are decoded', () => {
  const record = (fields: object[]) => ({ type: 'record', name: 'Payment', namespace: 'x', fields })
  const refused: [string, object | string, string | undefined][] = [
    ['a list of nulls', record([{ name: 'bomb', type: { type: 'array', items: 'null' } }]), undefined],
    [
      'a list of empty records',
      record([{ name: 'bomb', type: { type: 'array', items: { type: 'record', name: 'E', fields: [] } } }]),
      undefined,
    ],
    ['a record that contains itself', record([{ name: 'next', type: ['null', 'x.Payment'] }]), undefined],
    ['a message that contains itself', 'syntax = "proto3"; message A { B b = 1; } message B { A a = 1; }', 'PROTOBUF'],
    ['a message of an unknown type', 'syntax = "proto3"; message A { Nothing b = 1; }', 'PROTOBUF'],
    ['a very large schema', record([{ name: 'a', type: 'string', doc: 'x'.repeat(300_000) }]), undefined],
    ['no Avro at all', '{"type":"nonsense"}', undefined],
    ['a broken JSON Schema', { type: 12 }, 'JSON'],
    ['a format nobody knows', '{}', 'THRIFT'],
  ]
  test.each(refused)('%s', async (_, schema, type) => {
    expect(await codeOf(frame(registry.add(schema, type), Buffer.alloc(20)))).toBe('schema-refused')
  })

  test('a count of 2^31 items in ten bytes is refused, and quickly', async () => {
    const id = registry.add(record([{ name: 'items', type: { type: 'array', items: 'string' } }]))
    const startedMs = performance.now()
    expect(await codeOf(frame(id, Buffer.from([0xfe, 0xff, 0xff, 0xff, 0x0f, 0, 0, 0])))).toBe('undecodable')
    expect(performance.now() - startedMs).toBeLessThan(1_000)
  })

  test('bad input 66: `__proto__` as a key of an Avro map', async () => {
    const id = registry.add(record([{ name: 'metadata', type: { type: 'map', values: 'string' } }]))
    const payload = Buffer.concat([Buffer.from([2, 18]), Buffer.from('__proto__'), Buffer.from([2, 120, 0])])
    expect(await codeOf(frame(id, payload))).toBe('forbidden-key')
  })
})

describe('writer schemas that differ from ours', () => {
  const required = [
    { name: 'id', type: 'string' },
    { name: 'occurredAt', type: 'string' },
    { name: 'currency', type: 'string' },
  ]
  async function written(fields: object[], value: object): Promise<Buffer> {
    const schema = { type: 'record', name: `P${registry.schemas.length}`, fields: [...required, ...fields] }
    const id = registry.add(schema)
    const { occurredAt, currency } = examplePayment()
    const type = avro.Type.forSchema(schema as Parameters<typeof avro.Type.forSchema>[0], { typeHook: exactLongs })
    return frame(id, type.toBuffer({ id: 'pay_1', occurredAt, currency, ...value }))
  }

  test('bad input 1: an Avro double NaN', async () => {
    const field = [{ name: 'amount', type: 'double' }]
    expect(await codeOf(await written(field, { amount: Number.NaN }))).toBe('amount-not-finite')
    expect(await codeOf(await written(field, { amount: Number.POSITIVE_INFINITY }))).toBe('amount-not-finite')
    expect(await codeOf(await written(field, { amount: 129.9 }))).toBe('payment')
  })

  test('bad input 60: an Avro long beyond 2^53 is exact, and costs the payment only where it matters', async () => {
    const trace = [
      { name: 'amount', type: 'string' },
      { name: 'trace', type: 'long' },
    ]
    const decoded = await decode(await written(trace, { amount: '5.00', trace: 2n ** 62n }))
    expect(decoded).toMatchObject({ kind: 'payment', warnings: ['unknown-field'] })
    const amount = [{ name: 'amount', type: 'long' }]
    expect(await codeOf(await written(amount, { amount: 2n ** 53n + 1n }))).toBe('unsafe-number')
  })

  test('bad input 62: a renamed field is a missing one', async () => {
    expect(await codeOf(await written([{ name: 'total', type: 'string' }], { total: '5.00' }))).toBe('missing-field')
  })

  test('bad input 63: an optional field more', async () => {
    const fields = [
      { name: 'amount', type: 'string' },
      { name: 'tip', type: ['null', 'string'], default: null },
    ]
    expect(await decode(await written(fields, { amount: '5.00', tip: '1.00' }))).toMatchObject({
      kind: 'payment',
      warnings: ['unknown-field'],
    })
  })

  test('bad input 64: an enum symbol that we do not know', async () => {
    const status = { type: 'enum', name: 'S', symbols: ['authorized', 'teleported'] }
    const fields = [
      { name: 'amount', type: 'string' },
      { name: 'status', type: status },
    ]
    expect(await codeOf(await written(fields, { amount: '5.00', status: 'teleported' }))).toBe('not-in-list')
    expect(await codeOf(await written(fields, { amount: '5.00', status: 'authorized' }))).toBe('payment')
  })

  test('times as a long, once the settings name the unit', async () => {
    const schema = {
      type: 'record',
      name: 'T',
      fields: [
        { name: 'id', type: 'string' },
        { name: 'occurredAt', type: { type: 'long', logicalType: 'timestamp-millis' } },
        { name: 'amount', type: 'string' },
        { name: 'currency', type: 'string' },
      ],
    }
    const type = avro.Type.forSchema(schema as Parameters<typeof avro.Type.forSchema>[0])
    const value = { id: 'a', occurredAt: EXAMPLE_READ.occurredAtMs, amount: '1.00', currency: 'USD' }
    const bytes = frame(registry.add(schema), type.toBuffer(value))
    expect(await codeOf(bytes)).toBe('implausible-time')
    expect(await decode(bytes, { timeUnit: 'ms' })).toMatchObject({
      payment: { occurredAtMs: EXAMPLE_READ.occurredAtMs },
    })
  })
})
