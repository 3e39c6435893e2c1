import type { StateMark } from '../ports.ts'
import { applyJudgement, applyLogs } from './append-reply.ts'
import { AppendRequest } from './append-request.ts'
import type { BatchPart } from './call-logs.ts'
import { CommandFrame } from './command-frame.ts'
import type { RedisConnection } from './connection.ts'
import { APPEND_AND_READ } from './lua/append-and-read.ts'
import { marked, STATE_LOST } from './lua/marked.ts'
import { compactionsIn, markArguments } from './mark-arguments.ts'
import { MarkKeeper, markKeys } from './mark-keeper.ts'
import { type Script, scriptOf } from './script.ts'
import type { CountingTools, MarkToKeep, Servers } from './servers.ts'
import { type ShardCall, sendToShards } from './shard-calls.ts'

/** The part of `RedisConnection` that is needed. */
export type StoreConnection = Pick<RedisConnection, 'generation' | 'ready' | 'send' | 'loadScript' | 'close'>

/** How often a call is repeated because Redis had forgotten the script. */
const SCRIPT_LOADS_MAX = 5

const PLAIN = scriptOf(APPEND_AND_READ)
const MARKED = scriptOf(marked(APPEND_AND_READ))

/** A single Redis: a part of a batch is one call of one script. */
export class OneServer implements Servers {
  private readonly connection: StoreConnection
  private readonly frame = new CommandFrame()
  private readonly marks: MarkKeeper
  private readonly markKey: string
  /** How many there were by the latest answer. */
  private compactions = 0

  /** `hash` is a keyed hash, so that stores with other secrets on the same Redis have other marks. */
  constructor(connection: StoreConnection, hash: string) {
    this.connection = connection
    const keys = markKeys(hash)
    this.markKey = keys.mark
    this.marks = new MarkKeeper(keys, frame => connection.send(frame))
  }

  get generation(): number {
    return this.connection.generation
  }

  ready(): Promise<void> {
    return this.connection.ready()
  }

  keyOfMark(): string {
    return this.markKey
  }

  shardOf(): number {
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
    const script = mark === undefined ? PLAIN : MARKED
    const known = { key: this.markKey, compactions: this.compactions }
    const guard = mark && markArguments(known, mark.id, mark.advances, mark.isLastPart)
    const reply = await this.send(request.pack(this.frame, script.hash, guard, this.compactions), script, tools)
    if (mark !== undefined && reply[0] === STATE_LOST) return false
    tools.onRead(request.logs.knownBytes)
    for (let event = from; event < to; event++) applyJudgement(batch, event, reply[event - from]!, slab)
    if (mark !== undefined) {
      this.compactions = compactionsIn(reply)
      request.logs.noteCompactions(this.compactions)
    }
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

  private async send(packed: Buffer, script: Script, { onRoundTrip }: CountingTools): Promise<Buffer> {
    for (let loads = 0; ; loads++) {
      onRoundTrip()
      try {
        return await this.connection.send(packed)
      } catch (error) {
        const isForgotten = error instanceof Error && error.message.startsWith('NOSCRIPT')
        if (!isForgotten || loads === SCRIPT_LOADS_MAX) {
          this.frame.letGo()
          throw error
        }
        await this.connection.loadScript(script.text)
      }
    }
  }
}
