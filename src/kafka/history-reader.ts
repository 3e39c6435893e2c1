import { randomUUID } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import type { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs'
import type { EventRecord, HistoryPart, LogRange } from '../ports.ts'
import { brokenReason } from './broken-batch.ts'
import { connectKafka, type KafkaClient, type KafkaConnection } from './connection.ts'
import { eventRecordOf } from './fetched-record.ts'

const SESSION_TIMEOUT_MS = 30_000
const FETCH_WAIT_MS = 100
const FETCH_PARTITION_BYTES_MAX = 1024 * 1024

/** Parts that may wait: enough for the next fetch to be under way while the last one is counted. */
const WAITING_PARTS_MAX = 20

/** How long fetching stands still before the group hears that we live. */
const HEARTBEAT_MS = 1000
const MISPLACED_MAX = 5

interface Position extends LogRange {
  /** The next offset to read. */
  next: bigint
  /** Fetches in a row that did not begin there. */
  misplaced: number
}

/** One reading of some ranges, by a consumer in a group that nobody else knows. */
export class HistoryReader {
  private readonly client: KafkaClient
  private readonly consumer: Consumer
  private readonly groupId: string
  private readonly positions: Position[]
  private readonly partRecordsMax: number
  private readonly waiting: HistoryPart[] = []
  private readonly bell = new EventEmitter()
  private failure: unknown
  private isClosed = false

  constructor(connection: KafkaConnection, groupPrefix: string, ranges: readonly LogRange[], partRecordsMax: number) {
    this.client = connectKafka(connection)
    this.groupId = `${groupPrefix}${randomUUID()}`
    this.partRecordsMax = partRecordsMax
    this.positions = ranges
      .filter(({ from, to }) => from < to)
      .map(range => ({ ...range, next: range.from, misplaced: 0 }))
    this.consumer = this.client.kafka.consumer({
      groupId: this.groupId,
      sessionTimeout: SESSION_TIMEOUT_MS,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      maxBytesPerPartition: FETCH_PARTITION_BYTES_MAX,
      allowAutoTopicCreation: false,
    })
  }

  async *parts(): AsyncGenerator<HistoryPart> {
    if (this.positions.length === 0) return
    await this.start()
    while (true) {
      const part = this.waiting.shift()
      if (part !== undefined) {
        this.bell.emit('taken')
        yield part
      } else if (this.failure !== undefined) {
        throw this.failure
      } else if (this.positions.every(isDone)) {
        return
      } else {
        await once(this.bell, 'given')
      }
    }
  }

  /** Leaves the group and deletes it. */
  async close(msMax: number): Promise<void> {
    this.isClosed = true
    this.bell.emit('taken')
    const leave = async (): Promise<void> => {
      await this.consumer.disconnect()
      const admin = this.client.kafka.admin()
      await admin.connect()
      await admin.deleteGroups([this.groupId]).finally(() => admin.disconnect())
    }
    await this.client.end(leave(), msMax)
  }

  private async start(): Promise<void> {
    const { consumer } = this
    const { CRASH, GROUP_JOIN, START_BATCH_PROCESS } = consumer.events
    consumer.on(CRASH, ({ payload }) => {
      this.failure ??= payload.error
      this.bell.emit('given')
    })
    consumer.on(GROUP_JOIN, ({ payload }) => this.seekAll(payload.memberAssignment))
    consumer.on(START_BATCH_PROCESS, ({ payload }) => {
      if (payload.batchSize > 0) return
      const position = this.position(payload.topic, payload.partition)
      const end = BigInt(payload.lastOffset) + 1n
      if (position !== undefined && end > position.next) this.give(position, [], end)
    })
    await consumer.connect()
    await consumer.subscribe({ topics: [...new Set(this.positions.map(each => each.topic))], fromBeginning: true })
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: payload => this.intake(payload) })
  }

  private seekAll(assignment: Readonly<Record<string, readonly number[]>>): void {
    for (const [topic, partitions] of Object.entries(assignment)) {
      for (const partition of partitions) {
        const position = this.position(topic, partition)
        if (position === undefined || isDone(position)) this.consumer.pause([{ topic, partitions: [partition] }])
        else this.seek(position)
      }
    }
  }

  private async intake({ batch, resolveOffset, heartbeat }: EachBatchPayload): Promise<void> {
    const position = this.position(batch.topic, batch.partition)
    if (position === undefined || isDone(position) || this.isClosed) return
    const fetchedFrom = 'fetchedOffset' in batch ? BigInt(String(batch.fetchedOffset)) : position.next
    if (fetchedFrom !== position.next) {
      this.misplaced(position)
      return
    }
    position.misplaced = 0
    const { messages } = batch
    const brokenAt = messages.findIndex(message => brokenReason(message) !== undefined)
    const readable = brokenAt === -1 ? messages : messages.slice(0, brokenAt)
    this.giveParts(position, readable)
    if (brokenAt === -1) {
      const end = BigInt(batch.lastOffset()) + 1n
      if (end > position.next) this.give(position, [], end)
      resolveOffset(batch.lastOffset())
    } else {
      this.passBroken(position, messages.slice(brokenAt))
    }
    while (this.waiting.length > WAITING_PARTS_MAX && !this.isClosed) {
      await once(this.bell, 'taken', { signal: AbortSignal.timeout(HEARTBEAT_MS) }).catch(() => undefined)
      await heartbeat()
    }
  }

  /** Under way when the position was set; or, when it comes again and again, the log has nothing at the position any more. */
  private misplaced(position: Position): void {
    position.misplaced++
    if (position.misplaced <= MISPLACED_MAX) {
      this.seek(position)
      return
    }
    this.failure = new Error(`${position.topic}[${position.partition}] has no offset ${position.next} any more`)
    this.bell.emit('given')
  }

  private giveParts(position: Position, messages: readonly KafkaMessage[]): void {
    const inRange = messages.filter(({ offset }) => BigInt(offset) >= position.next && BigInt(offset) < position.to)
    for (let at = 0; at < inRange.length; at += this.partRecordsMax) {
      const records = inRange
        .slice(at, at + this.partRecordsMax)
        .map(message => eventRecordOf(message, position.topic, position.partition))
      this.give(position, records, records.at(-1)!.offset + 1n)
    }
  }

  /** Its records cannot be read by anybody: whoever went past it before us has done so on purpose. */
  private passBroken(position: Position, messages: readonly KafkaMessage[]): void {
    const firstReadable = messages.findIndex(message => brokenReason(message) === undefined)
    const count = firstReadable === -1 ? messages.length : firstReadable
    this.give(position, [], position.next + BigInt(count))
    if (!isDone(position)) this.seek(position)
  }

  /** Puts a part in line and moves the position; nothing past the range is given. */
  private give(position: Position, records: EventRecord[], end: bigint): void {
    const { topic, partition, next: from } = position
    const to = end < position.to ? end : position.to
    position.next = to
    this.waiting.push({ topic, partition, from, to, records })
    if (isDone(position)) this.consumer.pause([{ topic, partitions: [partition] }])
    this.bell.emit('given')
  }

  private seek({ topic, partition, next }: Position): void {
    this.consumer.seek({ topic, partition, offset: next.toString() })
  }

  private position(topic: string, partition: number): Position | undefined {
    return this.positions.find(each => each.topic === topic && each.partition === partition)
  }
}

function isDone({ next, to }: Position): boolean {
  return next >= to
}
