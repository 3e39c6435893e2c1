import { createRequire } from 'node:module'
import fc from 'fast-check'
import type { KafkaMessage } from 'kafkajs'
import { describe, expect, it } from 'vitest'
import { brokenReason } from '../../src/kafka/broken-batch.ts'
import { registerCodecs } from '../../src/kafka/codecs.ts'
import { crc32c } from '../../src/kafka/crc32c.ts'
import type { FetchedRecord } from '../../src/kafka/fetched-record.ts'
import { installOwnFetch } from '../../src/kafka/own-fetch.ts'

const require = createRequire(import.meta.url)
const DECODE_MESSAGES = require.resolve('kafkajs/src/protocol/requests/fetch/v4/decodeMessages.js')
const encodeRecord = require('kafkajs/src/protocol/recordBatch/record/v0/index.js') as (record: unknown) => unknown
const { RecordBatch } = require('kafkajs/src/protocol/recordBatch/v0/index.js') as {
  RecordBatch: (batch: unknown) => Promise<{ buffer: Buffer }>
}
const Answer = require('kafkajs/src/protocol/decoder.js') as new (bytes: Buffer) => { offset: number }

type Decode<Message> = (answer: { offset: number }) => Promise<Message[]>
registerCodecs()
const byLibrary = require(DECODE_MESSAGES) as Decode<
  KafkaMessage & Pick<FetchedRecord, 'batchContext' | 'isControlRecord' | 'headers'>
>
installOwnFetch()
const byUs = require(DECODE_MESSAGES) as Decode<FetchedRecord>

interface Batch {
  records: {
    key: Buffer | null
    value: Buffer | null
    headers: Record<string, Buffer | Buffer[]>
    timestampDelta: number
  }[]
  baseOffset: bigint
  firstTimestamp: number
  /** The bits above those of the codec. */
  attributes: number
  producerId: bigint
  compression: 0 | 1
}

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 20 }).map(each => Buffer.from(each)),
  fc.constantFrom(63, 64, 8191, 8192).map(length => Buffer.alloc(length, 'x')),
)
const text = fc.string({ unit: 'binary', maxLength: 6 }).filter(name => !(name in {}))
const batch: fc.Arbitrary<Batch> = fc.record({
  records: fc.array(
    fc.record({
      key: fc.option(bytes),
      value: fc.option(bytes),
      headers: fc.dictionary(text, fc.oneof(bytes, fc.array(bytes, { minLength: 2, maxLength: 3 })), { maxKeys: 3 }),
      timestampDelta: fc.oneof(fc.constant(0), fc.integer(), fc.integer({ min: -(2 ** 45), max: 2 ** 45 })),
    }),
    { maxLength: 5 },
  ),
  baseOffset: fc.oneof(fc.bigInt({ min: 0n, max: 10_000n }), fc.bigInt({ min: 0n, max: 2n ** 62n })),
  firstTimestamp: fc.integer({ min: -1, max: 2 ** 45 }),
  attributes: fc.constantFrom(0, 0, 0x8, 0x10, 0x20, 0x30),
  producerId: fc.bigInt({ min: -1n, max: 2n ** 40n }),
  compression: fc.constantFrom(0, 1),
})

/** The batch as a broker keeps it. */
async function encoded({
  records,
  baseOffset,
  firstTimestamp,
  attributes,
  producerId,
  compression,
}: Batch): Promise<Buffer> {
  const { buffer } = await RecordBatch({
    records: records.map((record, offsetDelta) => encodeRecord({ ...record, offsetDelta })),
    firstTimestamp,
    maxTimestamp: firstTimestamp + 77,
    lastOffsetDelta: records.length - 1,
    compression,
  })
  const made = Buffer.from(buffer)
  made.writeBigInt64BE(baseOffset, 0)
  made.writeInt16BE(made.readInt16BE(21) | attributes, 21)
  made.writeBigInt64BE(producerId, 43)
  return signed(made)
}

function signed(made: Buffer): Buffer {
  made.writeUInt32BE(crc32c(made.subarray(21)), 17)
  return made
}

/** Behind the size, and between other parts of an answer. */
function answerOf(set: Buffer): { offset: number } {
  const size = Buffer.alloc(4)
  size.writeInt32BE(set.length)
  const answer = new Answer(Buffer.concat([Buffer.alloc(70), size, set, Buffer.alloc(9, 1)]))
  answer.offset = 70
  return answer
}

/** All of a record as texts, which are quicker to compare than bytes. */
function said(
  message: Pick<FetchedRecord, 'timestamp' | 'key' | 'value' | 'headers' | 'isControlRecord' | 'batchContext'> & {
    offset: unknown
  },
) {
  const { offset, timestamp, key, value, headers, isControlRecord, batchContext } = message
  const { producerId, inTransaction } = batchContext
  const texts = [key, value].map(part => part?.toString('latin1') ?? null)
  const named = Object.entries(headers).map(([name, values]) => [name, [values].flat().map(String)])
  return [String(offset), timestamp, texts, named, isControlRecord, producerId, inTransaction]
}

describe('records of a fetch', () => {
  it('are those that kafkajs reads', async () => {
    const cutting = fc.option(fc.nat(80), { nil: 0 })
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { maxLength: 4 }), cutting, async (batches, cut) => {
        const whole = Buffer.concat(await Promise.all(batches.map(encoded)))
        const set = whole.subarray(0, Math.max(0, whole.length - cut))
        if (set.length > 0 && set.length < 17) {
          expect(await byUs(answerOf(set)), 'kafkajs throws').toEqual([])
          return
        }
        const [theirs, ours] = [answerOf(set), answerOf(set)]
        const expected = await byLibrary(theirs)
        const records = await byUs(ours)
        expect(ours.offset).toBe(theirs.offset)
        expect(records.map(said)).toEqual(expected.map(said))
      }),
      { numRuns: 200 },
    )
  })

  const plain: Batch = {
    records: ['a', 'b', 'c'].map(value => ({ key: null, value: Buffer.from(value), headers: {}, timestampDelta: 0 })),
    baseOffset: 5n,
    firstTimestamp: 1000,
    attributes: 0,
    producerId: -1n,
    compression: 0,
  }

  it('keep a header that is named like a part of every object', async () => {
    const headers = Object.fromEntries(['__proto__', 'constructor'].map(name => [name, Buffer.from('x')]))
    const made = await encoded({ ...plain, records: [{ ...plain.records[0]!, headers }] })
    const [record] = await byUs(answerOf(made))
    expect(Object.entries(record!.headers)).toEqual([
      ['__proto__', Buffer.from('x')],
      ['constructor', Buffer.from('x')],
    ])
  })

  it('say that their batch is broken where it holds others than it says, and leave the next batch whole', async () => {
    const good = await encoded(plain)
    const changes: [string, (made: Buffer) => void][] = [
      ['a record longer than the batch', made => made.writeUInt8(0xfe, 61)],
      ['a value longer than its record', made => made.writeUInt8(40, 66)],
      ['more records than there are', made => made.writeInt32BE(4, 57)],
      ['a wrong checksum', made => made.writeUInt8(made[67]! ^ 1, 67)],
    ]
    for (const [what, change] of changes) {
      const made = Buffer.from(good)
      change(made)
      if (what !== 'a wrong checksum') signed(made)
      const records = await byUs(answerOf(Buffer.concat([made, good])))
      const count = made.readInt32BE(57)
      const reasons = records.slice(0, count).map(brokenReason)
      expect(reasons, what).toEqual(Array(count).fill(expect.stringContaining('the record batch at offset 5 ')))
      expect(
        records.slice(count).map(({ value }) => String(value)),
        what,
      ).toEqual(['a', 'b', 'c'])
    }
  })
})
