import { randomUUID } from 'node:crypto'
import { type Consumer, Kafka, logLevel, type Message, type Producer } from 'kafkajs'
import type { Broker } from '../../test/services/kafka.ts'
import { jobPayments, paymentText, STANDARD_SPREAD } from '../job/job-payments.ts'
import { startCpu } from '../start-cpu.ts'

const REQUEST_RECORDS = 500
/** Sent first and not measured. */
const WARM_UP_REQUESTS = 40
const FETCH_BYTES = 1 << 20

export interface KafkajsCost {
  /** CPU of this process for each record that it writes, in requests of 500 with `acks=all`. */
  produceMicros: number
  /** Read from the beginning of the topic, one partition, by wall-clock time. */
  consumedPerSecond: number
}

/** What kafkajs takes for payments of 900 bytes, with nothing else to do. */
export async function kafkajsCost({ brokers }: Broker, records: number): Promise<KafkajsCost> {
  const kafka = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING })
  const topic = `bench-machine-${randomUUID().slice(0, 8)}`
  const [admin, producer] = [kafka.admin(), kafka.producer({ allowAutoTopicCreation: false })]
  const consumer = kafka.consumer({ groupId: topic, maxBytesPerPartition: FETCH_BYTES })
  await Promise.all([admin.connect(), producer.connect(), consumer.connect()])
  try {
    await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true })
    const payment = jobPayments(STANDARD_SPREAD)
    const messages = Array.from({ length: REQUEST_RECORDS }, (_, at) => ({
      key: `c_${at}`,
      value: paymentText(payment(at)),
    }))
    const requests = Math.ceil(records / REQUEST_RECORDS)
    await produce(producer, topic, messages, WARM_UP_REQUESTS)
    const cpu = startCpu()
    await produce(producer, topic, messages, requests)
    const micros = cpu()
    const consumedPerSecond = await consume(consumer, topic, (WARM_UP_REQUESTS + requests) * REQUEST_RECORDS)
    return { produceMicros: micros / (requests * REQUEST_RECORDS), consumedPerSecond }
  } finally {
    await admin.deleteTopics({ topics: [topic] })
    await Promise.all([admin.disconnect(), producer.disconnect(), consumer.disconnect()])
  }
}

async function produce(producer: Producer, topic: string, messages: Message[], requests: number): Promise<void> {
  for (let sent = 0; sent < requests; sent++) await producer.send({ topic, acks: -1, messages })
}

/** From the end of the warm-up on. */
async function consume(consumer: Consumer, topic: string, records: number): Promise<number> {
  const warmUp = WARM_UP_REQUESTS * REQUEST_RECORDS
  await consumer.subscribe({ topic, fromBeginning: true })
  let [seen, measuredFrom, beganMs] = [0, 0, 0]
  return new Promise((resolve, reject) => {
    consumer
      .run({
        autoCommit: false,
        eachBatch: async ({ batch }) => {
          seen += batch.messages.length
          if (measuredFrom === 0 && seen >= warmUp) [measuredFrom, beganMs] = [seen, performance.now()]
          if (seen >= records) resolve(((seen - measuredFrom) * 1000) / (performance.now() - beganMs))
        },
      })
      .catch(reject)
  })
}
