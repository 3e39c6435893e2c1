import { once } from 'node:events'
import type { EventBatch, EventRecord, EventSource } from '../ports.ts'
import { MemoryGroup, type Share } from './memory-group.ts'

export interface MemoryLogOptions {
  topic?: string
  partitions?: number
}

export interface MemoryRecord {
  partition?: number
  key?: Buffer | null
  value: Buffer | null
  headers?: EventRecord['headers']
  timestampMs?: number
}

export interface MemorySource extends EventSource {
  /** Leaves the group as a killed process does: nothing more is committed, the others take over. */
  crash(): void
}

/** A log in this process with partitions, groups and commits: what Kafka is to the pipeline, without a broker. */
export class MemoryLog {
  readonly topic: string
  readonly partitions: readonly EventRecord[][]
  private readonly groups = new Map<string, MemoryGroup>()
  private ended = false

  constructor({ topic = 'payments', partitions = 1 }: MemoryLogOptions = {}) {
    this.topic = topic
    this.partitions = Array.from({ length: partitions }, () => [])
  }

  append(...records: MemoryRecord[]): void {
    for (const { partition = 0, key = null, value, headers, timestampMs } of records) {
      const log = this.partitions[partition]
      if (log === undefined) throw new RangeError(`${this.topic} has no partition ${partition}`)
      const record: EventRecord = { topic: this.topic, partition, offset: BigInt(log.length), key, value }
      if (headers !== undefined) record.headers = headers
      if (timestampMs !== undefined) record.timestampMs = timestampMs
      log.push(record)
    }
    this.wake()
  }

  /** Says that nothing more will come: sources end when they have given all that there is. */
  end(): void {
    this.ended = true
    this.wake()
  }

  /** The offsets at which each partition of the group goes on after a crash. */
  committed(group = 'tripline'): readonly number[] {
    return this.groupNamed(group).committed
  }

  /** Joins a group. Partitions are shared out anew among its members whenever one joins or leaves. */
  source({ group = 'tripline', batchRecordsMax = 1000 } = {}): MemorySource {
    const members = this.groupNamed(group)
    let stopped = false
    const self = members.join()
    const log = this

    async function* batches(): AsyncGenerator<EventBatch> {
      while (!stopped) {
        const share = self.share
        const records = log.read(share, batchRecordsMax)
        if (records.length > 0) yield log.batchOf(records, share, members)
        else if (log.ended && share.held.size === 0) return
        else await once(members.bell, 'ring')
      }
    }
    const leave = (): void => {
      stopped = true
      members.leave(self)
    }
    return {
      batches,
      async stop() {
        stopped = true
        members.bell.emit('ring')
      },
      close: async () => leave(),
      crash: leave,
    }
  }

  private read(share: Share, recordsMax: number): EventRecord[] {
    const records: EventRecord[] = []
    for (const [partition, position] of share.positions) {
      if (share.held.has(partition)) continue
      const upTo = position + recordsMax - records.length
      for (const record of this.partitions[partition]!.slice(position, upTo)) records.push(record)
      share.positions.set(partition, Math.min(upTo, this.partitions[partition]!.length))
    }
    return records
  }

  private batchOf(records: EventRecord[], share: Share, members: MemoryGroup): EventBatch {
    const ends = new Map<number, number>()
    for (const { partition, offset } of records) ends.set(partition, Number(offset) + 1)
    return {
      records,
      commit: async () => members.commit(share, ends),
      isOwned: () => !share.isLost,
      assignment: share,
      holdBack({ partition }) {
        const first = records.find(record => record.partition === partition)
        if (first !== undefined) share.positions.set(partition, Number(first.offset))
        share.held.add(partition)
        ends.delete(partition)
        records.splice(0, records.length, ...records.filter(record => record.partition !== partition))
        return () => {
          share.held.delete(partition)
          members.bell.emit('ring')
        }
      },
    }
  }

  private groupNamed(name: string): MemoryGroup {
    const known = this.groups.get(name)
    if (known !== undefined) return known
    const group = new MemoryGroup(this.partitions.length)
    this.groups.set(name, group)
    return group
  }

  private wake(): void {
    for (const group of this.groups.values()) group.bell.emit('ring')
  }
}
