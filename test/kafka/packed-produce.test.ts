import { createRequire } from 'node:module'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { installPackedProduce, PackedMessage } from '../../src/kafka/packed-produce.ts'

interface Request {
  apiKey: number
  apiVersion: number
  encode(): Promise<unknown>
}
interface Encoder {
  buffer: Buffer
}

const require = createRequire(import.meta.url)
const produce = require('kafkajs/src/protocol/requests/produce/index.js') as {
  protocol(asked: { version: number }): (given: object) => { request: Request }
}
const heartbeat = require('kafkajs/src/protocol/requests/heartbeat/index.js') as typeof produce
const createRequest = require('kafkajs/src/protocol/request.js') as (given: object) => Promise<Encoder>

function text(value: string): Buffer {
  const size = Buffer.alloc(2)
  size.writeInt16BE(value.length)
  return Buffer.concat([size, Buffer.from(value)])
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

const batch = fc.uint8Array({ minLength: 1, maxLength: 3000 }).map(bytes => Buffer.from(bytes))
const topics = fc.uniqueArray(
  fc.record({
    topic: fc.string({ unit: fc.constantFrom('a', 'b', '-'), minLength: 1, maxLength: 9 }),
    batches: fc.array(batch, { minLength: 1, maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 3, selector: each => each.topic },
)

test('a request with packed batches is what the protocol says: https://kafka.apache.org/protocol#The_Messages_Produce, version 7', async () => {
  installPackedProduce()
  await fc.assert(
    fc.asyncProperty(topics, fc.integer({ min: 0, max: 1 << 30 }), async (all, correlationId) => {
      const topicData = all.map(({ topic, batches }) => ({
        topic,
        partitions: batches.map((each, partition) => ({ partition, messages: [new PackedMessage(partition, each)] })),
      }))
      const { request } = produce.protocol({ version: 7 })({ acks: -1, timeout: 30_000, topicData })
      const { buffer } = await createRequest({ correlationId, clientId: 'tripline', request })
      const body = Buffer.concat([
        Buffer.from([0, 0, 0, 7]),
        int32(correlationId),
        text('tripline'),
        Buffer.from([0xff, 0xff, 0xff, 0xff]), // no transaction, acks of all
        int32(30_000),
        int32(all.length),
        ...all.flatMap(({ topic, batches }) => [
          text(topic),
          int32(batches.length),
          ...batches.flatMap((each, partition) => [int32(partition), int32(each.length), each]),
        ]),
      ])
      expect(buffer).toEqual(Buffer.concat([int32(body.length), body]))
    }),
    { numRuns: 200 },
  )
})

test('other requests are left as they are', async () => {
  installPackedProduce()
  const { request } = heartbeat.protocol({ version: 0 })({ groupId: 'g', groupGenerationId: 5, memberId: 'm' })
  const { buffer } = await createRequest({ correlationId: 1, clientId: 'c', request })
  const body = Buffer.concat([Buffer.from([0, 12, 0, 0]), int32(1), text('c'), text('g'), int32(5), text('m')])
  expect(buffer).toEqual(Buffer.concat([int32(body.length), body]))
})
