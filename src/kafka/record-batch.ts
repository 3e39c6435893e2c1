import type { Output } from '../ports.ts'
import { crc32c } from './crc32c.ts'

const HEADER_BYTES = 61
const LENGTH_COUNTS_FROM = 12
const CHECKED_FROM = 21
const MAGIC = 2
/** Attributes, and the difference to the first timestamp, which is 0: all records of a batch are written at one time. */
const FIXED_BYTES = 2
const NONE = -1

/** What stands in a record. */
type KeyedText = Pick<Output, 'key' | 'value' | 'headers'>

/** Names of headers, which are few and stand in every record. */
const names = new Map<string, Buffer>()
const NAMES_MAX = 100

/**
 * The outputs as one record batch of Kafka (format 2, not compressed), in their order:
 * https://kafka.apache.org/documentation/#recordbatch. kafkajs encodes each record into buffers of its own and keeps lists of
 * them; that was two fifths of all that a running process allocated.
 */
export function recordBatchOf(outputs: readonly KeyedText[], nowMs: number): Buffer {
  // Of each record the bytes of all, of its key, of its value and of each value of a header, so that none is measured twice.
  const lengths: number[] = []
  let bytes = HEADER_BYTES
  for (let offset = 0; offset < outputs.length; offset++) bytes += measure(outputs[offset]!, offset, lengths)
  const batch = Buffer.allocUnsafe(bytes)
  let at = HEADER_BYTES
  let next = 0
  for (let offset = 0; offset < outputs.length; offset++) {
    const { key, value, headers } = outputs[offset]!
    at = writeVarint(batch, at, lengths[next++]!)
    batch[at++] = 0
    batch[at++] = 0
    at = writeVarint(batch, at, offset)
    at = writeText(batch, at, key, lengths[next++]!)
    at = writeText(batch, at, value, lengths[next++]!)
    at = writeVarint(batch, at, headers === undefined ? 0 : lengths[next++]!)
    for (const name in headers) {
      at = writeBytes(batch, at, encodedName(name))
      at = writeText(batch, at, headers[name]!, lengths[next++]!)
    }
  }
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

/** Puts the lengths of a record in line and answers the bytes that it takes, its own length included. */
function measure({ key, value, headers }: KeyedText, offset: number, lengths: number[]): number {
  const first = lengths.length
  const keyBytes = Buffer.byteLength(key)
  const valueBytes = Buffer.byteLength(value)
  lengths.push(0, keyBytes, valueBytes)
  let body = FIXED_BYTES + varintBytes(offset) + withLength(keyBytes) + withLength(valueBytes)
  if (headers === undefined) body += varintBytes(0)
  else {
    let count = 0
    lengths.push(0)
    for (const name in headers) {
      const bytes = Buffer.byteLength(headers[name]!)
      lengths.push(bytes)
      body += withLength(encodedName(name).length) + withLength(bytes)
      count++
    }
    lengths[first + 3] = count
    body += varintBytes(count)
  }
  lengths[first] = body
  return withLength(body)
}

function encodedName(name: string): Buffer {
  const known = names.get(name)
  if (known !== undefined) return known
  if (names.size >= NAMES_MAX) names.clear()
  const made = Buffer.from(name)
  names.set(name, made)
  return made
}

function writeText(into: Buffer, from: number, text: string, bytes: number): number {
  const at = writeVarint(into, from, bytes)
  // As many bytes as characters is ASCII, which is copied as it lies: half the cost.
  into.write(text, at, bytes, bytes === text.length ? 'latin1' : 'utf8')
  return at + bytes
}

function writeBytes(into: Buffer, from: number, bytes: Buffer): number {
  let at = writeVarint(into, from, bytes.length)
  for (let i = 0; i < bytes.length; i++) into[at++] = bytes[i]!
  return at
}

const withLength = (bytes: number): number => varintBytes(bytes) + bytes

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
