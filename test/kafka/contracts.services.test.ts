import kafkajs from 'kafkajs'
import { createKafkaSink } from '../../src/kafka/sink.ts'
import { createKafkaSource } from '../../src/kafka/source.ts'
import type { EventSource, OutputTopic } from '../../src/ports.ts'
import { describeDecisionSink } from '../contracts/decision-sink.ts'
import { describeEventSource } from '../contracts/event-source.ts'
import { brokers, freshName, type Line, makeTopic, openLine, produce } from './broker.ts'

const PARTITIONS = 3

describeEventSource({
  name: 'Kafka',
  partitions: PARTITIONS,
  carriesEnvelope: true,
  isEndless: true,
  async makeLog() {
    const topic = await makeTopic({ numPartitions: PARTITIONS })
    const groupId = freshName('group')
    const lines = new Map<EventSource, Line>()
    return {
      async append(samples) {
        const messages = samples.map(({ key, value, partition, headers }) => ({
          key: key ?? null,
          value,
          partition,
          ...(headers ? { headers } : {}),
        }))
        if (messages.length > 0) await produce(topic, messages)
      },
      open() {
        const line = openLine()
        const source = createKafkaSource({
          connection: line.connection,
          topics: [topic],
          groupId,
          batchRecordsMax: 50,
          sessionTimeoutMs: 2000,
          heartbeatMs: 300,
          closeMsMax: 500,
        })
        lines.set(source, line)
        return source
      },
      crash: async source => lines.get(source)!.cut(),
      close: async () => undefined,
    }
  },
})

describeDecisionSink({
  name: 'Kafka',
  carriesEnvelope: true,
  async makeTarget(switchedOn) {
    const names = await Promise.all(
      switchedOn.map(async topic => [topic, await makeTopic({ numPartitions: 2 })] as const),
    )
    const topics = Object.fromEntries(names) as Partial<Record<OutputTopic, string>>
    return {
      open: () => createKafkaSink({ connection: { brokers }, topics }),
      read: (topic, count) => readAll(topics[topic]!, count),
      close: async () => undefined,
    }
  },
})

/** Reads with plain kafkajs, because an adapter must not be judged by its own twin. */
async function readAll(topic: string, count: number) {
  const consumer = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING }).consumer({
    groupId: freshName('reader'),
    maxWaitTimeInMs: 100,
  })
  const found: { key: string; value: string; headers: Record<string, string> }[] = []
  await consumer.connect()
  await consumer.subscribe({ topics: [topic], fromBeginning: true })
  await new Promise<void>(resolve => {
    void consumer.run({
      eachMessage: async ({ message: { key, value, headers = {} } }) => {
        const texts = Object.entries(headers).map(([name, text]) => [name, String(text)])
        found.push({ key: String(key), value: String(value), headers: Object.fromEntries(texts) })
        if (found.length === count) resolve()
      },
    })
  })
  await consumer.disconnect()
  return found
}
