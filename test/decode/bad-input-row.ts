import { describe, expect, test } from 'vitest'
import { DECODE_CODES } from '../../src/decode/codes.ts'
import { createDecoder, type DecoderOptions } from '../../src/decode/create-decoder.ts'
import type { Decoded } from '../../src/decode/decoder.ts'
import type { Payment } from '../../src/model/payment.ts'
import type { EventRecord } from '../../src/ports.ts'
import { examplePayment, recordOf } from './example-payment.ts'
import { fullDecoder } from './full-decoder.ts'

/**
 * One row of the bad-input catalogue, as a JSON decoder meets it. Rows about frames and schemas stand in registry.test.ts,
 * those about delivery, velocity and rules with their rooms.
 */
export interface BadInput {
  row: number
  title: string
  /** Fields of the example payment to replace, by path: `card.bin`. `undefined` takes the field out. */
  set?: Record<string, unknown>
  /** The record's value, where it is no example payment. */
  bytes?: string | Buffer | null
  record?: Partial<EventRecord>
  options?: Partial<DecoderOptions>
  /** The code it is refused with. */
  rejects?: string
  /** Where the refusal points; the only changed field unless said, `none` for nowhere. */
  field?: string
  /** The exact warnings; none unless said. */
  warns?: string[]
  /** A part of the payment that comes out. */
  reads?: { [F in keyof Payment]?: unknown }
  ignored?: string
}

/** A test number of the card networks; nothing that comes out of the decoder may hold it. */
export const VISA = '4111111111111111'

/** The example payment as JSON with fields replaced. */
export function paymentWith(set: Record<string, unknown> = {}): string {
  const payment = examplePayment()
  for (const [path, value] of Object.entries(set)) {
    const names = path.split('.')
    const last = names.pop()!
    let object = payment
    for (const name of names) object = object[name] as Record<string, unknown>
    object[last] = value
  }
  return JSON.stringify(payment)
}

export function testBadInput(rows: readonly BadInput[]): void {
  describe.each(rows)('bad input $row', row => {
    test(row.title, () => {
      const decoded = decode(row)
      if (row.rejects) expectRefusal(decoded, row)
      else if (row.ignored) expect(decoded).toEqual({ kind: 'ignored', reason: row.ignored })
      else {
        expect(decoded).toMatchObject({ kind: 'payment', payment: row.reads ?? {} })
        expect(decoded.kind === 'payment' && decoded.warnings).toEqual(row.warns ?? [])
      }
      const text = JSON.stringify(decoded, (_, value) => (typeof value === 'bigint' ? String(value) : value))
      expect(text.replace(/[ -]/g, ''), 'no card number in whatever grouping').not.toContain(VISA)
    })
  })
}

function decode({ bytes, set, record, options }: BadInput): Decoded {
  const asked = { format: 'json', secret: 'test', metadataFields: { campaign: 'text' }, ...options } as const
  const arrived = recordOf(bytes === undefined ? paymentWith(set) : bytes, record)
  const decoded = createDecoder(asked).decode(arrived)
  expect(decoded, 'the quick way and the full one agree').toStrictEqual(fullDecoder(asked).decode(arrived))
  return decoded
}

function expectRefusal(decoded: Decoded, { rejects, field, set = {} }: BadInput): void {
  expect(decoded).toMatchObject({ kind: 'rejected', problem: { code: rejects, severity: 'error' } })
  if (decoded.kind !== 'rejected') return
  const { problem, summary } = decoded
  const changed = Object.keys(set)
  expect(problem.field).toBe(field === 'none' ? undefined : (field ?? (changed.length === 1 ? changed[0] : undefined)))
  expect(DECODE_CODES[problem.code as keyof typeof DECODE_CODES].severity).toBe('reject')
  expect(problem.message).toMatch(/^[^A-Z].*[^.]$/)
  expect(problem.suggestion, 'says what to do').toBeTruthy()
  expect(summary.length).toBeLessThanOrEqual(600)
}
