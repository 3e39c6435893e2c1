import type { Counted, OutcomeStore, VelocityStore } from '../ports.ts'
import { BatchReader } from './batch-reader.ts'
import type { EncodedBatch } from './encoded-batch.ts'
import type { VelocityEvent } from './event.ts'
import type { EventRows } from './event-rows.ts'
import { boundOf, foldOf, KEY_EVENTS_MAX } from './fold-log.ts'
import { HomeTable } from './home-table.ts'
import { IdentityTable } from './identity-table.ts'
import { judgeInBatch } from './judge.ts'
import { KeyedHash } from './keyed-hash.ts'
import { LogTables } from './log-tables.ts'
import { claimOf, type OutcomeClaim } from './outcome-claim.ts'
import { type OutcomeEvent, type OutcomeUse, type OutcomeVerdict, outcomeVerdict } from './outcome-event.ts'
import { OutcomeRows } from './outcome-rows.ts'
import type { LogSpec, VelocityPlan } from './plan.ts'
import { KIND_AT, KIND_CODES } from './record.ts'
import { type RecordLog, SLOT_BYTES } from './record-log.ts'
import { RowEncoder } from './row-encoder.ts'
import { type RowHome, rowHomeOf } from './row-home.ts'
import { RowLogs } from './row-logs.ts'
import { Slab } from './slab.ts'

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
 */
export function createMemoryStore(options: MemoryStoreOptions): MemoryStore {
  return new StoreInMemory(options)
}

export interface MemoryStore extends VelocityStore, OutcomeStore {
  /** Roughly what is held of keys, logs and records. */
  readonly heldBytes: number
  use(): MemoryStoreUse
  /** Events as rows that any memory store with the same options can count by the same plan. Counts nothing. */
  rows(plan: VelocityPlan, events: readonly VelocityEvent[]): EventRows
  /** As `count` of the events of all parts in their order; answers those of one part. */
  countRows(plan: VelocityPlan, parts: readonly EventRows[], answered: number): Counted[]
}

const BYTES_MAX = 2 ** 30

class StoreInMemory implements MemoryStore {
  private readonly slab = new Slab()
  private readonly keyedHash: KeyedHash
  private readonly encoder: RowEncoder
  private readonly logs: LogTables
  private readonly rowLogs: RowLogs
  private readonly reader: BatchReader
  private readonly identities: IdentityTable
  private readonly keyEventsMax: number
  private logsFolded = 0
  private eventsFolded = 0

  private readonly homes: HomeTable | undefined
  private readonly outcomeRows = new OutcomeRows()
  /** Of the batch counted last; outcomes belong to it, because nobody reads as of them. */
  private serial = -1
  private outcomesParked = 0
  private outcomesMatched = 0
  /** Of what the latest batch was answered. */
  private isRead: Promise<unknown> | undefined

  constructor({
    secret,
    baseDigits,
    bytesMax = BYTES_MAX,
    countsOutcomes = false,
    forOnePlan = false,
    keyEventsMax = KEY_EVENTS_MAX,
  }: MemoryStoreOptions) {
    const logShare = countsOutcomes ? 0.6 : 0.8
    this.keyedHash = new KeyedHash(secret)
    this.encoder = new RowEncoder({ keyedHash: this.keyedHash, keepsIdentities: countsOutcomes, forOnePlan })
    this.logs = new LogTables(this.slab, bytesMax * logShare)
    this.rowLogs = new RowLogs(this.slab, this.logs)
    this.reader = new BatchReader(this.slab, baseDigits)
    this.keyEventsMax = keyEventsMax
    this.identities = new IdentityTable(bytesMax * 0.2)
    if (countsOutcomes) this.homes = new HomeTable(bytesMax * (0.8 - logShare))
  }

  async count(plan: VelocityPlan, events: readonly VelocityEvent[], read?: Promise<unknown>): Promise<Counted[]> {
    const rows = this.rows(plan, events)
    const before = this.isRead
    this.isRead = read
    if (before !== undefined) await before
    return this.countRows(plan, [rows], 0)
  }

  rows(plan: VelocityPlan, events: readonly VelocityEvent[]): EventRows {
    return this.encoder.encode(plan, events)
  }

  countRows(plan: VelocityPlan, parts: readonly EventRows[], answered: number): Counted[] {
    this.logs.makeRoom()
    const batch = this.rowLogs.batch(plan, parts)
    this.serial = batch.serial
    let from = 0
    let event = 0
    for (const [number, part] of parts.entries()) {
      if (number === answered) from = event
      for (let at = 0; at < part.count; at++, event++) {
        this.append(plan, batch, event)
        if (this.homes !== undefined && isPayment(part, at)) this.settleIn(this.homes, plan, part, at)
      }
    }
    return this.reader.counted(plan, batch, from, from + (parts[answered]?.count ?? 0))
  }

  async countOutcomes(plan: VelocityPlan, outcomes: readonly OutcomeEvent[]): Promise<OutcomeVerdict[]> {
    const { homes } = this
    if (homes === undefined) throw new Error('the store was opened without outcomes')
    await this.isRead
    return outcomes.map(outcome => {
      const claim = claimOf(outcome, this.keyedHash)
      const home = homes.find(claim.paymentIdentity)
      if (home !== undefined) return this.countHomed(plan, claim, home)
      homes.park(claim)
      this.outcomesParked++
      return 'parked'
    })
  }

  use(): MemoryStoreUse {
    const { logsFolded, eventsFolded, outcomesParked, outcomesMatched } = this
    const { bytes: cacheBytes, forgotten: cacheEvictions } = this.logs
    return { cacheBytes, cacheEvictions, logsFolded, eventsFolded, outcomesParked, outcomesMatched }
  }

  get heldBytes(): number {
    return this.logs.bytes
  }

  async close(): Promise<void> {}

  /** Remembers where a payment is counted, and counts the outcomes that waited for it right after it. */
  private settleIn(homes: HomeTable, plan: VelocityPlan, rows: EventRows, at: number): void {
    const identity = rows.identities[at]!
    if (homes.find(identity) !== undefined) return
    const home = rowHomeOf(plan, rows, at)
    for (const claim of homes.put(identity, home)) {
      this.countHomed(plan, claim, home)
      this.outcomesMatched++
    }
  }

  private countHomed(plan: VelocityPlan, claim: OutcomeClaim, home: RowHome): OutcomeVerdict {
    const batch = this.rowLogs.batch(plan, [this.outcomeRows.row(plan, claim, home)], this.serial)
    this.append(plan, batch, 0)
    const verdict = outcomeVerdict(batch.judged[0]!)
    batch.release(this.slab)
    return verdict
  }

  private append(plan: VelocityPlan, batch: EncodedBatch, event: number): void {
    const { slab, logs } = this
    judgeInBatch(batch, event, this.identities, slab)
    const appends = batch.appends(event)
    for (let log = 0; log < batch.width; log++) {
      const cell = event * batch.width + log
      const target = batch.logs[cell]
      if (target === undefined) continue
      if (target.slots.length > this.keyEventsMax && !target.isSettled(batch.serial)) this.fold(target, plan.logs[log]!)
      const dropped = target.settle(batch.serial, plan.logs[log]!.keepMs)
      logs.grew(-SLOT_BYTES * dropped)
      if (!appends) continue
      batch.positions[cell] = target.append(batch.records[cell]!)
      logs.grew(SLOT_BYTES)
    }
  }

  private fold(log: RecordLog, spec: LogSpec): void {
    const { slab, logs } = this
    const fold = foldOf(log, slab, boundOf(spec, this.keyEventsMax))
    if (fold === undefined) return
    logs.grew((fold.part?.heldBytes ?? 0) - (log.folded?.heldBytes ?? 0) - SLOT_BYTES * fold.count)
    log.foldFirst(fold.count, fold.part)
    this.logsFolded++
    this.eventsFolded += fold.count
  }
}

function isPayment({ bytes, rowBytes }: EventRows, at: number): boolean {
  return bytes[at * rowBytes + KIND_AT] === KIND_CODES.payment
}
