import type { EachBatchPayload } from 'kafkajs'
import type { EventRecord, PartitionPlace } from '../ports.ts'
import { OwnedPartition } from './owned-partition.ts'

export interface Taken {
  records: EventRecord[]
  /** For each partition that gave records, the offset after them. */
  ends: Map<OwnedPartition, bigint>
}

/**
 * What this process owns between two rebalances, and what it has fetched of it. The next rebalance ends it for good: its
 * queue is gone with it and it commits nothing any more, even for partitions that come back, because those are read again
 * from their commit.
 */
export class Epoch {
  readonly partitions: readonly OwnedPartition[]
  isLost = false
  /** The error by which the group refused us; thrown where kafkajs looks for it, it makes kafkajs join again at once. */
  fence: Error | undefined
  /** Commits without kafkajs's own retries, which could carry an old offset into a new generation. */
  commitOffsets: EachBatchPayload['commitOffsetsIfNecessary'] | undefined
  /** Resolves when `next` of each partition is known. */
  located: Promise<void> = Promise.resolve()
  private readonly byName = new Map<string, OwnedPartition>()
  private firstTurn = 0

  constructor(assignment: Readonly<Record<string, readonly number[]>>) {
    for (const [topic, partitions] of Object.entries(assignment)) {
      for (const partition of partitions) this.byName.set(`${topic}/${partition}`, new OwnedPartition(topic, partition))
    }
    this.partitions = [...this.byName.values()]
  }

  partition(topic: string, partition: number): OwnedPartition | undefined {
    return this.byName.get(`${topic}/${partition}`)
  }

  lose(fence?: Error): void {
    this.isLost = true
    this.fence ??= fence
  }

  /** A batch out of all partitions, an even share of each where all have enough; undefined when nothing waits. */
  take(recordsMax: number, bytesMax: number): Taken | undefined {
    if (this.isLost) return undefined
    const waiting = this.partitions.filter(each => each.queuedRecords > 0 && !each.isHeld)
    if (waiting.length === 0) return undefined
    const records: EventRecord[] = []
    const ends = new Map<OwnedPartition, bigint>()
    let bytes = 0
    this.firstTurn++
    for (const share of [Math.ceil(recordsMax / waiting.length), recordsMax]) {
      for (let turn = 0; turn < waiting.length; turn++) {
        const partition = waiting[(this.firstTurn + turn) % waiting.length]!
        bytes += partition.moveTo(records, Math.min(share, recordsMax - records.length), bytesMax - bytes, ends)
      }
    }
    return { records, ends }
  }

  /** Takes one partition's records out of what was taken last, and gives none of it until it is no longer held. */
  holdBack({ records, ends }: Taken, { topic, partition: number }: PartitionPlace): OwnedPartition | undefined {
    const isHeld = (record: EventRecord): boolean => record.partition === number && record.topic === topic
    const held = records.filter(isHeld)
    records.splice(0, records.length, ...records.filter(record => !isHeld(record)))
    const partition = this.partition(topic, number)
    const end = partition === undefined ? undefined : ends.get(partition)
    if (partition === undefined || end === undefined) return undefined
    ends.delete(partition)
    partition.putBack(held, end)
    partition.isHeld = true
    return partition
  }
}
