import { randomBytes } from 'node:crypto'
import type { Advance, Counted, MarkedOutcomeStore, MarkedVelocityStore, OutcomeStore, StateMark } from '../ports.ts'
import { Counting } from '../velocity/counting.ts'
import type { EncodedBatch } from '../velocity/encoded-batch.ts'
import type { VelocityEvent } from '../velocity/event.ts'
import type { OutcomeEvent, OutcomeVerdict } from '../velocity/outcome-event.ts'
import type { VelocityPlan } from '../velocity/plan.ts'
import { applyReply } from './append-reply.ts'
import { AppendRequest } from './append-request.ts'
import { CommandFrame } from './command-frame.ts'
import { RedisConnection } from './connection.ts'
import { RedisHomes } from './homes.ts'
import { APPEND_AND_READ } from './lua/append-and-read.ts'
import { MARKED_APPEND_AND_READ, STATE_LOST } from './lua/marked.ts'
import { markArguments } from './mark-arguments.ts'
import { MarkKeeper } from './mark-keeper.ts'
import { type CountBatch, type MarkToKeep, OutcomeCounter } from './outcome-counter.ts'
import type { RedisStoreOptions, RedisStoreUse, StoreConnection } from './redis-store-options.ts'
import { type Script, scriptOf } from './script.ts'

export interface RedisStore extends MarkedVelocityStore, OutcomeStore, MarkedOutcomeStore {
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
  private readonly outcomes: OutcomeCounter | undefined

  constructor(options: RedisStoreOptions) {
    const { url, client = {}, secret, baseDigits, cacheBytesMax = CACHE_BYTES_MAX } = options
    const { commandTimeoutMs = TIMEOUT_MS, connectTimeoutMs = TIMEOUT_MS } = options
    const { outcomesKeepMs } = options
    const countsOutcomes = outcomesKeepMs !== undefined
    this.counting = new Counting({ secret, baseDigits, bytesMax: cacheBytesMax, keepsTexts: true, countsOutcomes })
    const { surroundings } = options
    this.connection =
      surroundings?.connection ?? new RedisConnection({ url, client, commandTimeoutMs, connectTimeoutMs })
    this.marks = new MarkKeeper(this.counting.keyedHash.text('mark', ''), this.connection, new CommandFrame())
    if (outcomesKeepMs !== undefined) {
      const homes = new RedisHomes(this.connection, outcomesKeepMs)
      const countBatch: CountBatch = (plan, batch, mark) => this.countBatch(plan, batch, mark)
      this.outcomes = new OutcomeCounter(homes, this.counting, countBatch)
    }
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

  async countOutcomes(plan: VelocityPlan, outcomes: readonly OutcomeEvent[]): Promise<OutcomeVerdict[]> {
    return (await this.inTurn(() => this.outcomesOrThrow().count(plan, outcomes, undefined))) as OutcomeVerdict[]
  }

  countOutcomesMarked(
    plan: VelocityPlan,
    outcomes: readonly OutcomeEvent[],
    id: string,
  ): Promise<OutcomeVerdict[] | 'changed'> {
    return this.inTurn(() => this.outcomesOrThrow().count(plan, outcomes, { id, advances: [] }))
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
      roundTrips: this.roundTrips,
      cacheBytes: this.counting.keys.bytes,
      cacheHits: this.logsRead - this.logsMissed,
      cacheMisses: this.logsMissed,
      cacheEvictions: this.counting.keys.forgotten,
      logsLost: this.logsLost,
      outcomesParked: this.outcomes?.parked ?? 0,
      outcomesMatched: this.outcomes?.matched ?? 0,
    }
  }

  close(): Promise<void> {
    return this.connection.close()
  }

  private outcomesOrThrow(): OutcomeCounter {
    if (this.outcomes === undefined) throw new Error('the store was opened without outcomes')
    return this.outcomes
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
    const batch = this.counting.encode(plan, events)
    const saved = this.outcomes?.save(plan, batch)
    saved?.catch(() => undefined) // told below, unless counting fails first
    try {
      const isCounted = await this.countBatch(plan, batch, mark)
      if (isCounted && (await this.outcomes?.countWaiting(plan, await saved, mark)) !== 'changed') {
        return this.counting.counted(plan, batch)
      }
    } catch (error) {
      batch.release(this.counting.slab)
      throw error
    }
    batch.release(this.counting.slab)
    return 'changed'
  }

  /** False when the state that the mark is about is gone; nothing is counted then. */
  private async countBatch(plan: VelocityPlan, batch: EncodedBatch, mark: MarkToKeep | undefined): Promise<boolean> {
    for (const log of plan.logs) this.keepMs.set(log.name, log.keepMs)
    for (let from = 0; from < batch.size || (from === 0 && mark !== undefined); from += CALL_EVENTS_MAX) {
      const to = Math.min(from + CALL_EVENTS_MAX, batch.size)
      if (await this.countPart(plan, batch, from, to, mark)) continue
      this.statesLost++
      return false
    }
    return true
  }

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

export type { RedisStoreOptions, RedisStoreUse, StoreConnection, StoreSurroundings } from './redis-store-options.ts'
