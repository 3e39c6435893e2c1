import type { Advance, StateMark } from '../ports.ts'
import type { EncodedBatch } from '../velocity/encoded-batch.ts'
import type { Copies } from './append-reply.ts'
import type { BatchPart } from './call-logs.ts'
import type { ShardCall } from './shard-calls.ts'

/** That the state is the one we know, and how far this part takes the partitions. */
export interface MarkToKeep {
  id: string
  advances: readonly Advance[]
  /** False in the parts of a batch before the last: the partitions are moved only when all of it is counted. */
  isLastPart: boolean
}

/** What a part of a batch is counted with. */
export interface CountingTools {
  copies: Copies
  /** Resolves when what the batch before was answered has been read, so that copies may change. */
  whenRead: () => Promise<unknown> | undefined
  /** Called for each time that Redis is asked and waited for; calls that go to several shards at once are one. */
  onRoundTrip: () => void
  /** Called with how many logs a call read, and of how many of them nothing was known before. */
  onRead: (logs: number, unknown: number) => void
}

/** Keys that one script may work on together. */
export interface Shards {
  /** By keyed hash. A single Redis is one shard. */
  shardOf(hash: string): number
  /** The same of the key of a batch's cell. */
  shardOfCell(batch: EncodedBatch, cell: number): number
  /** Of the state on a shard. */
  keyOfMark(shard: number): string
  /** Resolves when commands can be sent. Throws `Outage` when that takes too long. */
  ready(): Promise<void>
  /** Sends all calls at once and resolves with the answers in their order. */
  call(calls: readonly ShardCall[]): Promise<Buffer[]>
}

/** Where the logs are: one Redis, or the shards of a Redis Cluster. */
export interface Servers extends Shards {
  /** Grows with every new connection: what was read over an earlier one may be gone after a failover. */
  readonly generation: number
  /**
   * Judges the events of a part, appends what counts, and brings this process's copies of their logs up to date. False,
   * and nothing to be relied on, when the state that the mark is about is gone.
   */
  countPart(part: BatchPart, mark: MarkToKeep | undefined, tools: CountingTools): Promise<boolean>
  mark(): Promise<StateMark>
  lease(owner: string, ms: number): Promise<boolean>
  close(): Promise<void>
}
