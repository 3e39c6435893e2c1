import { createRequire } from 'node:module'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { recordBatchOf } from '../../src/kafka/record-batch.ts'
import type { Output } from '../../src/ports.ts'

interface Encoder {
  buffer: Buffer
}
const require = createRequire(import.meta.url)
const encodeRecord = require('kafkajs/src/protocol/recordBatch/record/v0/index.js') as (record: unknown) => Encoder
const { RecordBatch } = require('kafkajs/src/protocol/recordBatch/v0/index.js') as {
  RecordBatch: (batch: unknown) => Promise<Encoder>
}

/** The bytes that kafkajs makes of the same outputs. */
async function byLibrary(outputs: readonly Output[], nowMs: number): Promise<Buffer> {
  const records = outputs.map(({ key, value, headers }, offsetDelta) =>
    encodeRecord({ key, value, headers, offsetDelta }),
  )
  const batch = await RecordBatch({
    records,
    firstTimestamp: nowMs,
    maxTimestamp: nowMs,
    lastOffsetDelta: records.length - 1,
    partitionLeaderEpoch: -1,
    producerEpoch: -1,
    firstSequence: -1,
  })
  return batch.buffer
}

const lengths = fc.constantFrom(62, 63, 64, 65, 8190, 8191, 8192, 8193) // where a length takes a byte more
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  lengths.map(length => 'é'.repeat(length >> 1) + 'x'.repeat(length & 1)),
)
const output = fc.record<Output, 'topic' | 'key' | 'value'>(
  {
    topic: fc.constant('decisions'),
    key: text,
    value: text,
    headers: fc.dictionary(text, text, { maxKeys: 3 }),
  },
  { requiredKeys: ['topic', 'key', 'value'] },
)

it('is byte for byte what kafkajs makes of the same records', async () => {
  const outputs = fc.oneof(fc.array(output, { minLength: 1 }), fc.array(output, { minLength: 60, maxLength: 70 }))
  await fc.assert(
    fc.asyncProperty(outputs, fc.integer({ min: 0, max: 4e12 }), async (each, nowMs) => {
      expect(recordBatchOf(each, nowMs).equals(await byLibrary(each, nowMs))).toBe(true)
    }),
    { numRuns: 100 },
  )
})
