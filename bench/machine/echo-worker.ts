/**
 * Writes each payment back as a review, and does nothing else: what kafkajs, the broker and this machine take of the latency of
 * anything that reads and writes Kafka. Records are handed over, so that fetching goes on while earlier ones are written.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { type EachBatchPayload, Kafka, type KafkaMessage, logLevel, type Message } from 'kafkajs'

const { BENCH_BROKERS = '', BENCH_GROUP = '', BENCH_PAYMENTS = '', BENCH_REVIEWS = '' } = process.env
const SEND_RECORDS_MAX = 700
/** As often as Tripline commits. */
const COMMIT_PAUSE_MS = 20

const kafka = new Kafka({ brokers: [BENCH_BROKERS], logLevel: logLevel.NOTHING })
const consumer = kafka.consumer({ groupId: BENCH_GROUP, maxWaitTimeInMs: 100 })
const producer = kafka.producer({ allowAutoTopicCreation: false })
const queue: KafkaMessage[] = []
let [isWriting, isCommitting] = [false, false]
let [written, committed] = [0, 0]
let commitOffsets: EachBatchPayload['commitOffsetsIfNecessary']

await Promise.all([consumer.connect(), producer.connect()])
await consumer.subscribe({ topic: BENCH_PAYMENTS, fromBeginning: true })
await consumer.run({
  autoCommit: false,
  eachBatchAutoResolve: false,
  eachBatch: async ({ batch, resolveOffset, commitOffsetsIfNecessary }) => {
    commitOffsets = commitOffsetsIfNecessary
    queue.push(...batch.messages)
    resolveOffset(batch.lastOffset())
    void write()
  },
})

async function write(): Promise<void> {
  if (isWriting) return
  isWriting = true
  while (queue.length > 0) {
    const part = queue.splice(0, SEND_RECORDS_MAX)
    await producer.send({ topic: BENCH_REVIEWS, acks: -1, messages: part.map(reviewOf) })
    written = Number(part.at(-1)!.offset) + 1
    void commit()
  }
  isWriting = false
}

async function commit(): Promise<void> {
  if (isCommitting) return
  isCommitting = true
  while (written > committed) {
    const offset = written
    await commitOffsets({ topics: [{ topic: BENCH_PAYMENTS, partitions: [{ partition: 0, offset: String(offset) }] }] })
    committed = offset
    await pause(COMMIT_PAUSE_MS)
  }
  isCommitting = false
}

/** The same text, with the id where reviews have it. */
function reviewOf({ key, value }: KafkaMessage): Message {
  return { key, value: value!.toString().replace('{"id":', '{"paymentId":') }
}
