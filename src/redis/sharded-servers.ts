import type { StateMark } from '../ports.ts'
import { JUDGED } from '../velocity/encoded-batch.ts'
import type { RecordLog } from '../velocity/record-log.ts'
import { applyJudgement, applyLogs, type Copies } from './append-reply.ts'
import { type BatchPart, CellLinks, nextPartSerial } from './call-logs.ts'
import type { ClusterConnection } from './cluster-connection.ts'
import { jointMark, shardIds } from './joint-mark.ts'
import { JudgeRequest } from './judge-request.ts'
import { SHARDS, shardOf } from './keys.ts'
import { APPEND } from './lua/append.ts'
import { JUDGE } from './lua/judge.ts'
import { marked, STATE_LOST } from './lua/marked.ts'
import { markArguments } from './mark-arguments.ts'
import { MarkKeeper, markKeysOfShards } from './mark-keeper.ts'
import { scriptOf } from './script.ts'
import type { CountingTools, MarkToKeep, Servers } from './servers.ts'
import { type ShardCall, sendToShards } from './shard-calls.ts'
import { ShardRequest } from './shard-request.ts'

const JUDGING = scriptOf(JUDGE)
const APPENDING = scriptOf(APPEND)
const APPENDING_MARKED = scriptOf(marked(APPEND))

/** The part of `ClusterConnection` that is needed. */
export type ShardConnection = Pick<ClusterConnection, 'generation' | 'ready' | 'send' | 'close'>

/**
 * The shards of a Redis Cluster. No script reaches over shards, so an event is judged where its identity is, and then its
 * records are appended where its logs are: one call for each shard, all at once. What breaks off in between is made whole
 * when the event comes again: it is known then, its record is missing in a log, and is appended.
 */
export class ShardedServers implements Servers {
  private readonly connection: ShardConnection
  private readonly markKeys: readonly string[]
  private readonly marks: readonly MarkKeeper[]

  /** `hash` is a keyed hash, so that stores with other secrets on the same cluster have other marks. */
  constructor(connection: ShardConnection, hash: string) {
    this.connection = connection
    const keys = markKeysOfShards(hash)
    this.markKeys = keys.map(({ mark }) => mark)
    this.marks = keys.map((each, shard) => new MarkKeeper(each, frame => connection.send(frame, shard)))
  }

  get generation(): number {
    return this.connection.generation
  }

  ready(): Promise<void> {
    return this.connection.ready()
  }

  async countPart(part: BatchPart, mark: MarkToKeep | undefined, tools: CountingTools): Promise<boolean> {
    await this.judge(part, tools)
    const { batch } = part
    const known = knownCells(part)
    const unread = new Set(known.filter(cell => !isRead(batch.logs[cell]!, part)))
    if (unread.size > 0)
      await this.append(
        part,
        undefined,
        tools,
        cell => unread.has(cell),
        () => false,
      )
    // In the order of the events, so that an event which broke off stands where it would have stood.
    const missing = new Set(known.filter(cell => isMissing(cell, part, tools.copies)))
    for (const cell of missing) tools.copies.slab.setMayRepeat(batch.records[cell]!)
    const appends = (cell: number) => batch.appends(Math.floor(cell / batch.width)) || missing.has(cell)
    return this.append(part, mark, tools, () => true, appends)
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
    const replies = await sendToShards(this.connection, calls)
    calls.forEach(({ shard }, number) => {
      requests[shard]!.events.forEach((event, at) => {
        applyJudgement(batch, event, replies[number]![at]!, copies.slab)
      })
    })
  }

  /** Reads the logs of the cells that are `asked` for and appends the records of those that are to be. */
  private async append(
    part: BatchPart,
    mark: MarkToKeep | undefined,
    { copies, onRoundTrip, onRead }: CountingTools,
    asked: (cell: number) => boolean,
    appends: (cell: number) => boolean,
  ): Promise<boolean> {
    const { batch, from, to } = part
    const links = new CellLinks((to - from) * batch.width)
    const serial = nextPartSerial()
    const requests: (ShardRequest | undefined)[] = []
    // Every shard is called where there is a mark to keep: one that was lost has to be noticed, whoever's keys it had.
    if (mark !== undefined)
      for (let shard = 0; shard < SHARDS; shard++) this.requestOf(requests, shard, part, links, serial)
    for (let cell = from * batch.width; cell < to * batch.width; cell++) {
      const log = batch.logs[cell]
      if (log === undefined || !asked(cell)) continue
      this.requestOf(requests, shardOf(log.keyHash), part, links, serial).add(cell, log, appends(cell))
    }
    const ids = mark === undefined ? [] : shardIds(mark.id)
    const calls = requests.flatMap((request, shard): ShardCall[] => {
      if (request === undefined) return []
      const guard = mark && markArguments(this.markKeys[shard]!, ids[shard]!, mark.advances, mark.isLastPart)
      const script = mark === undefined ? APPENDING : APPENDING_MARKED
      return [{ shard, script, pack: (frame, how) => request.pack(frame, how, copies.slab, guard) }]
    })
    if (calls.length === 0) return true
    onRoundTrip()
    const replies = await sendToShards(this.connection, calls)
    let isSame = true
    calls.forEach(({ shard }, number) => {
      const reply = replies[number]!
      const { logs } = requests[shard]!
      if (mark !== undefined && reply[0] === STATE_LOST) isSame = false
      else {
        onRead(logs.knownBytes)
        applyLogs(reply, 0, logs, copies, appends)
      }
    })
    return isSame
  }

  private requestOf(
    requests: (ShardRequest | undefined)[],
    shard: number,
    part: BatchPart,
    links: CellLinks,
    serial: number,
  ): ShardRequest {
    requests[shard] ??= new ShardRequest(part, links, serial)
    return requests[shard]
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

/** True when we have a copy of the log; it may lack what others have appended since. */
function isRead({ remote }: RecordLog, { generation }: BatchPart): boolean {
  return remote !== undefined && remote.bytes > 0 && remote.generation === generation
}

/**
 * True when whoever judged the event was interrupted before it appended to this log. Should another process have done it
 * since, the record is there twice, and readers drop the second. Records that a log has let go of for their age are not missed.
 */
function isMissing(cell: number, { batch }: BatchPart, { slab, keepMs }: Copies): boolean {
  const log = batch.logs[cell]!
  const slot = batch.records[cell]!
  return log.find(slab.idHigh(slot), slab.idLow(slot)) < 0 && log.reaches(slab.time(slot), keepMs(log))
}
