import type { PartitionerArgs, TopicMessages } from 'kafkajs'
import { Outage } from '../model/problem.ts'
import type { DecisionSink, Output, OutputTopic } from '../ports.ts'
import { connectKafka, type KafkaConnection } from './connection.ts'
import { isHopeless, isTooLarge, messageOf } from './failure.ts'
import { installPackedProduce, PackedMessage } from './packed-produce.ts'
import { partitionOfKey } from './partition-of-key.ts'
import { type Persistence, persist } from './persist.ts'
import { recordBatchOf } from './record-batch.ts'
import { requireTopics } from './topics.ts'

export interface KafkaSinkOptions {
  connection: KafkaConnection
  /** The name of each topic; a kind without one is switched off and its outputs are not written. */
  topics: Partial<Record<OutputTopic, string>>
  /** Told why nothing can be written, and `undefined` when it can again. */
  onStatus?: (outage: string | undefined) => void
}

export interface KafkaSink extends DecisionSink {
  /** Waits for Kafka and throws `Outage` when a topic is missing or rights are; `emit` does it too, later. */
  connect(): Promise<void>
}

/** A request has to stay under the broker's `message.max.bytes`, 1 MB by default, even if all of it is one partition's. */
const CHUNK_BYTES_MAX = 900_000
/** What a record may take beside its key and value: its lengths, the time of processing and a trace. */
const RECORD_OVERHEAD_BYTES = 200
const CLOSE_MS_MAX = 5000

/**
 * Writes outputs with `acks=all` and waits out every outage; never drops one. Not idempotent in Kafka's sense: after an
 * ambiguous answer a record may stand twice, with the same key and the same bytes, which readers drop by key anyway;
 * kafkajs's idempotent producer can get stuck on a lost sequence number instead.
 */
export function createKafkaSink({ connection, topics, onStatus = () => undefined }: KafkaSinkOptions): KafkaSink {
  installPackedProduce()
  const { kafka, end } = connectKafka(connection)
  const partitions = new Map<string, number>()
  const producer = kafka.producer({ allowAutoTopicCreation: false, createPartitioner: () => choosePartition })
  const closing = new AbortController()
  const isFinal = (error: unknown): boolean => error instanceof Outage || isHopeless(error) || isTooLarge(error)
  const persistence: Persistence = { isFinal, onOutage: onStatus, signal: closing.signal }
  let connected: Promise<void> | undefined

  /** Outputs have their partitions by then; this tells how many there are now, for the next ones. */
  function choosePartition({ topic, message, partitionMetadata }: PartitionerArgs): number {
    partitions.set(topic, partitionMetadata.length)
    if (message.partition! < partitionMetadata.length) return message.partition!
    throw new Error(`topic \`${topic}\` has fewer partitions than before`)
  }

  async function open(): Promise<void> {
    const admin = kafka.admin()
    try {
      await persist(async () => {
        await admin.connect()
        const counts = await requireTopics(admin, Object.values(topics), connection.brokers)
        for (const [topic, count] of counts) partitions.set(topic, count)
        await producer.connect()
      }, persistence)
    } catch (error) {
      throw asOutage(error)
    } finally {
      await admin.disconnect()
    }
  }
  const connect = (): Promise<void> => {
    connected ??= open().catch(error => {
      connected = undefined
      throw error
    })
    return connected
  }

  const write = (chunk: readonly Output[]): Promise<unknown> =>
    producer.sendBatch({ acks: -1, topicMessages: packed(chunk, topics, partitions) })

  /** A refused chunk is halved until it fits; a single record that does not fit waits until somebody makes room for it. */
  async function send(chunk: readonly Output[]): Promise<void> {
    try {
      await persist(() => write(chunk), persistence)
    } catch (error) {
      if (!isTooLarge(error)) throw asOutage(error)
      if (chunk.length === 1) return sendTooLarge(chunk)
      const middle = chunk.length >> 1
      await send(chunk.slice(0, middle))
      await send(chunk.slice(middle))
    }
  }

  async function sendTooLarge(single: readonly Output[]): Promise<void> {
    const attempt = (): Promise<unknown> =>
      write(single).catch(error => {
        throw isTooLarge(error) ? tooLarge(single[0]!, topics, error) : error
      })
    await persist(attempt, { ...persistence, isFinal: isHopeless }).catch(error => {
      throw asOutage(error)
    })
  }

  return {
    connect,
    async emit(outputs) {
      const wanted = outputs.filter(output => topics[output.topic] !== undefined)
      if (wanted.length === 0) return
      await connect()
      for (const chunk of chunksOf(wanted)) await send(chunk)
    },
    async close() {
      closing.abort()
      await end(producer.disconnect(), CLOSE_MS_MAX)
    },
  }
}

/** One message for each partition that gets any of them. */
function packed(
  outputs: readonly Output[],
  topics: Partial<Record<OutputTopic, string>>,
  partitions: ReadonlyMap<string, number>,
): TopicMessages[] {
  const nowMs = Date.now()
  const byTopic = new Map<string, Map<number, Output[]>>()
  for (const output of outputs) {
    const topic = topics[output.topic]!
    const byPartition = byTopic.get(topic) ?? new Map<number, Output[]>()
    byTopic.set(topic, byPartition)
    const partition = partitionOfKey(output.key, partitions.get(topic)!)
    const group = byPartition.get(partition)
    if (group === undefined) byPartition.set(partition, [output])
    else group.push(output)
  }
  return [...byTopic].map(([topic, byPartition]) => ({
    topic,
    messages: [...byPartition].map(([partition, group]) => new PackedMessage(partition, recordBatchOf(group, nowMs))),
  }))
}

function* chunksOf(outputs: readonly Output[]): Generator<readonly Output[]> {
  let from = 0
  let bytes = 0
  for (let i = 0; i < outputs.length; i++) {
    const size = outputs[i]!.key.length + outputs[i]!.value.length + RECORD_OVERHEAD_BYTES
    if (i > from && bytes + size > CHUNK_BYTES_MAX) {
      yield outputs.slice(from, i)
      from = i
      bytes = 0
    }
    bytes += size
  }
  yield from === 0 ? outputs : outputs.slice(from)
}

function tooLarge({ topic, key, value }: Output, topics: Partial<Record<OutputTopic, string>>, cause: unknown): Outage {
  const bytes = Buffer.byteLength(value)
  return new Outage(
    'kafka',
    `an output of ${bytes} bytes for key \`${key}\` is larger than topic \`${topics[topic]}\` takes: raise its max.message.bytes`,
    cause,
  )
}

function asOutage(error: unknown): Outage {
  return error instanceof Outage ? error : new Outage('kafka', `Kafka refuses: ${messageOf(error)}`, error)
}
