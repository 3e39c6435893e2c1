import type { EventRecord } from '../ports.ts'
import { type BatchContext, FetchedRecord } from './fetched-record.ts'

type Headers = NonNullable<EventRecord['headers']>

/** What is needed of the header of a record batch. */
export interface RecordBatchHead {
  baseOffset: bigint
  /** Milliseconds since 1970. */
  firstTimestampMs: number
  /** The broker's time, where that stands for the time of each record. */
  appendedAtMs: number | undefined
  count: number
  context: BatchContext
}

const NO_HEADERS: Headers = Object.freeze({})

/**
 * The records of a batch of format 2, not packed: https://kafka.apache.org/documentation/#record. Undefined when the bytes are not
 * as many records as the batch has. Keys, values and headers are views of the bytes.
 */
export function readRecords(bytes: Buffer, head: RecordBatchHead): FetchedRecord[] | undefined {
  const records: FetchedRecord[] = []
  const cursor = new Cursor(bytes)
  const base = Number(head.baseOffset)
  const isExact = Number.isSafeInteger(base + 0x7fffffff)
  for (let i = 0; i < head.count; i++) {
    const end = cursor.varint() + cursor.at
    if (end > bytes.length) return undefined
    cursor.at++ // the attributes of a record mean nothing so far
    const timestampMs = head.firstTimestampMs + cursor.varlong()
    const delta = cursor.varint()
    const key = cursor.bytes()
    const value = cursor.bytes()
    const headers = readHeaders(cursor, end)
    if (cursor.at !== end) return undefined
    const offset = isExact ? BigInt(base + delta) : head.baseOffset + BigInt(delta)
    records.push(new FetchedRecord(head.context, offset, head.appendedAtMs ?? timestampMs, key, value, headers))
  }
  return records
}

/** A name that comes more than once has a list. */
function readHeaders(cursor: Cursor, end: number): Headers {
  const count = cursor.varint()
  if (count <= 0) return NO_HEADERS
  const headers: Record<string, Buffer | Buffer[]> = {}
  for (let i = 0; i < count && cursor.at < end; i++) {
    const name = cursor.bytes()?.toString() ?? 'null'
    const value = cursor.bytes() as Buffer
    const before = Object.hasOwn(headers, name) ? headers[name] : undefined
    const all = before === undefined ? value : [before, value].flat()
    Object.defineProperty(headers, name, { value: all, writable: true, enumerable: true, configurable: true })
  }
  return headers
}

/** Reads from front to back. Past the end of the bytes it answers zeros; whoever reads compares places afterwards. */
class Cursor {
  at = 0
  private readonly all: Buffer

  constructor(all: Buffer) {
    this.all = all
  }

  /** Zigzag and seven bits a byte, 32 bits at most. */
  varint(): number {
    const { all } = this
    let rest = 0
    let byte = 128
    for (let shift = 0; byte >= 128; shift += 7) {
      byte = this.at < all.length ? all[this.at]! : 0
      this.at++
      rest |= (byte & 127) << shift
    }
    return (rest >>> 1) ^ -(rest & 1)
  }

  /** Likewise with 64 bits, exact up to 2⁵³. */
  varlong(): number {
    const { all } = this
    let rest = 0
    let byte = 128
    for (let unit = 1; byte >= 128; unit *= 128) {
      byte = this.at < all.length ? all[this.at]! : 0
      this.at++
      rest += (byte & 127) * unit
    }
    return rest % 2 === 0 ? rest / 2 : -(rest + 1) / 2
  }

  /** A length and as many bytes; null for a length below 0. */
  bytes(): Buffer | null {
    const length = this.varint()
    if (length < 0) return null
    const from = this.at
    this.at += length
    return this.all.subarray(from, this.at)
  }
}
