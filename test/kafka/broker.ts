import { connect, type Socket } from 'node:net'
import kafkajs, { type Admin, type ITopicConfig, type Message } from 'kafkajs'
import { inject } from 'vitest'
import type { KafkaConnection } from '../../src/kafka/connection.ts'
import { waitUntil } from '../services/wait-until.ts'

export const brokers = inject('kafkaBrokers').split(',')
const client = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING })

let made = 0
/** A name that no other test of any run has used. */
export function freshName(what: string): string {
  return `${what}-${process.pid}-${Date.now().toString(36)}-${made++}`
}

export async function withAdmin<T>(act: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = client.admin()
  await admin.connect()
  try {
    return await act(admin)
  } finally {
    await admin.disconnect()
  }
}

export async function makeTopic(config: Partial<ITopicConfig> = {}): Promise<string> {
  const topic = config.topic ?? freshName('topic')
  await withAdmin(async admin => {
    await admin.createTopics({ topics: [{ ...config, topic }], waitForLeaders: false })
    // A producer that meets a partition which is not led yet sends the others twice; only their leaders can say that they are.
    const { numPartitions = 1 } = config
    const isLed = async (): Promise<boolean> => (await admin.fetchTopicOffsets(topic)).length === numPartitions
    await waitUntil(`topic ${topic}`, 20_000, isLed)
  })
  return topic
}

export async function produce(topic: string, messages: Message[]): Promise<void> {
  const producer = client.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
  await producer.connect()
  await producer.send({ topic, messages })
  await producer.disconnect()
}

export function transactionalProducer(transactionalId: string) {
  const createPartitioner = kafkajs.Partitioners.DefaultPartitioner
  return client.producer({ transactionalId, maxInFlightRequests: 1, idempotent: true, createPartitioner })
}

/** What the group would go on with, per partition; -1 where it has committed nothing. */
export async function committed(groupId: string, topic: string): Promise<number[]> {
  const [found] = await withAdmin(admin => admin.fetchOffsets({ groupId, topics: [topic] }))
  return found!.partitions.sort((a, b) => a.partition - b.partition).map(each => Number(each.offset))
}

export interface Line {
  connection: KafkaConnection
  /** Breaks every connection and lets none come up. */
  cut(): void
  mend(): void
}

/** A connection to the test broker that can be cut, and whose incoming bytes can be changed on the way. */
export function openLine(alter: (bytes: Buffer) => Buffer = bytes => bytes): Line {
  const sockets = new Set<Socket>()
  let isCut = false
  return {
    connection: {
      brokers,
      socketFactory({ host, port, onConnect }) {
        const socket = connect({ host, port: isCut ? 1 : port }, onConnect)
        sockets.add(socket)
        socket.once('close', () => sockets.delete(socket))
        const emit = socket.emit.bind(socket)
        socket.emit = (event: string | symbol, ...args: unknown[]) =>
          event === 'data' ? emit('data', alter(args[0] as Buffer)) : emit(event as string, ...args)
        return socket
      },
    },
    cut() {
      isCut = true
      for (const socket of sockets) socket.destroy(new Error('the line was cut'))
    },
    mend() {
      isCut = false
    },
  }
}
