import type { KafkaMessage } from 'kafkajs'
import type { EventRecord } from '../ports.ts'
import { eventRecordOf } from './fetched-record.ts'

/** What the pipeline was given and gave back. */
interface Returned {
  records: EventRecord[]
  /** The offset after them, past control records at their end. */
  end: bigint
}

/** Part of one fetch that has not been given to the pipeline yet. */
interface Chunk {
  messages: KafkaMessage[]
  /** Index of the first message not yet given. */
  at: number
  /** The offset after this chunk, past control records at its end. */
  end: bigint
}

/** One partition during one epoch: what was fetched and waits, what is done, what is committed. */
export class OwnedPartition {
  readonly topic: string
  readonly partition: number
  /** The offset that the next fetch must begin at; unknown until the group's commits have been read. */
  next: bigint | undefined
  /** Everything before this offset has been acknowledged by the pipeline. */
  done = 0n
  committed = 0n
  /** The broker's high watermark. */
  logEnd = 0n
  queuedRecords = 0
  queuedBytes = 0
  isPaused = false
  /** Why the partition stays paused: it holds something that cannot be read. */
  blocked: string | undefined
  /** Fetches in a row that did not begin at `next`. */
  misplaced = 0
  /** Set while the pipeline wants nothing of this partition; it stays in the queue, and fetching stops when that is full. */
  isHeld = false
  private chunks: Chunk[] = []
  private returned: Returned | undefined

  constructor(topic: string, partition: number) {
    this.topic = topic
    this.partition = partition
  }

  startAt(offset: bigint): void {
    this.next = offset
    this.done = offset
    this.committed = offset
  }

  add(messages: KafkaMessage[], end: bigint): void {
    if (messages.length > 0) this.chunks.push({ messages, at: 0, end })
    this.queuedRecords += messages.length
    for (const message of messages) this.queuedBytes += bytesOf(message)
    this.next = end
  }

  /** Control and aborted records were passed over by the client, nothing of them is ours to work on. */
  passOver(end: bigint): void {
    if (this.next !== undefined && end <= this.next) return
    if (this.done === this.next) this.done = end
    this.next = end
  }

  /** Takes back what was moved last, to be moved again before all else. */
  putBack(records: EventRecord[], end: bigint): void {
    const rest = this.returned?.records ?? []
    this.returned = { records: [...records, ...rest], end: this.returned?.end ?? end }
    this.queuedRecords += records.length
    for (const record of records) this.queuedBytes += bytesOf(record)
  }

  /**
   * Moves up to `recordsMax` records and `bytesMax` bytes to `into`, at least one if `into` is empty. Answers the bytes
   * moved, and through `ends` the offset after the last of them.
   */
  moveTo(into: EventRecord[], recordsMax: number, bytesMax: number, ends: Map<OwnedPartition, bigint>): number {
    if (this.returned !== undefined) return this.moveReturned(this.returned, into, recordsMax, bytesMax, ends)
    let bytes = 0
    let moved = 0
    let chunk = this.chunks[0]
    while (chunk !== undefined && moved < recordsMax) {
      const message = chunk.messages[chunk.at]!
      const size = bytesOf(message)
      if (bytes + size > bytesMax && into.length > 0) break
      const record = eventRecordOf(message, this.topic, this.partition)
      into.push(record)
      bytes += size
      moved++
      chunk.at++
      if (chunk.at < chunk.messages.length) {
        ends.set(this, record.offset + 1n)
      } else {
        ends.set(this, chunk.end)
        this.chunks.shift()
        chunk = this.chunks[0]
      }
    }
    this.queuedRecords -= moved
    this.queuedBytes -= bytes
    return bytes
  }

  /** As `moveTo`; what was fetched later has to wait for the next batch. */
  private moveReturned(
    { records, end }: Returned,
    into: EventRecord[],
    recordsMax: number,
    bytesMax: number,
    ends: Map<OwnedPartition, bigint>,
  ): number {
    let bytes = 0
    let moved = 0
    for (const record of records.slice(0, recordsMax)) {
      const size = bytesOf(record)
      if (bytes + size > bytesMax && into.length > 0) break
      into.push(record)
      bytes += size
      moved++
    }
    if (moved === 0) return 0
    const isAll = moved === records.length
    ends.set(this, isAll ? end : records[moved - 1]!.offset + 1n)
    this.returned = isAll ? undefined : { records: records.slice(moved), end }
    this.queuedRecords -= moved
    this.queuedBytes -= bytes
    return bytes
  }
}

function bytesOf({ key, value }: Pick<KafkaMessage, 'key' | 'value'>): number {
  return (key?.length ?? 0) + (value?.length ?? 0)
}
