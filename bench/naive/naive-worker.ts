/**
 * What a Node team writes first, and what most examples show: kafkajs, a sorted set in Redis for each key and window, and
 * json-rules-engine. `BENCH_VARIANT` is `each-message` (one payment at a time) or `each-batch` (the Redis commands of a batch
 * in one pipeline, its outputs in one request).
 */
import { Redis } from 'ioredis'
import { Kafka, logLevel, type Producer } from 'kafkajs'
import { KEYS, STANDARD_JOB } from '../job/job.ts'
import { askRules, type NaiveDecision, type NaivePayment, naiveRules } from './naive-rules.ts'

const { BENCH_BROKERS = '', BENCH_REDIS = '', BENCH_GROUP = '', BENCH_PAYMENTS = '' } = process.env
const { BENCH_DECISIONS = '', BENCH_REVIEWS = '', BENCH_VARIANT, BENCH_RULES } = process.env
const SET_KEEP_SECONDS_SLACK = 60

const rules = naiveRules({ ...STANDARD_JOB, rules: Number(BENCH_RULES) })
const redis = new Redis(BENCH_REDIS)
const kafka = new Kafka({ brokers: [BENCH_BROKERS], logLevel: logLevel.NOTHING })
const consumer = kafka.consumer({ groupId: BENCH_GROUP, maxWaitTimeInMs: 100 })
const producer = kafka.producer({ allowAutoTopicCreation: false })
await Promise.all([consumer.connect(), producer.connect()])
await consumer.subscribe({ topic: BENCH_PAYMENTS, fromBeginning: true })

if (BENCH_VARIANT === 'each-batch') {
  await consumer.run({
    eachBatch: async ({ batch, resolveOffset, heartbeat }) => {
      for (let from = 0; from < batch.messages.length; from += 500) {
        const part = batch.messages.slice(from, from + 500)
        await work(
          producer,
          part.map(({ value }) => JSON.parse(String(value)) as NaivePayment),
        )
        resolveOffset(part.at(-1)!.offset)
        await heartbeat()
      }
    },
  })
} else {
  await consumer.run({
    eachMessage: async ({ message }) => work(producer, [JSON.parse(String(message.value)) as NaivePayment]),
  })
}

async function work(to: Producer, payments: readonly NaivePayment[]): Promise<void> {
  const velocities = await count(payments)
  const decisions: NaiveDecision[] = []
  for (const [at, payment] of payments.entries()) decisions.push(await askRules(rules, payment, velocities[at]!))
  const flagged = decisions.flatMap((decision, at) => {
    const { paymentId, action } = decision
    const review = { ...decision, payment: payments[at] }
    return action === 'allow' ? [] : [{ key: paymentId, value: JSON.stringify(review) }]
  })
  const messages = decisions.map(each => ({ key: each.paymentId, value: JSON.stringify(each) }))
  await to.sendBatch({
    topicMessages: [
      { topic: BENCH_DECISIONS, messages },
      ...(flagged.length > 0 ? [{ topic: BENCH_REVIEWS, messages: flagged }] : []),
    ],
  })
}

/** For each payment the count and the sum of each window, key by key. */
async function count(payments: readonly NaivePayment[]): Promise<{ count: number; sum: number }[][]> {
  const pipeline = redis.pipeline()
  for (const payment of payments) {
    const timeMs = Date.parse(payment.occurredAt)
    for (const key of STANDARD_JOB.keys) {
      for (const minutes of STANDARD_JOB.windowsMinutes) {
        const set = `velocity:${KEYS[key]}:${keyValue(payment, key)}:${minutes}`
        pipeline.zremrangebyscore(set, '-inf', String(timeMs - minutes * 60_000))
        pipeline.zadd(set, String(timeMs), `${payment.id}:${payment.amount}`)
        pipeline.zrange(set, '0', '-1')
        pipeline.expire(set, minutes * 60 + SET_KEEP_SECONDS_SLACK)
      }
    }
  }
  const answers = (await pipeline.exec())!
  const each = STANDARD_JOB.keys.length * STANDARD_JOB.windowsMinutes.length
  return payments.map((_, payment) =>
    Array.from({ length: each }, (_, at) => {
      const members = answers[(payment * each + at) * 4 + 2]![1] as string[]
      const cents = members.reduce((sum, member) => sum + Math.round(Number(member.split(':')[1]) * 100), 0)
      return { count: members.length, sum: cents / 100 }
    }),
  )
}

function keyValue({ card, customer, device, ip }: NaivePayment, key: keyof typeof KEYS): string {
  const values = { card: card.fingerprint, email: customer.email, ip, device: device.id, customer: customer.id }
  return values[key]
}
