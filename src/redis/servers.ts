import type { Advance, StateMark } from '../ports.ts'
import type { Copies } from './append-reply.ts'
import type { BatchPart } from './call-logs.ts'

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
  /** Called for each time that Redis is asked and waited for; calls that go to several shards at once are one. */
  onRoundTrip: () => void
  /** Called with how much of each log that a call read was known before. */
  onRead: (knownBytes: readonly number[]) => void
}

/** Where the logs are: one Redis, or the shards of a Redis Cluster. */
export interface Servers {
  /** Grows with every new connection: what was read over an earlier one may be gone after a failover. */
  readonly generation: number
  /** Resolves when commands can be sent. Throws `Outage` when that takes too long. */
  ready(): Promise<void>
  /**
   * Judges the events of a part, appends what counts, and brings this process's copies of their logs up to date. False,
   * and nothing to be relied on, when the state that the mark is about is gone.
   */
  countPart(part: BatchPart, mark: MarkToKeep | undefined, tools: CountingTools): Promise<boolean>
  /** Puts the records of events that are judged already into the logs that lack them; answers how many. */
  fill(part: BatchPart, tools: CountingTools): Promise<number>
  mark(): Promise<StateMark>
  lease(owner: string, ms: number): Promise<boolean>
  close(): Promise<void>
}
