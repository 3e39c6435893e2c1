import type { StateMark } from '../ports.ts'
import { applyJudgement, applyLogs } from './append-reply.ts'
import { AppendRequest } from './append-request.ts'
import type { BatchPart } from './call-logs.ts'
import { CommandFrame } from './command-frame.ts'
import type { RedisConnection } from './connection.ts'
import { APPEND_AND_READ } from './lua/append-and-read.ts'
import { marked, STATE_LOST } from './lua/marked.ts'
import { type KnownMark, markArguments, noteCompactions } from './mark-arguments.ts'
import { MarkKeeper, markKeys } from './mark-keeper.ts'
import { type Invocation, scriptOf } from './script.ts'
import type { CountingTools, MarkToKeep, Servers } from './servers.ts'
import { callScript, type ShardCall, sendToShards } from './shard-calls.ts'

/** The part of `RedisConnection` that is needed. */
export type StoreConnection = Pick<RedisConnection, 'generation' | 'ready' | 'send' | 'close'>

const PLAIN = scriptOf(APPEND_AND_READ)
const MARKED = scriptOf(marked(APPEND_AND_READ))

/** A single Redis: a part of a batch is one call of one script. */
export class OneServer implements Servers {
  private readonly connection: StoreConnection
  private readonly frame = new CommandFrame()
  private readonly marks: MarkKeeper
  private readonly knownMark: KnownMark

  /** `hash` is a keyed hash, so that stores with other secrets on the same Redis have other marks. */
  constructor(connection: StoreConnection, hash: string) {
    this.connection = connection
    const keys = markKeys(hash)
    this.knownMark = { key: keys.mark, compactions: 0 }
    this.marks = new MarkKeeper(keys, 0, calls => this.call(calls))
  }

  get generation(): number {
    return this.connection.generation
  }

  ready(): Promise<void> {
    return this.connection.ready()
  }

  keyOfMark(): string {
    return this.knownMark.key
  }

  shardOf(): number {
    return 0
  }

  shardOfCell(): number {
    return 0
  }

  call(calls: readonly ShardCall[]): Promise<Buffer[]> {
    return sendToShards(frame => this.connection.send(frame), calls)
  }

  async countPart(part: BatchPart, mark: MarkToKeep | undefined, tools: CountingTools): Promise<boolean> {
    const { copies } = tools
    const { slab } = copies
    const { batch, from, to } = part
    const request = new AppendRequest(part, slab)
    const guard = mark && markArguments(this.knownMark, mark.id, mark.advances, mark.isLastPart)
    const script = guard === undefined ? PLAIN : MARKED
    const send = (frame: Buffer): Promise<Buffer> => {
      tools.onRoundTrip()
      return this.connection.send(frame)
    }
    const call = { shard: 0, script, pack: (frame: CommandFrame, how: Invocation) => request.pack(frame, how, guard) }
    const reply = await callScript(send, call, this.frame)
    if (guard !== undefined && reply[0] === STATE_LOST) return false
    await tools.whenRead()
    tools.onRead(request.logs.size, request.logs.unknown)
    for (let event = from; event < to; event++) applyJudgement(batch, event, reply[event - from]!, slab)
    if (guard !== undefined) noteCompactions(guard, request.logs, reply)
    applyLogs(reply, to - from, request.logs, copies, cell => batch.appends(request.logs.eventOf(cell)))
    return true
  }

  async mark(): Promise<StateMark> {
    await this.connection.ready()
    return this.marks.read()
  }

  async lease(owner: string, ms: number): Promise<boolean> {
    await this.connection.ready()
    return this.marks.lease(owner, ms)
  }

  close(): Promise<void> {
    return this.connection.close()
  }
}
