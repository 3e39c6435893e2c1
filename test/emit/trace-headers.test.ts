import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { traceHeaders } from '../../src/emit/trace-headers.ts'
import type { EventRecord } from '../../src/ports.ts'

const record = (part: Partial<EventRecord> = {}): EventRecord => ({
  topic: 'payments',
  partition: 3,
  offset: 12_345n,
  key: null,
  value: null,
  ...part,
})
const traceOf = (part: Partial<EventRecord> = {}) => traceHeaders(record(part)).traceparent.slice(3, 35)

/** As https://www.w3.org/TR/trace-context/#traceparent-header-field-values has it: no part may be all zeros. */
const VALID = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/
const GIVEN = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'

describe('the trace of a record', () => {
  test('is the one it came with, however the client gives headers', () => {
    for (const traceparent of [GIVEN, Buffer.from(GIVEN), [GIVEN, 'other'], [Buffer.from(GIVEN)]]) {
      expect(traceHeaders(record({ headers: { traceparent } }))).toEqual({ traceparent: GIVEN })
    }
  })

  test('can be read back to where the record lies when it came with none', () => {
    const trace = traceOf()
    expect(Number.parseInt(trace.slice(10, 18), 16)).toBe(3)
    expect(Number.parseInt(trace.slice(18), 16)).toBe(12_345)
  })

  test('is made where the one that came is none', () => {
    const wrong = [
      '',
      GIVEN.toUpperCase(),
      GIVEN.replace('00-', 'ff-'),
      GIVEN.slice(1),
      `${GIVEN}\n`,
      `${GIVEN}-more`,
      `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
      `00-4bf92f3577b34da6a3ce929d0e0e4736-${'0'.repeat(16)}-01`,
      '4111111111111111',
    ]
    for (const traceparent of wrong) expect(traceOf({ headers: { traceparent } }), traceparent).toBe(traceOf())
    expect(traceOf({ headers: { traceparent: [] } })).toBe(traceOf())
  })

  test('brings no other header along', () => {
    expect(traceHeaders(record({ headers: { traceparent: GIVEN, tracestate: 'a=4111111111111111' } }))).toEqual({
      traceparent: GIVEN,
    })
  })

  test('is valid, the same each time, and another one for every other place', () => {
    const place = fc.record({
      topic: fc.string({ minLength: 1, maxLength: 249 }),
      partition: fc.nat(100_000),
      offset: fc.bigInt({ min: 0n, max: 2n ** 53n - 1n }),
    })
    const nameOf = (each: { topic: string; partition: number; offset: bigint }) =>
      `${each.topic}/${each.partition}/${each.offset}`
    fc.assert(
      fc.property(place, place, (one, other) => {
        expect(traceHeaders(record(one)).traceparent).toMatch(VALID)
        expect(traceOf(one)).toBe(traceOf(one))
        expect(traceOf(one) === traceOf(other)).toBe(nameOf(one) === nameOf(other))
      }),
    )
  })
})
