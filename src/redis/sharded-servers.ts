import type { StateMark } from '../ports.ts'
import { type EncodedBatch, JUDGED } from '../velocity/encoded-batch.ts'
import { HASH_STRIDE } from '../velocity/key-hashes.ts'
import { applyJudgement } from './append-reply.ts'
import type { BatchPart } from './call-logs.ts'
import type { ClusterConnection } from './cluster-connection.ts'
import { jointMark, shardIds } from './joint-mark.ts'
import { JudgeRequest } from './judge-request.ts'
import { shardOf, shardOfBytes } from './keys.ts'
import { JUDGE } from './lua/judge.ts'
import { type KnownMark, type MarkArguments, markArguments } from './mark-arguments.ts'
import { MarkKeeper, markKeysOfShards } from './mark-keeper.ts'
import { scriptOf } from './script.ts'
import type { CountingTools, MarkToKeep, Servers } from './servers.ts'
import { appendOnShards, isMissing, isRead } from './shard-appends.ts'
import { type SendToShard, type ShardCall, sendToShards } from './shard-calls.ts'

const JUDGING = scriptOf(JUDGE)

/** The part of `ClusterConnection` that is needed. */
export type ShardConnection = Pick<ClusterConnection, 'generation' | 'ready' | 'send' | 'close'>

/**
 * The shards of a Redis Cluster. No script reaches over shards, so an event is judged where its identity is, and then its
 * records are appended where its logs are: one call for each shard, all at once. What breaks off in between is made whole
 * when the event comes again: it is known then, its record is missing in a log, and is appended.
 */
export class ShardedServers implements Servers {
  private readonly connection: ShardConnection
  private readonly send: SendToShard
  /** By shard. */
  private readonly knownMarks: readonly KnownMark[]
  private readonly marks: readonly MarkKeeper[]

  /** `hash` is a keyed hash, so that stores with other secrets on the same cluster have other marks. */
  constructor(connection: ShardConnection, hash: string) {
    this.connection = connection
    this.send = (frame, shard) => connection.send(frame, shard)
    const keys = markKeysOfShards(hash)
    this.knownMarks = keys.map(({ mark }) => ({ key: mark, compactions: 0 }))
    this.marks = keys.map((each, shard) => new MarkKeeper(each, shard, calls => this.call(calls)))
  }

  get generation(): number {
    return this.connection.generation
  }

  ready(): Promise<void> {
    return this.connection.ready()
  }

  keyOfMark(shard: number): string {
    return this.knownMarks[shard]!.key
  }

  shardOf(hash: string): number {
    return shardOf(hash)
  }

  shardOfCell({ keyHashes }: EncodedBatch, cell: number): number {
    return shardOfBytes(keyHashes.bytes, cell * HASH_STRIDE)
  }

  call(calls: readonly ShardCall[]): Promise<Buffer[]> {
    return sendToShards(this.send, calls)
  }

  async countPart(part: BatchPart, mark: MarkToKeep | undefined, tools: CountingTools): Promise<boolean> {
    await this.judge(part, tools)
    const { batch } = part
    const known = knownCells(part)
    const unread = new Set(known.filter(cell => !isRead(batch.logs[cell]!, part)))
    if (unread.size > 0) {
      await appendOnShards(this, part, tools, { asks: cell => unread.has(cell), appends: () => false })
    }
    // In the order of the events, so that an event which broke off stands where it would have stood.
    const missing = new Set(known.filter(cell => isMissing(cell, part, tools.copies)))
    for (const cell of missing) tools.copies.slab.setMayRepeat(batch.records[cell]!)
    return appendOnShards(this, part, tools, {
      asks: () => true,
      appends: cell => batch.appends(Math.floor(cell / batch.width)) || missing.has(cell),
      ...(mark === undefined ? {} : { guards: this.guards(mark) }),
    })
  }

  async mark(): Promise<StateMark> {
    await this.connection.ready()
    return jointMark(await Promise.all(this.marks.map(each => each.read())))
  }

  async lease(owner: string, ms: number): Promise<boolean> {
    await this.connection.ready()
    return this.marks[0]!.lease(owner, ms)
  }

  close(): Promise<void> {
    return this.connection.close()
  }

  private async judge(part: BatchPart, { copies, onRoundTrip }: CountingTools): Promise<void> {
    const { batch, from, to } = part
    const requests: (JudgeRequest | undefined)[] = []
    for (let event = from; event < to; event++) {
      const shard = shardOf(batch.identities[event]!)
      requests[shard] ??= new JudgeRequest(part)
      requests[shard].events.push(event)
    }
    if (from === to) return
    onRoundTrip()
    const calls = requests.flatMap((request, shard): ShardCall[] =>
      request === undefined ? [] : [{ shard, script: JUDGING, pack: (frame, how) => request.pack(frame, how) }],
    )
    const replies = await this.call(calls)
    calls.forEach(({ shard }, number) => {
      requests[shard]!.events.forEach((event, at) => {
        applyJudgement(batch, event, replies[number]![at]!, copies.slab)
      })
    })
  }

  private guards({ id, advances, isLastPart }: MarkToKeep): MarkArguments[] {
    const ids = shardIds(id)
    return this.knownMarks.map((known, shard) => markArguments(known, ids[shard]!, advances, isLastPart))
  }
}

/** Cells of events that were known before: their records ought to be in the logs. */
function knownCells({ batch, from, to }: BatchPart): number[] {
  const cells: number[] = []
  for (let event = from; event < to; event++) {
    const judged = batch.judged[event]
    if (judged !== JUDGED.DUPLICATE && judged !== JUDGED.CHANGED_AGAIN) continue
    for (let cell = event * batch.width; cell < (event + 1) * batch.width; cell++) {
      if (batch.logs[cell] !== undefined) cells.push(cell)
    }
  }
  return cells
}
