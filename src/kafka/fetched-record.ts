import type { KafkaMessage } from 'kafkajs'
import type { EventRecord } from '../ports.ts'

/** What kafkajs asks of a record batch, to leave out control records and aborted transactions. */
export interface BatchContext {
  producerId: string
  inTransaction: boolean
  isControlBatch: boolean
}

/**
 * A record as it was fetched: to kafkajs a message, though its offset is a bigint, and to us the record that goes through the
 * pipeline, so that none has to be made of it.
 */
export class FetchedRecord implements EventRecord {
  topic = ''
  partition = -1
  readonly offset: bigint
  readonly timestampMs: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: NonNullable<EventRecord['headers']>
  readonly #batch: BatchContext

  constructor(
    batch: BatchContext,
    offset: bigint,
    timestampMs: number,
    key: Buffer | null,
    value: Buffer | null,
    headers: NonNullable<EventRecord['headers']>,
  ) {
    this.#batch = batch
    this.offset = offset
    this.timestampMs = timestampMs
    this.key = key
    this.value = value
    this.headers = headers
  }

  get batchContext(): BatchContext {
    return this.#batch
  }

  get isControlRecord(): boolean {
    return this.#batch.isControlBatch
  }

  get timestamp(): string {
    return String(this.timestampMs)
  }
}

/** The record that a message is, or one made of a message that kafkajs has read itself. */
export function eventRecordOf(message: KafkaMessage | FetchedRecord, topic: string, partition: number): EventRecord {
  if (message instanceof FetchedRecord) {
    message.topic = topic
    message.partition = partition
    return message
  }
  const { offset, timestamp, key, value, headers } = message
  return {
    topic,
    partition,
    offset: BigInt(offset),
    timestampMs: Number(timestamp),
    key,
    value,
    headers: headers ?? {},
  }
}
