import type { Type } from 'avsc'
import { avroLibrary } from './registry-libraries.ts'

let known: Type | undefined

/**
 * Avro longs as numbers where these are exact, else as bigints: avsc by itself throws beyond 2^53, so that a
 * nanosecond time in a field nobody reads would cost the payment.
 */
function exactLong(): Type {
  known ??= avroLibrary().types.LongType.__with(CONVERSION)
  return known
}

const CONVERSION = {
  fromBuffer: (bytes: Buffer): number | bigint => {
    const value = bytes.readBigInt64LE()
    const near = Number(value)
    return Number.isSafeInteger(near) ? near : value
  },
  toBuffer: (value: number | bigint): Buffer => {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64LE(BigInt(value))
    return bytes
  },
  fromJSON: (value: number | bigint) => value,
  toJSON: (value: number | bigint) => Number(value),
  isValid: (value: unknown) => typeof value === 'bigint' || Number.isSafeInteger(value),
  compare: (one: number | bigint, other: number | bigint) => (one < other ? -1 : one > other ? 1 : 0),
}

/** For avsc's `typeHook`: puts the exact long in place of every long. */
export function exactLongs(schema: unknown): Type | undefined {
  const type = typeof schema === 'object' && schema !== null ? (schema as { type?: unknown }).type : schema
  return type === 'long' ? exactLong() : undefined
}
