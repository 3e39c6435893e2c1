/**
 * A process of its own that sends payments at a steady pace and takes as little of the machine for it as it can: all requests are
 * encoded before the first is due, and none waits for the answer to another. Each payment has a time at which it is due; whatever
 * keeps it from being sent then, counts.
 * Told by BENCH_ variables; sends what came of it to the process that forked it, and ends with it.
 */
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { installPackedProduce, PackedMessage } from '../../src/kafka/packed-produce.ts'
import { recordBatchOf } from '../../src/kafka/record-batch.ts'
import { giveWholeAnswers } from '../../src/kafka/whole-answers.ts'
import { jobPayments, paymentText, type Spread } from '../job/job-payments.ts'
import type { Sent } from './run-pace.ts'

interface Encoded {
  buffer: Buffer
}
interface ProduceExchange {
  request: object
  response: { decode(answer: Buffer): Promise<unknown>; parse(decoded: unknown): Promise<unknown> }
}

const { BENCH_BROKERS = '', BENCH_PAYMENTS = '', BENCH_SPREAD = '' } = process.env
const [rate, seconds, from] = [process.env.BENCH_RATE, process.env.BENCH_SECONDS, process.env.BENCH_FROM].map(
  Number,
) as [number, number, number]
/**
 * What is due goes out this often. The producer of Kafka's own client waits 5 ms by default; without any wait, the requests of the
 * sender alone keep half a core of the broker busy, and latency is theirs.
 */
const SEND_EVERY_MS = 3
/** Courses on which latency is measured have this one. */
const PARTITION = 0
const START_AFTER_MS = 200
const ANSWER_HEAD_BYTES = 8

process.once('disconnect', () => process.exit(1))
const require = createRequire(import.meta.url)
const produce = require('kafkajs/src/protocol/requests/produce/index.js') as {
  protocol(asked: { version: number }): (given: object) => ProduceExchange
}
const encode = require('kafkajs/src/protocol/request.js') as (given: object) => Promise<Encoded>
installPackedProduce()

const count = Math.round(rate * seconds)
const due = (number: number): number => (number * 1000) / rate
const requests: { firstDueMs: number; atMs: number; bytes: Buffer }[] = []
let response: ProduceExchange['response'] | undefined
const payment = jobPayments(JSON.parse(BENCH_SPREAD) as Spread)
for (let [first, atMs] = [0, 0]; first < count; atMs += SEND_EVERY_MS) {
  const end = Math.min(count, Math.floor((atMs * rate) / 1000) + 1)
  if (end === first) continue
  const records = Array.from({ length: end - first }, (_, at) => {
    const each = payment(from + first + at)
    return { key: `c_${each.keyNumbers[4]}`, value: paymentText(each) }
  })
  const messages = [new PackedMessage(PARTITION, recordBatchOf(records, Date.now()))]
  const topicData = [{ topic: BENCH_PAYMENTS, partitions: [{ partition: PARTITION, messages }] }]
  const exchange = produce.protocol({ version: 7 })({ acks: -1, timeout: 30_000, topicData })
  response = exchange.response
  const { buffer } = await encode({ correlationId: requests.length, clientId: 'pace', request: exchange.request })
  requests.push({ firstDueMs: due(first), atMs, bytes: Buffer.from(buffer) })
  first = end
}

const [host = '', port = ''] = BENCH_BROKERS.split(':')
const socket = giveWholeAnswers(connect({ host, port: Number(port), noDelay: true }))
await once(socket, 'connect')
const answers: Buffer[] = []
const isAnswered = new Promise<void>(resolve => {
  socket.on('data', (answer: Buffer) => answers.push(answer) === requests.length && resolve())
})

const startMs = performance.now() + START_AFTER_MS
let latestMs = 0
for (let next = 0; next < requests.length; ) {
  const nowMs = performance.now() - startMs
  const { atMs, firstDueMs, bytes } = requests[next]!
  if (nowMs < atMs) {
    await pause(atMs - nowMs)
    continue
  }
  latestMs = Math.max(latestMs, nowMs - firstDueMs)
  socket.write(bytes)
  next++
}
await isAnswered
for (const answer of answers) await response!.parse(await response!.decode(answer.subarray(ANSWER_HEAD_BYTES)))
socket.destroy()
const sent: Sent = { payments: count, startedAtMs: performance.timeOrigin + startMs, latestMs }
process.send!(sent, () => process.exit(0))
