import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { type Admin, Kafka, logLevel, type Producer } from 'kafkajs'
import type { Broker } from '../../test/services/kafka.ts'
import { type RedisServer, startRedis } from '../../test/services/redis.ts'
import type { Job } from '../job/job.ts'
import { type JobPayment, paymentText } from '../job/job-payments.ts'
import type { Course } from './contender.ts'

type Take = (text: string, appendedAtMs: number) => void

const SEND_PAYMENTS = 700

/** A course with the means to fill it, to see how far a contender is, and to read what it wrote. */
export interface OpenCourse extends Course {
  broker: Broker
  redis: RedisServer
  kafka: Kafka
  /** Sends payments `from` … `to` − 1, in order; all of one customer to one partition. */
  fill(payment: (number: number) => JobPayment, from: number, to: number): Promise<void>
  decided(): Promise<number>
  /** How many reviews there are. */
  reviews(): Promise<number>
  /** Calls with the text of each decision. */
  readDecisions(take: Take): Promise<void>
  /** Those behind the first `from`, and when the broker took each. */
  readReviews(from: number, take: Take): Promise<void>
  redisBytes(): Promise<number>
  close(): Promise<void>
}

export async function openCourse(broker: Broker, job: Job, partitions = 1): Promise<OpenCourse> {
  const name = `bench-${randomUUID().slice(0, 8)}`
  const topics = {
    payments: `${name}-payments`,
    decisions: `${name}-decisions`,
    reviews: `${name}-reviews`,
    deadLetters: `${name}-dead-letters`,
  }
  const redis = await startRedis(name)
  const redisAdmin = new Redis(redis.url)
  const kafka = new Kafka({ brokers: [broker.brokers], logLevel: logLevel.NOTHING })
  const admin = kafka.admin()
  const producer = kafka.producer({ allowAutoTopicCreation: false })
  await Promise.all([admin.connect(), producer.connect()])
  const wanted = Object.values(topics).map(topic => ({
    topic,
    numPartitions: topic === topics.payments ? partitions : 1,
    configEntries: topic === topics.reviews ? [{ name: 'message.timestamp.type', value: 'LogAppendTime' }] : [],
  }))
  await admin.createTopics({ topics: wanted, waitForLeaders: true })
  return {
    brokers: broker.brokers,
    redisUrl: redis.url,
    name,
    topics,
    job,
    broker,
    redis,
    kafka,
    fill: (payment, from, to) => fill(producer, topics.payments, payment, from, to),
    decided: () => highest(admin, topics.decisions),
    reviews: () => highest(admin, topics.reviews),
    readDecisions: async take => readFrom(kafka, topics.decisions, 0, await highest(admin, topics.decisions), take),
    readReviews: async (from, take) =>
      readFrom(kafka, topics.reviews, from, await highest(admin, topics.reviews), take),
    redisBytes: async () => Number(/^used_memory:(\d+)/m.exec(await redisAdmin.info('memory'))?.[1]),
    async close() {
      redisAdmin.disconnect()
      await admin.deleteTopics({ topics: Object.values(topics) })
      await Promise.all([admin.disconnect(), producer.disconnect(), redis.stop()])
    },
  }
}

async function fill(
  producer: Producer,
  topic: string,
  payment: (number: number) => JobPayment,
  from: number,
  to: number,
): Promise<void> {
  for (let first = from; first < to; first += SEND_PAYMENTS) {
    const messages = Array.from({ length: Math.min(SEND_PAYMENTS, to - first) }, (_, at) => {
      const each = payment(first + at)
      return { key: `c_${each.keyNumbers[4]}`, value: paymentText(each) }
    })
    await producer.send({ topic, messages })
  }
}

async function highest(admin: Admin, topic: string): Promise<number> {
  return (await admin.fetchTopicOffsets(topic)).reduce((sum, { high }) => sum + Number(high), 0)
}

/** The topic has one partition. */
async function readFrom(kafka: Kafka, topic: string, from: number, end: number, take: Take): Promise<void> {
  if (end <= from) return
  const consumer = kafka.consumer({ groupId: `${topic}-check`, maxBytesPerPartition: 8 * 2 ** 20 })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  try {
    await new Promise<void>((resolve, reject) => {
      consumer
        .run({
          autoCommit: false,
          eachBatch: async ({ batch: { messages } }) => {
            if (Number(messages[0]!.offset) < from) return
            try {
              for (const { value, timestamp } of messages) take(String(value), Number(timestamp))
            } catch (error) {
              reject(error)
            }
            if (Number(messages.at(-1)!.offset) + 1 >= end) resolve()
          },
        })
        .then(() => consumer.seek({ topic, partition: 0, offset: String(from) }))
        .catch(reject)
    })
  } finally {
    await consumer.disconnect()
  }
}
