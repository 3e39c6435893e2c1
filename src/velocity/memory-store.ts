import type { Counted, OutcomeStore, VelocityStore } from '../ports.ts'
import { Counting } from './counting.ts'
import type { EncodedBatch } from './encoded-batch.ts'
import type { VelocityEvent } from './event.ts'
import { boundOf, foldOf, KEY_EVENTS_MAX } from './fold-log.ts'
import { homeOf } from './home.ts'
import { HomeTable } from './home-table.ts'
import { IdentityTable } from './identity-table.ts'
import { judgeInBatch } from './judge.ts'
import type { HomedOutcome } from './outcome-encoder.ts'
import { type OutcomeEvent, type OutcomeUse, type OutcomeVerdict, outcomeVerdict } from './outcome-event.ts'
import type { LogSpec, VelocityPlan } from './plan.ts'
import type { RecordLog } from './record-log.ts'

export interface MemoryStoreOptions {
  /** Keys the hashes of keys and columns. Two stores with one secret take the same values for equal. */
  secret: string
  /** Decimals of the base currency: 2 for USD, 0 for JPY. */
  baseDigits: number
  /** About how much to hold. Beyond it the keys that were not used for longest are forgotten. 1 GiB unless said. */
  bytesMax?: number
  /** Whether outcomes will come, so that it is remembered where each payment was counted. */
  countsOutcomes?: boolean
  /**
   * Set where the store is thrown away with the plan that it counts by first: what that plan does not read of an event is
   * neither derived nor remembered, and another plan would find it absent.
   */
  forOnePlan?: boolean
  /** How many events one log may hold before its oldest are folded into time buckets. 200,000 unless said. */
  keyEventsMax?: number
}

/** What the store has done since it started. */
export interface MemoryStoreUse extends OutcomeUse {
  cacheBytes: number
  cacheEvictions: number
  logsFolded: number
  eventsFolded: number
}

/**
 * Keeps every log in this process. Forgets records older than any window needs, seen from the newest of their log.
 *
 * What `count` answers stays valid until the next `count` resolves, so one batch may be sent while another is decided.
 */
export function createMemoryStore(options: MemoryStoreOptions): MemoryStore {
  return new StoreInMemory(options)
}

export interface MemoryStore extends VelocityStore, OutcomeStore {
  /** Roughly what is held of keys, logs and records. */
  readonly heldBytes: number
  use(): MemoryStoreUse
}

const BYTES_MAX = 2 ** 30

class StoreInMemory implements MemoryStore {
  private readonly counting: Counting
  private readonly identities: IdentityTable
  private readonly keyEventsMax: number
  private logsFolded = 0
  private eventsFolded = 0

  private readonly homes: HomeTable | undefined
  private outcomesParked = 0
  private outcomesMatched = 0

  constructor({
    secret,
    baseDigits,
    bytesMax = BYTES_MAX,
    countsOutcomes = false,
    forOnePlan = false,
    keyEventsMax = KEY_EVENTS_MAX,
  }: MemoryStoreOptions) {
    const logShare = countsOutcomes ? 0.6 : 0.8
    this.counting = new Counting({
      secret,
      baseDigits,
      bytesMax: bytesMax * logShare,
      keepsTexts: false,
      countsOutcomes,
      forOnePlan,
    })
    this.keyEventsMax = keyEventsMax
    this.identities = new IdentityTable(bytesMax * 0.2)
    if (countsOutcomes) this.homes = new HomeTable(bytesMax * (0.8 - logShare))
  }

  async count(plan: VelocityPlan, events: readonly VelocityEvent[]): Promise<Counted[]> {
    const batch = this.counting.encode(plan, events)
    for (let event = 0; event < batch.size; event++) {
      this.append(plan, batch, event)
      if (this.homes !== undefined && events[event]!.kind === 'payment') this.settleIn(this.homes, plan, batch, event)
    }
    return this.counting.counted(plan, batch)
  }

  async countOutcomes(plan: VelocityPlan, outcomes: readonly OutcomeEvent[]): Promise<OutcomeVerdict[]> {
    const { homes } = this
    if (homes === undefined) throw new Error('the store was opened without outcomes')
    return outcomes.map(outcome => {
      const claim = this.counting.claim(outcome)
      const home = homes.find(claim.paymentIdentity)
      if (home !== undefined) return this.countHomed(plan, { claim, home })
      homes.park(claim)
      this.outcomesParked++
      return 'parked'
    })
  }

  use(): MemoryStoreUse {
    const { keys } = this.counting
    const { logsFolded, eventsFolded, outcomesParked, outcomesMatched } = this
    const { bytes: cacheBytes, forgotten: cacheEvictions } = keys
    return { cacheBytes, cacheEvictions, logsFolded, eventsFolded, outcomesParked, outcomesMatched }
  }

  get heldBytes(): number {
    return this.counting.keys.bytes
  }

  async close(): Promise<void> {}

  /** Remembers where a payment is counted, and counts the outcomes that waited for it right after it. */
  private settleIn(homes: HomeTable, plan: VelocityPlan, batch: EncodedBatch, event: number): void {
    const identity = batch.identities[event]!
    if (homes.find(identity) !== undefined) return
    const home = homeOf(batch, event, plan, this.counting.slab)
    for (const claim of homes.put(identity, home)) {
      this.countHomed(plan, { claim, home })
      this.outcomesMatched++
    }
  }

  private countHomed(plan: VelocityPlan, outcome: HomedOutcome): OutcomeVerdict {
    const batch = this.counting.encodeOutcomes(plan, [outcome])
    this.append(plan, batch, 0)
    const verdict = outcomeVerdict(batch.judged[0]!)
    batch.release(this.counting.slab)
    return verdict
  }

  private append(plan: VelocityPlan, batch: EncodedBatch, event: number): void {
    const { slab, keys } = this.counting
    judgeInBatch(batch, event, this.identities, slab)
    const appends = batch.appends(event)
    for (let log = 0; log < batch.width; log++) {
      const cell = event * batch.width + log
      const target = batch.logs[cell]
      if (target === undefined) continue
      if (target.slots.length > this.keyEventsMax && !target.isSettled(batch.serial)) this.fold(target, plan.logs[log]!)
      const dropped = target.settle(batch.serial, plan.logs[log]!.keepMs)
      keys.grew(-8 * dropped)
      if (!appends) continue
      batch.positions[cell] = target.append(batch.records[cell]!)
      keys.grew(8)
    }
  }

  private fold(log: RecordLog, spec: LogSpec): void {
    const { slab, keys } = this.counting
    const fold = foldOf(log, slab, boundOf(spec, this.keyEventsMax))
    if (fold === undefined) return
    keys.grew((fold.part?.heldBytes ?? 0) - (log.folded?.heldBytes ?? 0) - 8 * fold.count)
    log.foldFirst(fold.count, fold.part)
    this.logsFolded++
    this.eventsFolded += fold.count
  }
}
