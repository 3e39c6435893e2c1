import type { Counted, VelocityStore } from '../ports.ts'
import { Counting } from './counting.ts'
import { type EncodedBatch, JUDGED } from './encoded-batch.ts'
import type { VelocityEvent } from './event.ts'
import { boundOf, foldOf, KEY_EVENTS_MAX } from './fold-log.ts'
import { IdentityTable } from './identity-table.ts'
import { judge } from './judge.ts'
import { markChange } from './mark-change.ts'
import type { LogSpec, VelocityPlan } from './plan.ts'
import type { RecordLog } from './record-log.ts'

export interface MemoryStoreOptions {
  /** Keys the hashes of keys and columns. Two stores with one secret take the same values for equal. */
  secret: string
  /** Decimals of the base currency: 2 for USD, 0 for JPY. */
  baseDigits: number
  /** About how much to hold. Beyond it the keys that were not used for longest are forgotten. 1 GiB unless said. */
  bytesMax?: number
  /** How many events one log may hold before its oldest are folded into time buckets. 200,000 unless said. */
  keyEventsMax?: number
}

/** What the store has done since it started. */
export interface MemoryStoreUse {
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

export interface MemoryStore extends VelocityStore {
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

  constructor({ secret, baseDigits, bytesMax = BYTES_MAX, keyEventsMax = KEY_EVENTS_MAX }: MemoryStoreOptions) {
    this.counting = new Counting({ secret, baseDigits, bytesMax: bytesMax * 0.8, keepsTexts: false })
    this.keyEventsMax = keyEventsMax
    this.identities = new IdentityTable(bytesMax * 0.2)
  }

  async count(plan: VelocityPlan, events: readonly VelocityEvent[]): Promise<Counted[]> {
    const batch = this.counting.encode(plan, events)
    for (let event = 0; event < batch.size; event++) this.append(plan, batch, event)
    return this.counting.counted(plan, batch)
  }

  use(): MemoryStoreUse {
    const { keys } = this.counting
    const { logsFolded, eventsFolded } = this
    return { cacheBytes: keys.bytes, cacheEvictions: keys.forgotten, logsFolded, eventsFolded }
  }

  get heldBytes(): number {
    return this.counting.keys.bytes
  }

  async close(): Promise<void> {}

  private append(plan: VelocityPlan, batch: EncodedBatch, event: number): void {
    const { slab, keys } = this.counting
    const slot = batch.slots[event]!
    const { contents, states } = batch
    batch.judged[event] = judge(
      this.identities,
      slab.idHigh(slot),
      slab.idLow(slot),
      contents[event * 2]!,
      contents[event * 2 + 1]!,
      states[event * 2]!,
      states[event * 2 + 1]!,
    )
    if (batch.judged[event] === JUDGED.CHANGED || batch.judged[event] === JUDGED.CHANGED_QUIETLY) {
      markChange(batch, event, slab)
    }
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
