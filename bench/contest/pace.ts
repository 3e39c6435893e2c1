/**
 * A process of its own, so that measuring disturbs as little as it can: sends payments at a steady pace and reads the
 * reviews that come of them. Each payment has a time at which it is due; whatever keeps it from being sent then, counts.
 * Record batches are encoded by us: kafkajs would take as much of the machine for that as what is measured.
 * Told by BENCH_ variables; sends the outcome to the process that forked it, and ends with it.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { Kafka, logLevel } from 'kafkajs'
import { installPackedProduce, PackedMessage } from '../../src/kafka/packed-produce.ts'
import { recordBatchOf } from '../../src/kafka/record-batch.ts'
import type { Output } from '../../src/ports.ts'
import { jobPayments, numberOf, paymentText, type Spread } from '../job/job-payments.ts'
import type { PaceOutcome } from './run-pace.ts'

const { BENCH_BROKERS = '', BENCH_PAYMENTS = '', BENCH_REVIEWS = '', BENCH_SPREAD = '' } = process.env
const [rate, seconds, from] = [process.env.BENCH_RATE, process.env.BENCH_SECONDS, process.env.BENCH_FROM].map(
  Number,
) as [number, number, number]
const WARM_UP_SHARE = 0.2
const SILENCE_MS = 1500
/** What the broker takes in one request. */
const SEND_PAYMENTS = 700
/**
 * What is due goes out this often. The producer of Kafka's own client waits 5 ms by default; without any wait, the requests of the
 * sender alone keep half a core busy, and latency is theirs.
 */
const SEND_EVERY_MS = 3
/** Courses on which latency is measured have this one. */
const PARTITION = 0

process.once('disconnect', () => process.exit(1))
const payment = jobPayments(JSON.parse(BENCH_SPREAD) as Spread)
const count = Math.round(rate * seconds)
const outputs = Array.from({ length: count }, (_, at): Output => {
  const each = payment(from + at)
  return { topic: 'decisions', key: `c_${each.keyNumbers[4]}`, value: paymentText(each) }
})

installPackedProduce()
const kafka = new Kafka({ brokers: [BENCH_BROKERS], logLevel: logLevel.NOTHING })
const producer = kafka.producer({ allowAutoTopicCreation: false })
const consumer = kafka.consumer({ groupId: `${BENCH_REVIEWS}-pace-${from}`, maxWaitTimeInMs: 100 })
await Promise.all([producer.connect(), consumer.connect()])
await consumer.subscribe({ topic: BENCH_REVIEWS })

const latenciesMs: number[] = []
let startMs = Number.POSITIVE_INFINITY
let lastMs = 0
const joined = new Promise<void>(resolve => consumer.on(consumer.events.FETCH, () => resolve()))
await consumer.run({
  autoCommit: false,
  eachBatch: async ({ batch }) => {
    lastMs = performance.now()
    for (const { value } of batch.messages) {
      const number = numberOf(/"paymentId":"(pay_\d+)"/.exec(value!.toString('utf8', 0, 60))![1]!) - from
      if (number >= count * WARM_UP_SHARE) latenciesMs.push(lastMs - startMs - (number * 1000) / rate)
    }
  },
})
await joined

startMs = performance.now() + 200
let [sent, latestMs, nextMs] = [0, 0, 0]
while (sent < count) {
  const nowMs = performance.now() - startMs
  if (nowMs < nextMs) {
    await pause(nextMs - nowMs)
    continue
  }
  nextMs = Math.max(nextMs + SEND_EVERY_MS, nowMs)
  const due = Math.min(count, sent + SEND_PAYMENTS, Math.floor((nowMs * rate) / 1000) + 1)
  if (due > sent) {
    latestMs = Math.max(latestMs, nowMs - (sent * 1000) / rate)
    const batch = recordBatchOf(outputs.slice(sent, due), Date.now())
    await producer.send({ topic: BENCH_PAYMENTS, acks: -1, messages: [new PackedMessage(PARTITION, batch)] })
    sent = due
  }
}
const sentMs = performance.now()
// A contender that cannot keep up is given time to finish, so that its worst payments are counted too.
while (performance.now() - Math.max(lastMs, sentMs) < SILENCE_MS) await pause(50)

latenciesMs.sort((a, b) => a - b)
const at = (share: number) =>
  latenciesMs[Math.min(latenciesMs.length - 1, Math.floor(share * latenciesMs.length))] ?? NaN
const outcome: PaceOutcome = {
  payments: count,
  reviews: latenciesMs.length,
  p50Ms: at(0.5),
  p99Ms: at(0.99),
  p999Ms: at(0.999),
  latestMs,
}
process.send!(outcome, () => process.exit(0))
