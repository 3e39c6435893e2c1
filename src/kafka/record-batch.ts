import type { Output } from '../ports.ts'
import { crc32c } from './crc32c.ts'

const HEADER_BYTES = 61
const LENGTH_COUNTS_FROM = 12
const CHECKED_FROM = 21
const MAGIC = 2
/** Attributes, and the difference to the first timestamp, which is 0: all records of a batch are written at one time. */
const FIXED_BYTES = 2
const NONE = -1

/**
 * The outputs as one record batch of Kafka (format 2, not compressed), in their order:
 * https://kafka.apache.org/documentation/#recordbatch. kafkajs encodes each record into buffers of its own and keeps lists of
 * them; that was two fifths of all that a running process allocated.
 */
export function recordBatchOf(outputs: readonly Output[], nowMs: number): Buffer {
  const bodies = outputs.map(bodyBytes)
  const bytes = bodies.reduce((sum, body) => sum + varintBytes(body) + body, HEADER_BYTES)
  const batch = Buffer.allocUnsafe(bytes)
  let at = HEADER_BYTES
  for (const [offset, output] of outputs.entries()) at = writeRecord(batch, at, bodies[offset]!, offset, output)
  writeHeader(batch, outputs.length, nowMs)
  return batch
}

function writeHeader(batch: Buffer, count: number, nowMs: number): void {
  batch.writeBigInt64BE(0n, 0)
  batch.writeInt32BE(batch.length - LENGTH_COUNTS_FROM, 8)
  batch.writeInt32BE(NONE, 12) // the leader's epoch, which is the broker's to fill in
  batch.writeInt8(MAGIC, 16)
  batch.writeInt16BE(0, 21)
  batch.writeInt32BE(count - 1, 23)
  batch.writeBigInt64BE(BigInt(nowMs), 27)
  batch.writeBigInt64BE(BigInt(nowMs), 35)
  batch.writeBigInt64BE(BigInt(NONE), 43) // producer, its epoch and its sequence: not idempotent in Kafka's sense
  batch.writeInt16BE(NONE, 51)
  batch.writeInt32BE(NONE, 53)
  batch.writeInt32BE(count, 57)
  batch.writeUInt32BE(crc32c(batch.subarray(CHECKED_FROM)), 17)
}

function writeRecord(batch: Buffer, from: number, body: number, offset: number, output: Output): number {
  const { key, value, headers } = output
  let at = writeVarint(batch, from, body)
  batch[at++] = 0
  batch[at++] = 0
  at = writeVarint(batch, at, offset)
  at = writeText(batch, at, key)
  at = writeText(batch, at, value)
  if (headers === undefined) return writeVarint(batch, at, 0)
  const names = Object.keys(headers)
  at = writeVarint(batch, at, names.length)
  for (const name of names) at = writeText(batch, writeText(batch, at, name), headers[name]!)
  return at
}

function bodyBytes({ key, value, headers }: Output, offset: number): number {
  const bytes = FIXED_BYTES + varintBytes(offset) + textBytes(key) + textBytes(value)
  if (headers === undefined) return bytes + varintBytes(0)
  const names = Object.keys(headers)
  return names.reduce(
    (sum, name) => sum + textBytes(name) + textBytes(headers[name]!),
    bytes + varintBytes(names.length),
  )
}

function textBytes(text: string): number {
  const bytes = Buffer.byteLength(text)
  return varintBytes(bytes) + bytes
}

function writeText(into: Buffer, from: number, text: string): number {
  const bytes = Buffer.byteLength(text)
  const at = writeVarint(into, from, bytes)
  into.write(text, at, bytes, 'utf8')
  return at + bytes
}

/** Lengths and counts are written zigzag, so a number from 0 on is doubled. All are below 2³⁰. */
function varintBytes(number: number): number {
  let bytes = 1
  for (let rest = number >>> 6; rest > 0; rest >>>= 7) bytes++
  return bytes
}

function writeVarint(into: Buffer, from: number, number: number): number {
  let at = from
  let rest = number << 1
  for (; rest > 127; rest >>>= 7) into[at++] = (rest & 127) | 128
  into[at++] = rest
  return at
}
