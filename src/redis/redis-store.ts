import { Turns } from '../model/turns.ts'
import type {
  Advance,
  Counted,
  FillableStore,
  Filling,
  MarkedOutcomeStore,
  MarkedVelocityStore,
  OutcomeStore,
  StateMark,
} from '../ports.ts'
import { Counting } from '../velocity/counting.ts'
import type { EncodedBatch } from '../velocity/encoded-batch.ts'
import type { VelocityEvent } from '../velocity/event.ts'
import { KEY_EVENTS_MAX } from '../velocity/fold-log.ts'
import { IdentityTable } from '../velocity/identity-table.ts'
import type { OutcomeEvent, OutcomeVerdict } from '../velocity/outcome-event.ts'
import type { VelocityPlan } from '../velocity/plan.ts'
import { type BatchPart, lifetimeTexts } from './call-logs.ts'
import { LogCompactor } from './compact-log.ts'
import { fillLogs } from './fill-logs.ts'
import { RedisHomes } from './homes.ts'
import { openServers } from './open-servers.ts'
import { type BatchMark, type CountBatch, OutcomeCounter } from './outcome-counter.ts'
import { randomEpochs } from './random-epochs.ts'
import type { RedisStoreOptions, RedisStoreUse } from './redis-store-options.ts'
import type { CountingTools, Servers } from './servers.ts'

export interface RedisStore extends MarkedVelocityStore, FillableStore, OutcomeStore, MarkedOutcomeStore {
  use(): RedisStoreUse
}

const CACHE_BYTES_MAX = 128 * 2 ** 20
const IDENTITY_KEEP_MS = 7 * 86_400_000

/** For telling repeats while logs are filled from history. */
const FILLING_BYTES_MAX = 256 * 2 ** 20

/** So that no script holds Redis up for long: other processes wait meanwhile. */
const CALL_EVENTS_MAX = 500

/**
 * Keeps every log in Redis, and copies of those in use in this process. One script call per batch (of up to 500 events)
 * judges, appends and reads at once.
 *
 * An `Outage` may come after Redis has done the work; giving the same events again makes it whole: events that
 * Redis already has come back as duplicates, with the values that they would have had.
 */
export function createRedisStore(options: RedisStoreOptions): RedisStore {
  return new StoreOnRedis(options)
}

class StoreOnRedis implements RedisStore {
  private readonly counting: Counting
  private readonly servers: Servers
  private readonly tools: CountingTools
  private readonly nowMs: () => number
  private readonly newEpoch: () => Buffer
  private readonly identityKeepMs: number
  private readonly keepMs = new Map<string, number>()
  private readonly turns = new Turns()
  private roundTrips = 0
  private logsRead = 0
  private logsMissed = 0
  private logsLost = 0
  private statesLost = 0
  /** Of the connection, when the mark was last read. */
  private markedGeneration = -1
  private stateId: string | undefined
  /** What the latest batch was answered; nothing that it is read from is touched before. */
  private isRead: Promise<unknown> | undefined
  private readonly compactor: LogCompactor
  private readonly outcomes: OutcomeCounter | undefined

  constructor(options: RedisStoreOptions) {
    const { secret, baseDigits, cacheBytesMax = CACHE_BYTES_MAX, outcomesKeepMs, surroundings } = options
    const countsOutcomes = outcomesKeepMs !== undefined
    this.counting = new Counting({ secret, baseDigits, bytesMax: cacheBytesMax, countsOutcomes })
    this.servers = openServers(options, this.counting.keyedHash.text('mark', ''))
    if (outcomesKeepMs !== undefined) {
      const countBatch: CountBatch = (plan, batch, mark) => this.countBatch(plan, batch, mark)
      this.outcomes = new OutcomeCounter(new RedisHomes(this.servers, outcomesKeepMs), this.counting, countBatch)
    }
    this.compactor = new LogCompactor(this.counting, this.servers, options.keyEventsMax ?? KEY_EVENTS_MAX)
    const { slab, records, keys } = this.counting
    this.tools = {
      copies: {
        slab,
        records,
        keys,
        keepMs: log => this.keepMs.get(log.name)!,
        onLost: () => void this.logsLost++,
        onRead: (log, batch, cell) => this.compactor.look(log, batch, cell),
      },
      whenRead: () => this.isRead,
      onRoundTrip: () => void this.roundTrips++,
      onRead: (logs, unknown) => {
        this.logsRead += logs
        this.logsMissed += unknown
      },
    }
    this.nowMs = surroundings?.nowMs ?? Date.now
    this.newEpoch = surroundings?.newEpoch ?? randomEpochs()
    this.identityKeepMs = Math.ceil(options.identityKeepMs ?? IDENTITY_KEEP_MS)
  }

  /** Calls take turns: each needs to know what the one before it found. */
  count(plan: VelocityPlan, events: readonly VelocityEvent[], read?: Promise<unknown>): Promise<Counted[]> {
    return this.turns.take(async () => (await this.countNow(plan, events, undefined, read)) as Counted[])
  }

  prepare(plan: VelocityPlan, events: readonly VelocityEvent[]): void {
    this.counting.prepare(plan, events)
  }

  countMarked(
    plan: VelocityPlan,
    events: readonly VelocityEvent[],
    id: string,
    advances: readonly Advance[],
    read?: Promise<unknown>,
  ): Promise<Counted[] | 'changed'> {
    return this.turns.take(() => this.countNow(plan, events, { id, advances }, read))
  }

  async countOutcomes(plan: VelocityPlan, outcomes: readonly OutcomeEvent[]): Promise<OutcomeVerdict[]> {
    return (await this.turns.take(() => this.countOutcomesNow(plan, outcomes, undefined))) as OutcomeVerdict[]
  }

  countOutcomesMarked(
    plan: VelocityPlan,
    outcomes: readonly OutcomeEvent[],
    id: string,
  ): Promise<OutcomeVerdict[] | 'changed'> {
    return this.turns.take(() => this.countOutcomesNow(plan, outcomes, { id, advances: [] }))
  }

  async mark(): Promise<StateMark> {
    await this.servers.ready()
    this.markedGeneration = this.servers.generation
    const mark = await this.servers.mark()
    if (mark.id !== this.stateId) this.statesLost++ // whatever was read was read in another state
    this.stateId = mark.id
    return mark
  }

  lease(owner: string, ms: number): Promise<boolean> {
    return this.servers.lease(owner, ms)
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
      outcomesParked: this.outcomes?.parked ?? 0,
      outcomesMatched: this.outcomes?.matched ?? 0,
    }
  }

  filling(): Filling {
    const identities = new IdentityTable(FILLING_BYTES_MAX)
    return (plan, events) =>
      this.turns.take(async () => {
        await this.isRead
        return this.fillNow(plan, events, identities)
      })
  }

  close(): Promise<void> {
    return this.servers.close()
  }

  private async countOutcomesNow(
    plan: VelocityPlan,
    outcomes: readonly OutcomeEvent[],
    mark: BatchMark | undefined,
  ): Promise<OutcomeVerdict[] | 'changed'> {
    if (this.outcomes === undefined) throw new Error('the store was opened without outcomes')
    await this.isRead
    return this.outcomes.count(plan, outcomes, mark)
  }

  private async countNow(
    plan: VelocityPlan,
    events: readonly VelocityEvent[],
    mark: BatchMark | undefined,
    read: Promise<unknown> | undefined,
  ): Promise<Counted[] | 'changed'> {
    this.noteLogs(plan)
    if (this.compactor.hasWork) await this.isRead
    await this.compactor.run(() => this.servers.generation + this.statesLost, this.newEpoch)
    const batch = this.counting.encode(plan, events)
    const saved = this.outcomes?.save(plan, batch)
    saved?.catch(() => undefined) // told below, unless counting fails first
    try {
      const isCounted = await this.countBatch(plan, batch, mark)
      if (isCounted && (await this.outcomes?.countWaiting(plan, await saved, mark)) !== 'changed') {
        this.isRead = read
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
  private async countBatch(plan: VelocityPlan, batch: EncodedBatch, mark: BatchMark | undefined): Promise<boolean> {
    this.noteLogs(plan)
    for (let from = 0; from < batch.size || (from === 0 && mark !== undefined); from += CALL_EVENTS_MAX) {
      const to = Math.min(from + CALL_EVENTS_MAX, batch.size)
      await this.servers.ready()
      const isSame = mark === undefined || this.markedGeneration === this.servers.generation
      const guard = mark && { ...mark, isLastPart: to === batch.size }
      const part = this.partOf({ batch, from, to, plan })
      if (isSame && (await this.servers.countPart(part, guard, this.tools))) continue
      this.statesLost++
      return false
    }
    return true
  }

  private async fillNow(
    plan: VelocityPlan,
    events: readonly VelocityEvent[],
    identities: IdentityTable,
  ): Promise<number> {
    this.noteLogs(plan)
    const { slab } = this.counting
    const batch = this.counting.encode(plan, events)
    try {
      const parts: BatchPart[] = []
      for (let from = 0; from < batch.size; from += CALL_EVENTS_MAX) {
        parts.push(this.partOf({ batch, from, to: Math.min(from + CALL_EVENTS_MAX, batch.size), plan }))
      }
      return await fillLogs(this.servers, parts, identities, this.tools)
    } finally {
      batch.release(slab)
    }
  }

  private noteLogs({ logs }: VelocityPlan): void {
    for (const log of logs) {
      this.keepMs.set(log.name, log.keepMs)
      this.compactor.note(log)
    }
  }

  private partOf(part: Pick<BatchPart, 'batch' | 'from' | 'to' | 'plan'>): BatchPart {
    return {
      ...part,
      lifetimes: lifetimeTexts(part.plan),
      nowMs: this.nowMs(),
      identityKeepMs: this.identityKeepMs,
      epoch: this.newEpoch(),
      generation: this.servers.generation + this.statesLost,
    }
  }
}

export type { RedisStoreOptions, RedisStoreUse, StoreSurroundings } from './redis-store-options.ts'
