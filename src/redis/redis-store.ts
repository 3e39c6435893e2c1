import { randomBytes } from 'node:crypto'
import type { RedisOptions } from 'ioredis'
import type { Advance, Counted, MarkedVelocityStore, StateMark } from '../ports.ts'
import { Counting } from '../velocity/counting.ts'
import type { EncodedBatch } from '../velocity/encoded-batch.ts'
import type { VelocityEvent } from '../velocity/event.ts'
import { KEY_EVENTS_MAX } from '../velocity/fold-log.ts'
import type { VelocityPlan } from '../velocity/plan.ts'
import { applyReply } from './append-reply.ts'
import { AppendRequest } from './append-request.ts'
import { CommandFrame } from './command-frame.ts'
import { LogCompactor } from './compact-log.ts'
import { RedisConnection } from './connection.ts'
import { APPEND_AND_READ } from './lua/append-and-read.ts'
import { MARKED_APPEND_AND_READ, STATE_LOST } from './lua/marked.ts'
import { markArguments } from './mark-arguments.ts'
import { MarkKeeper } from './mark-keeper.ts'
import { type Script, scriptOf } from './script.ts'

export interface RedisStoreOptions {
  /** `redis://user:password@host:port/db`, `rediss://` for TLS. */
  url: string
  /** Further settings of ioredis, such as TLS files. */
  client?: RedisOptions
  /** Keys the hashes under which everything is stored: every process must use the same one. */
  secret: string
  /** Decimals of the base currency: 2 for USD, 0 for JPY. */
  baseDigits: number
  /** About how much to hold of what was read. 128 MiB unless said. */
  cacheBytesMax?: number
  /** How long identities of events are kept, counted from their last change. 7 days unless said. */
  identityKeepMs?: number
  /** How many events one log may hold before its oldest are folded into time buckets. 200,000 unless said. */
  keyEventsMax?: number
  /** 5 seconds unless said. */
  commandTimeoutMs?: number
  /** How long a call waits for a connection before it is an outage. 5 seconds unless said. */
  connectTimeoutMs?: number
  /** What the simulator puts in place of a connection, a clock and chance; `url` then leads nowhere. */
  surroundings?: StoreSurroundings
}

/** The part of `RedisConnection` that the store needs. */
export type StoreConnection = Pick<RedisConnection, 'generation' | 'ready' | 'send' | 'loadScript' | 'close'>

export interface StoreSurroundings {
  connection: StoreConnection
  /** Milliseconds since 1970. */
  nowMs: () => number
  /** 8 bytes that no other log began with. */
  newEpoch: () => Buffer
}

/** What the store has done since it started; all but `cacheBytes` only grow. */
export interface RedisStoreUse {
  roundTrips: number
  cacheBytes: number
  /** Logs of which nothing, or only what others added, had to be read. */
  cacheHits: number
  /** Logs that had to be read from the beginning. */
  cacheMisses: number
  cacheEvictions: number
  /** Logs that were known and found gone, begun anew or shorter before their time: Redis lost state. */
  logsLost: number
  /** Times that this process made a log in Redis shorter, and events that it folded doing so. */
  logsCompacted: number
  logsFolded: number
  eventsFolded: number
}

export interface RedisStore extends MarkedVelocityStore {
  use(): RedisStoreUse
}

const CACHE_BYTES_MAX = 128 * 2 ** 20
const IDENTITY_KEEP_MS = 7 * 86_400_000
const TIMEOUT_MS = 5_000

/** So that no script holds Redis up for long: other processes wait meanwhile. */
const CALL_EVENTS_MAX = 500

/** How often a call is repeated because Redis had forgotten the script. */
const SCRIPT_LOADS_MAX = 5

const PLAIN = scriptOf(APPEND_AND_READ)
const MARKED = scriptOf(MARKED_APPEND_AND_READ)

/** That the state is the one we know, and how far this batch takes the partitions. */
interface MarkToKeep {
  id: string
  advances: readonly Advance[]
}

/**
 * Keeps every log in Redis, and copies of those in use in this process. One script call per batch (of up to 500 events)
 * judges, appends and reads at once.
 *
 * What `count` answers stays valid until the next `count` resolves, so one batch may be under way while another is
 * decided. An `Outage` may come after Redis has done the work; giving the same events again makes it whole: events that
 * Redis already has come back as duplicates, with the values that they would have had.
 */
export function createRedisStore(options: RedisStoreOptions): RedisStore {
  return new StoreOnRedis(options)
}

class StoreOnRedis implements RedisStore {
  private readonly counting: Counting
  private readonly connection: StoreConnection
  private readonly nowMs: () => number
  private readonly newEpoch: () => Buffer
  private readonly identityKeepMs: number
  private readonly frame = new CommandFrame()
  private readonly keepMs = new Map<string, number>()
  private turn: Promise<unknown> = Promise.resolve()
  private roundTrips = 0
  private logsRead = 0
  private logsMissed = 0
  private logsLost = 0
  private statesLost = 0
  /** Of the connection, when the mark was last read. */
  private markedGeneration = -1
  private readonly marks: MarkKeeper
  private readonly compactor: LogCompactor

  constructor(options: RedisStoreOptions) {
    const { url, client = {}, secret, baseDigits, cacheBytesMax = CACHE_BYTES_MAX } = options
    const { commandTimeoutMs = TIMEOUT_MS, connectTimeoutMs = TIMEOUT_MS } = options
    this.counting = new Counting({ secret, baseDigits, bytesMax: cacheBytesMax, keepsTexts: true })
    const { surroundings } = options
    this.connection =
      surroundings?.connection ?? new RedisConnection({ url, client, commandTimeoutMs, connectTimeoutMs })
    this.marks = new MarkKeeper(this.counting.keyedHash.text('mark', ''), this.connection, new CommandFrame())
    this.compactor = new LogCompactor(this.counting, this.connection, options.keyEventsMax ?? KEY_EVENTS_MAX)
    this.nowMs = surroundings?.nowMs ?? Date.now
    this.newEpoch = surroundings?.newEpoch ?? (() => randomBytes(8))
    this.identityKeepMs = Math.ceil(options.identityKeepMs ?? IDENTITY_KEEP_MS)
  }

  /** Calls take turns: each needs to know what the one before it found. */
  count(plan: VelocityPlan, events: readonly VelocityEvent[]): Promise<Counted[]> {
    return this.inTurn(async () => (await this.countNow(plan, events, undefined)) as Counted[])
  }

  countMarked(
    plan: VelocityPlan,
    events: readonly VelocityEvent[],
    id: string,
    advances: readonly Advance[],
  ): Promise<Counted[] | 'changed'> {
    return this.inTurn(() => this.countNow(plan, events, { id, advances }))
  }

  async mark(): Promise<StateMark> {
    await this.connection.ready()
    this.markedGeneration = this.connection.generation
    return this.marks.read()
  }

  lease(owner: string, ms: number): Promise<boolean> {
    return this.marks.lease(owner, ms)
  }

  use(): RedisStoreUse {
    return {
      roundTrips: this.roundTrips + this.compactor.roundTrips,
      cacheBytes: this.counting.keys.bytes,
      cacheHits: this.logsRead - this.logsMissed,
      cacheMisses: this.logsMissed,
      cacheEvictions: this.counting.keys.forgotten,
      logsLost: this.logsLost,
      ...this.compactor.use,
    }
  }

  close(): Promise<void> {
    return this.connection.close()
  }

  private inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.turn.then(act)
    this.turn = done.catch(() => undefined) // told to whoever asked
    return done
  }

  private async countNow(
    plan: VelocityPlan,
    events: readonly VelocityEvent[],
    mark: MarkToKeep | undefined,
  ): Promise<Counted[] | 'changed'> {
    for (const log of plan.logs) {
      this.keepMs.set(log.name, log.keepMs)
      this.compactor.note(log)
    }
    await this.compactor.run(() => this.connection.generation + this.statesLost, this.newEpoch)
    const batch = this.counting.encode(plan, events)
    try {
      for (let from = 0; from < batch.size || (from === 0 && mark !== undefined); from += CALL_EVENTS_MAX) {
        const to = Math.min(from + CALL_EVENTS_MAX, batch.size)
        if (await this.countPart(plan, batch, from, to, mark)) continue
        this.statesLost++
        batch.release(this.counting.slab)
        return 'changed'
      }
    } catch (error) {
      batch.release(this.counting.slab)
      throw error
    }
    return this.counting.counted(plan, batch)
  }

  /** False when the state that the mark is about is gone; nothing is counted then. */
  private async countPart(
    plan: VelocityPlan,
    batch: EncodedBatch,
    from: number,
    to: number,
    mark: MarkToKeep | undefined,
  ): Promise<boolean> {
    await this.connection.ready()
    if (mark !== undefined && this.markedGeneration !== this.connection.generation) return false
    const { slab, keys } = this.counting
    const generation = this.connection.generation + this.statesLost
    const request = new AppendRequest(batch, from, to, {
      slab,
      plan,
      generation,
      nowMs: this.nowMs(),
      identityKeepMs: this.identityKeepMs,
      epoch: this.newEpoch(),
    })
    const script = mark === undefined ? PLAIN : MARKED
    const guard = mark && markArguments(this.marks.markKey, mark.id, mark.advances, to === batch.size)
    const reply = await this.send(request.pack(this.frame, script.hash, guard), script)
    if (mark !== undefined && reply[0] === STATE_LOST) return false
    this.logsRead += request.logs.length
    for (const known of request.knownBytes) if (known === 0) this.logsMissed++
    applyReply(reply, request, batch, {
      slab,
      keys,
      keepMs: log => this.keepMs.get(log.name)!,
      generation,
      onLost: () => {
        this.logsLost++
      },
      onRead: log => this.compactor.look(log),
    })
    return true
  }

  private async send(packed: Buffer, script: Script): Promise<Buffer> {
    for (let loads = 0; ; loads++) {
      this.roundTrips++
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
