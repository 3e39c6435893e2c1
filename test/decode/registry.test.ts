import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Outage } from '../../src/model/problem.ts'
import { type FramedFormat, paymentEncoder } from './encode.ts'
import { EXAMPLE_READ, examplePayment, recordOf } from './example-payment.ts'
import { frame, registryReading } from './registry-reading.ts'
import { SmallRegistry } from './small-registry.ts'

const registry = new SmallRegistry()
let nowMs = 0

beforeAll(async () => {
  await registry.start()
})
afterAll(() => registry.stop())
beforeEach(() => {
  registry.broken = undefined
  nowMs = 1_000_000
})

const { decoder, decode, codeOf } = registryReading(() => ({ registryUrl: registry.url, nowMs: () => nowMs }))

const FORMATS: FramedFormat[] = ['avro', 'json-schema', 'protobuf']

describe.each(FORMATS)('%s through the registry', format => {
  test('the example payment comes out as from JSON', async () => {
    const { encode } = await paymentEncoder(registry.url, format)
    const bytes = await encode(examplePayment())
    for (const asked of [format, 'auto'] as const) {
      expect(await decode(bytes, { format: asked })).toEqual({ kind: 'payment', payment: EXAMPLE_READ, warnings: [] })
    }
  })

  test('a payment of the required fields alone', async () => {
    const { encode } = await paymentEncoder(registry.url, format)
    const { id, occurredAt, amount, currency } = examplePayment()
    const decoded = await decode(await encode({ id, occurredAt, amount, currency }))
    expect(decoded).toMatchObject({
      kind: 'payment',
      payment: { id: 'pay_1001', status: 'pending', amountMinor: 12990 },
    })
  })

  test('a wrong field is refused by the same rules as in JSON', async () => {
    const { encode } = await paymentEncoder(registry.url, format)
    expect(await codeOf(await encode({ ...examplePayment(), amount: '1,50' }))).toBe('amount-malformed')
    expect(await codeOf(await encode({ ...examplePayment(), id: ' ' }))).toBe('bad-id')
  })

  test('bad input 59: truncated and trailing bytes never come out as the payment', async () => {
    const { encode } = await paymentEncoder(registry.url, format)
    const bytes = await encode(examplePayment())
    const made = decoder({ format })
    await made.prepare([recordOf(bytes)])
    // A Protobuf message cut between two fields is a whole one, so its cuts are only asked not to throw.
    for (let length = 5; length < bytes.length; length++) {
      const decoded = made.decode(recordOf(bytes.subarray(0, length)))
      if (format !== 'protobuf') expect(decoded.kind).toBe('rejected')
    }
    expect(await codeOf(Buffer.concat([bytes, Buffer.from([7, 7, 7])]), { format })).toMatch(/undecodable|bad-json/)
  })

  test('a schema of another format is refused', async () => {
    const other = FORMATS.find(candidate => candidate !== format)!
    const { encode } = await paymentEncoder(registry.url, other)
    expect(await codeOf(await encode(examplePayment()), { format })).toBe('schema-refused')
  })
})

describe('frames', () => {
  test('bad input 55: 0 to 4 bytes are a short frame', async () => {
    for (let length = 0; length < 5; length++) {
      expect(await codeOf(Buffer.alloc(length), { format: 'avro' })).toBe('short-frame')
      if (length > 0) expect(await codeOf(Buffer.alloc(length), { format: 'auto' })).toBe('short-frame')
    }
  })

  test('bad input 56: plain JSON on an Avro topic, and magic byte 1', async () => {
    expect(await codeOf(Buffer.from(JSON.stringify(examplePayment())), { format: 'avro' })).toBe('wrong-magic')
    expect(await codeOf(Buffer.concat([Buffer.from([1]), frame(1)]), { format: 'avro' })).toBe('wrong-magic')
    expect(await codeOf(Buffer.from(JSON.stringify(examplePayment())), { format: 'auto' })).toBe('payment')
  })

  test('a tombstone passes', async () => {
    const made = decoder()
    const record = recordOf(null)
    await made.prepare([record])
    expect(made.decode(record)).toEqual({ kind: 'ignored', reason: 'tombstone' })
  })

  test('Confluent message paths and none mean the same message', async () => {
    const { encode } = await paymentEncoder(registry.url, 'protobuf')
    const bytes = await encode(examplePayment())
    const withPath = Buffer.concat([bytes.subarray(0, 5), Buffer.from([0]), bytes.subarray(5)])
    const withLongPath = Buffer.concat([bytes.subarray(0, 5), Buffer.from([2, 0]), bytes.subarray(5)])
    for (const framed of [withPath, withLongPath]) {
      expect(await decode(framed)).toMatchObject({ kind: 'payment', payment: { id: 'pay_1001' } })
    }
    const nowhere = Buffer.concat([bytes.subarray(0, 5), Buffer.from([2, 60]), bytes.subarray(5)])
    expect(await codeOf(nowhere)).toBe('undecodable')
  })
})

describe('schema ids', () => {
  test('bad input 57: 0 and negative ids are refused at once', async () => {
    for (const id of [0, -1, -(2 ** 31)]) expect(await codeOf(frame(id))).toBe('schema-unknown')
  })

  test('bad input 57: an unknown id is waited for a minute, then refused', async () => {
    const made = decoder()
    const record = recordOf(frame(2 ** 31 - 1))
    await expect(made.prepare([record])).rejects.toBeInstanceOf(Outage)
    nowMs += 59_000
    await expect(made.prepare([record])).rejects.toBeInstanceOf(Outage)
    nowMs += 1_000
    await made.prepare([record])
    expect(made.decode(record)).toMatchObject({ kind: 'rejected', problem: { code: 'schema-unknown' } })

    const asked = registry.requests
    await made.prepare([record])
    expect(registry.requests, 'not asked again for a while').toBe(asked)

    const other = recordOf(frame(2 ** 31 - 2))
    await made.prepare([other])
    expect(made.decode(other), 'no second wait, or junk would stop the stream').toMatchObject({
      problem: { code: 'schema-unknown' },
    })
  })

  test('a schema that appears while it is waited for is used', async () => {
    const made = decoder()
    const id = registry.schemas.length + 1
    const record = recordOf(frame(id, JSON.stringify(examplePayment())))
    await expect(made.prepare([record])).rejects.toBeInstanceOf(Outage)
    registry.add({ type: 'object' }, 'JSON')
    await made.prepare([record])
    expect(made.decode(record)).toMatchObject({ kind: 'payment' })
  })

  test('bad input 58: a schema of another subject', async () => {
    const { encode } = await paymentEncoder(registry.url, 'avro', 'refunds-value')
    const bytes = await encode(examplePayment())
    expect(await codeOf(bytes, { registrySubjects: ['payments-value'] })).toBe('schema-not-allowed')
    expect(await codeOf(bytes, { registrySubjects: ['payments-value', 'refunds-value'] })).toBe('payment')
  })
})

describe('a registry that is down is an outage, never a dead letter', () => {
  const answers: [string, number, string][] = [
    ['500', 500, '{"error_code":50001,"message":"backend"}'],
    ['503 in HTML', 503, '<html>busy</html>'],
    ['401', 401, '{"error_code":401,"message":"who are you"}'],
    ["a proxy's 404", 404, '{"error_code":404,"message":"HTTP 404 Not Found"}'],
    ['200 without a schema', 200, '{}'],
    ['200 in HTML', 200, '<html>log in</html>'],
  ]
  test.each(answers)('%s', async (_, status, body) => {
    const { encode } = await paymentEncoder(registry.url, 'avro')
    const bytes = await encode(examplePayment())
    registry.broken = { status, body }
    const message = status === 200 || status === 503 ? /answer/ : new RegExp(`status ${status}`)
    await expect(decode(bytes)).rejects.toMatchObject({
      name: 'Outage',
      dependency: 'registry',
      message: expect.stringMatching(message),
    })
  })

  test('nobody listens, then somebody does', async () => {
    const { encode } = await paymentEncoder(registry.url, 'avro')
    const record = recordOf(await encode(examplePayment()))
    const made = decoder()
    await registry.stop()
    await expect(made.prepare([record])).rejects.toMatchObject({ name: 'Outage', dependency: 'registry' })
    await registry.start()
    await made.prepare([record])
    expect(made.decode(record).kind).toBe('payment')
    await registry.stop()
    await made.prepare([record])
    expect(made.decode(record).kind, 'a known schema needs no registry').toBe('payment')
    await registry.start()
  })
})
