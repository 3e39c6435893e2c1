import { setTimeout as sleep } from 'node:timers/promises'
import type { Offsets } from 'kafkajs'
import { Committer } from '../../src/kafka/committer.ts'
import { Epoch } from '../../src/kafka/epoch.ts'
import type { OwnedPartition } from '../../src/kafka/owned-partition.ts'
import type { EventBatch, EventSource } from '../../src/ports.ts'
import { send } from './network.ts'
import type { SimulatedGroup } from './simulated-group.ts'
import type { SimulatedLog } from './simulated-log.ts'
import type { SimulatedProcess } from './simulated-process.ts'
import type { World } from './world.ts'

export const TOPIC = 'payments'
const TIMEOUT_MS = 200
const CLOSE_MS_MAX = 500
const QUEUE_RECORDS_MAX = 20
const BATCH_BYTES_MAX = 1 << 20

export interface SourceParts {
  world: World
  process: SimulatedProcess
  log: SimulatedLog
  group: SimulatedGroup
  batchRecordsMax: number
  /** A mutant's way in: what to make of an assignment. */
  newEpoch?: (assignment: Record<string, readonly number[]>) => Epoch
  /** A mutant's way in: false takes in what an epoch that is over had asked for. */
  dropsOldFetches?: boolean
}

/**
 * Does what src/kafka/source.ts and group-session.ts do around kafkajs, with the same epochs, queues and committer, over
 * the simulated broker. Like kafkajs, it commits under the generation that the member has at that moment.
 */
export class SimulatedSource implements EventSource {
  private readonly parts: SourceParts
  private readonly committer: Committer
  private readonly closing = new AbortController()
  private epoch = new Epoch({})
  private memberId = ''
  private joined = 0
  private generation = 0
  private isStopped = false
  private ring: () => void = () => undefined

  constructor(parts: SourceParts) {
    this.parts = parts
    this.committer = new Committer(() => undefined, this.closing.signal)
    this.join()
  }

  async *batches(): AsyncGenerator<EventBatch> {
    while (!this.isStopped) {
      const { epoch } = this
      const taken = epoch.take(this.parts.batchRecordsMax, BATCH_BYTES_MAX)
      if (taken !== undefined) {
        yield {
          records: taken.records,
          commit: async () => this.committer.markDone(epoch, taken.ends),
          isOwned: () => !epoch.isLost,
          assignment: epoch,
          holdBack: () => {
            throw new Error('the simulation has no poison')
          },
        }
      } else
        await new Promise<void>(resolve => {
          this.ring = resolve
        })
    }
  }

  async stop(): Promise<void> {
    this.isStopped = true
    this.ring()
  }

  async close(): Promise<void> {
    this.isStopped = true
    this.ring()
    await Promise.race([this.committer.flush(this.epoch), sleep(CLOSE_MS_MAX)])
    this.closing.abort()
    this.epoch.lose()
    const { group } = this.parts
    const id = this.memberId
    await this.request('leave', () => group.leave(id)).catch(() => group.leave(id))
  }

  /** Its heartbeats no longer come. */
  expire(): void {
    this.parts.group.expire(this.memberId)
  }

  private join(): void {
    const { process, group } = this.parts
    const id = `${process.name}.${this.joined++}`
    this.memberId = id
    this.generation = 0
    group.join({
      id,
      process,
      assigned: (generation, partitions) => this.beginEpoch(generation, partitions),
      expelled: () => {
        if (this.memberId !== id || this.isStopped) return
        this.epoch.lose()
        this.join()
      },
    })
  }

  private beginEpoch(generation: number, partitions: readonly number[]): void {
    if (generation <= this.generation) return
    const { world, process, newEpoch = assignment => new Epoch(assignment) } = this.parts
    world.note('assigned', `${process.name} ${generation}: ${partitions.join()}`)
    this.generation = generation
    this.epoch.lose()
    const epoch = newEpoch({ [TOPIC]: partitions })
    this.epoch = epoch
    epoch.commitOffsets = offsets => this.commit(offsets)
    void this.intake(epoch)
    this.ring()
  }

  private async intake(epoch: Epoch): Promise<void> {
    const { group } = this.parts
    const committed = await this.untilAnswered('read commits', () => [...group.committed])
    for (const partition of epoch.partitions) {
      partition.startAt(BigInt(committed[partition.partition]!))
      void this.fetchInto(epoch, partition)
    }
  }

  private async fetchInto(epoch: Epoch, partition: OwnedPartition): Promise<void> {
    const { log, process, world, dropsOldFetches = true } = this.parts
    while (!epoch.isLost && !this.isStopped) {
      if (partition.queuedRecords >= QUEUE_RECORDS_MAX) {
        await sleep(20)
        continue
      }
      const from = Number(partition.next)
      await new Promise<void>(resolve => log.whenAt(partition.partition, from, () => process.run(resolve)))
      const recordsMax = world.random.whole(1, 8)
      const messages = await this.untilAnswered('fetch', () => log.read(partition.partition, from, recordsMax))
      let into = partition
      if (epoch.isLost) {
        const now = this.epoch.partition(TOPIC, partition.partition)
        if (dropsOldFetches || now?.next === undefined) return
        into = now
      }
      into.add(messages, BigInt(from + messages.length))
      this.ring()
    }
  }

  private commit(done: Offsets = { topics: [] }): Promise<void> {
    const { group } = this.parts
    const { memberId, generation } = this
    const offsets = new Map(
      done.topics.flatMap(each => each.partitions.map(({ partition, offset }) => [partition, Number(offset)] as const)),
    )
    return this.request('commit', () => group.commit(memberId, generation, offsets))
  }

  private async untilAnswered<T>(what: string, execute: () => T): Promise<T> {
    for (;;) {
      try {
        return await this.request(what, execute)
      } catch {
        await sleep(10)
      }
    }
  }

  private request<T>(what: string, execute: () => T): Promise<T> {
    const { world, process } = this.parts
    const noAnswer = () => new Error('Request timed out')
    return send(world, process, { to: 'kafka', what, execute, noAnswer, timeoutMs: TIMEOUT_MS, mayLinger: false })
  }
}
