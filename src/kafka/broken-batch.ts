import { crc32c } from './crc32c.ts'

/**
 * kafkajs checks no checksum, and one record batch that cannot be unpacked fails the fetch of every partition. Our codecs
 * therefore look at the batch themselves, and give in place of a broken one records that only say so; the source pauses
 * that partition alone. Layout of a batch: https://kafka.apache.org/documentation/#recordbatch
 */
export const HEADER_BYTES = 61
const LENGTH_AT = 8
const LENGTH_COUNTS_FROM = 12
const MAGIC_AT = 16
const CRC_AT = 17
const CHECKED_FROM = 21
const COUNT_AT = 57
const MAGIC = 2
/** A count above this is itself broken: 1 MB of records has no room for it. */
const COUNT_MAX = 1_000_000

const BROKEN = 'tripline-broken-batch'

/** A batch so broken that it cannot even be told which partition it is of. */
export class BrokenBatch extends Error {
  /** Read by kafkajs: fetching the same bytes again at once is of no use. */
  readonly retriable = false

  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'BrokenBatch'
  }
}

export interface RecordBatch {
  baseOffset: bigint
  count: number
  hasRightChecksum(): boolean
}

/**
 * The batch whose records `packed` is. kafkajs gives codecs a view into the fetched bytes, so the header lies before it;
 * undefined when it does not, which a change in kafkajs would cause.
 */
export function batchAround(packed: Buffer): RecordBatch | undefined {
  if (packed.byteOffset < HEADER_BYTES) return undefined
  const batch = Buffer.from(packed.buffer, packed.byteOffset - HEADER_BYTES, HEADER_BYTES + packed.length)
  if (batch[MAGIC_AT] !== MAGIC || batch.readInt32BE(LENGTH_AT) + LENGTH_COUNTS_FROM !== batch.length) return undefined
  return {
    baseOffset: batch.readBigInt64BE(0),
    count: batch.readInt32BE(COUNT_AT),
    hasRightChecksum: () => batch.readUInt32BE(CRC_AT) === crc32c(batch.subarray(CHECKED_FROM)),
  }
}

/**
 * As many records as the batch has, each with the reason in a header. Their offset lies past every fetch position, so that
 * kafkajs cannot leave them out as read before. Throws when the count is broken too.
 */
export function recordsThatSayBroken({ baseOffset, count }: RecordBatch, reason: string): Buffer {
  const sentence = `the record batch at offset ${baseOffset} ${reason}`
  if (count > COUNT_MAX) throw new BrokenBatch(sentence)
  const key = Buffer.from(BROKEN)
  const text = Buffer.from(sentence)
  const none = varint(-1)
  const offsetDelta = varint(0x7fffffff)
  const header = [varint(1), varint(key.length), key, varint(text.length), text]
  const body = Buffer.concat([Buffer.from([0]), varint(0), offsetDelta, none, none, ...header])
  const record = Buffer.concat([varint(body.length), body])
  return Buffer.alloc(record.length * count, record)
}

/** The reason, when this is a record that stands for a broken batch. */
export function brokenReason(message: { value: Buffer | null; headers?: Record<string, unknown> }): string | undefined {
  if (message.value !== null) return undefined
  const reason = message.headers?.[BROKEN]
  return Buffer.isBuffer(reason) || typeof reason === 'string' ? reason.toString() : undefined
}

/** Zigzag and seven bits a byte, as record fields are written. */
function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = ((value << 1) ^ (value >> 31)) >>> 0
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80)
    rest >>>= 7
  }
  bytes.push(rest)
  return Buffer.from(bytes)
}
