import type { FoldedPart } from './folded-part.ts'
import { IdTable } from './id-table.ts'
import { KeyedWithin } from './keyed-within.ts'
import type { LogView } from './log-view.ts'
import type { RemoteState } from './remote-state.ts'
import type { Slab } from './slab.ts'

/** From this many records on a log has a table of ids and running windows; shorter ones are scanned. */
export const LONG_LOG_RECORDS = 24

/** Roughly what an empty log takes, what each of its records adds to that, and running windows. */
export const LOG_BYTES = 330
export const SLOT_BYTES = 8
const LIVE_BYTES = 700

/**
 * The records of one key in the order in which they came, each event once. A position is a record's number counted from
 * the beginning of the log, whether or not the earlier ones have been trimmed.
 */
export class RecordLog {
  // What each batch asks of a log comes first and lies together in memory.
  /** The request to another store that it was last in, and its first cell there. */
  request = -1
  /** The batch that it was last handed out for, as `KeyCache` numbers them. */
  usedBy = -1
  firstCell = -1
  /** Only for copies of a log elsewhere. */
  remote: RemoteState | undefined
  slots: number[] = []
  /** The position of `slots[0]`. */
  base = 0
  private settledBy = -1
  /** The position after the last before the latest batch. */
  private settledEnd = 0
  private newestMs = Number.NEGATIVE_INFINITY
  /** The newest time before the latest batch. */
  private settledMs = Number.NEGATIVE_INFINITY
  private trimAt = LONG_LOG_RECORDS
  /** Earlier events, where some have been folded; see fold-log.ts. */
  folded: FoldedPart | undefined
  /** Views of a long log as of a position: one follows new events, the other events that come again. */
  live: LogView | undefined
  replay: LogView | undefined
  /** How many records were scanned because no view fitted, since `replay` last began anew. */
  scanned = 0
  /** What its records were ever counted as: bits of `COUNTED_BITS`. */
  kinds = 0
  /** What each of its records was counted as: the bits that all of them have. */
  everyKind = 0xff
  /** How far a record was ever behind the newest one before it: nothing before a record is later than that by more. */
  latenessMs = 0
  private ids: IdTable | undefined
  private within: Map<string, KeyedWithin> | undefined
  /** Its name in the plan. */
  readonly name: string
  private readonly slab: Slab

  constructor(slab: Slab, name = '') {
    this.slab = slab
    this.name = name
  }

  /** The position after the last. */
  get end(): number {
    return this.base + this.slots.length
  }

  /** Roughly what the log holds on to besides its records. */
  get overheadBytes(): number {
    const perRecord = SLOT_BYTES + (this.within === undefined ? 0 : 24)
    const live = this.live === undefined ? 0 : LIVE_BYTES
    return LOG_BYTES + live + this.slots.length * perRecord + (this.folded?.heldBytes ?? 0)
  }

  /**
   * Puts a record at the end and answers its position. An event that is already in the log keeps its first position: a
   * repeat has the same id and the same time, or is marked as one, so other records that are newer than all need no look.
   */
  append(slot: number): number {
    const timeMs = this.slab.time(slot)
    if (timeMs > this.newestMs && !this.slab.mayRepeat(slot)) this.newestMs = timeMs
    else {
      const known = this.find(this.slab.idHigh(slot), this.slab.idLow(slot))
      if (known >= 0) return known
      if (timeMs > this.newestMs) this.newestMs = timeMs
      else this.latenessMs = Math.max(this.latenessMs, this.newestMs - timeMs)
    }
    const counted = this.slab.counted(slot)
    this.kinds |= counted
    this.everyKind &= counted
    this.slab.retain(slot)
    // A list that is pushed to gets room for 16 more than it needs; most logs hold one to three.
    const { slots } = this
    if (slots.length === 0) this.slots = [slot]
    else if (slots.length === 1) this.slots = [slots[0]!, slot]
    else if (slots.length === 2) this.slots = [slots[0]!, slots[1]!, slot]
    else slots.push(slot)
    return this.end - 1
  }

  /** The position of an event, or -1. */
  find(idHigh: number, idLow: number): number {
    const { slots, slab } = this
    if (slots.length >= LONG_LOG_RECORDS) {
      this.ids ??= new IdTable(slab, slots)
      const index = this.ids.find(idHigh, idLow)
      return index < 0 ? -1 : this.base + index
    }
    for (let index = slots.length - 1; index >= 0; index--) {
      if (slab.idLow(slots[index]!) === idLow && slab.idHigh(slots[index]!) === idHigh) return this.base + index
    }
    return -1
  }

  /** True when its records are all that it ever held, and make it what it is. */
  get isJustRecords(): boolean {
    return this.base === 0 && this.folded === undefined
  }

  /** The record of a log that never held another; else -1. */
  get onlySlot(): number {
    return this.slots.length === 1 && this.isJustRecords ? this.slots[0]! : -1
  }

  /** Takes an empty log for the one that held these records alone; the references to them go over. */
  beginWith(slots: number[]): void {
    const { slab } = this
    this.slots = slots
    for (let at = 0; at < slots.length; at++) {
      const timeMs = slab.time(slots[at]!)
      if (timeMs > this.newestMs) this.newestMs = timeMs
      else this.latenessMs = Math.max(this.latenessMs, this.newestMs - timeMs)
      const counted = slab.counted(slots[at]!)
      this.kinds |= counted
      this.everyKind &= counted
    }
  }

  /** Of all records that were ever in it; minus infinity when it is empty. */
  get newestTimeMs(): number {
    return this.newestMs
  }

  /** True when a record of that time would not have been let go of for its age, nor folded. */
  reaches(timeMs: number, keepMs: number): boolean {
    return timeMs >= this.newestMs - keepMs && (this.folded === undefined || timeMs > this.folded.lastMs)
  }

  /** The part of a long log with equal values in further columns. */
  keyedWithin(columns: readonly number[]): KeyedWithin {
    this.within ??= new Map()
    const name = columns.join()
    let part = this.within.get(name)
    if (part === undefined) {
      part = new KeyedWithin(columns, this, this.slab, () => new RecordLog(this.slab))
      this.within.set(name, part)
    }
    return part
  }

  /**
   * To be called before records of a batch are appended; does something once per batch. Lets go of records that no window
   * needs any more, and answers how many. What is needed is told from the newest record that was there before the log's
   * latest batch: the events of that batch may still be read, and none is later than that by more than `keepMs` allows.
   */
  settle(batch: number, keepMs: number): number {
    if (this.settledBy === batch) return 0
    this.settledBy = batch
    const oldestMs = this.neededFromMs(keepMs)
    this.settledMs = this.newestMs
    this.settledEnd = this.end
    if (this.slots.length < this.trimAt) return 0
    let old = 0
    while (old < this.slots.length && this.slab.time(this.slots[old]!) < oldestMs) old++
    if (old * 4 < this.slots.length) old = 0
    else this.dropFirst(old)
    // Looked at again when the log has grown by half, so that the cost stays flat.
    this.trimAt = Math.max(LONG_LOG_RECORDS, this.slots.length * 1.5)
    return old
  }

  /** True once `settle` was called for this batch. */
  isSettled(batch: number): boolean {
    return this.settledBy === batch
  }

  /** Events before this time are in no window of events that come now. To be asked before `settle`, like what follows. */
  neededFromMs(keepMs: number): number {
    return this.settledMs - keepMs
  }

  /** How many of the oldest records were there before the latest batch, whose events may still be read. */
  get settledCount(): number {
    return Math.max(0, Math.min(this.settledEnd - this.base, this.slots.length))
  }

  /** Lets go of the oldest records, for which `folded` stands from now on. */
  foldFirst(count: number, folded: FoldedPart | undefined): void {
    this.folded = folded
    if (count > 0) this.dropFirst(count)
    this.trimAt = Math.max(LONG_LOG_RECORDS, this.slots.length * 1.5)
  }

  /** Takes an empty log for one whose first events were removed: folded or no longer needed. */
  beginAt(base: number, folded: FoldedPart | undefined): void {
    this.base = base
    this.settledEnd = base
    this.folded = folded
  }

  /** Empties the copy: nothing is known of the log any more. */
  clear(): void {
    for (const slot of this.slots) this.slab.release(slot)
    this.slots = []
    this.beginAt(0, undefined)
    this.newestMs = Number.NEGATIVE_INFINITY
    this.settledMs = Number.NEGATIVE_INFINITY
    this.kinds = 0
    this.everyKind = 0xff
    this.latenessMs = 0
    this.trimAt = LONG_LOG_RECORDS
    this.ids = undefined
    if (this.remote !== undefined) {
      this.remote.bytes = 0
      this.remote.base = 0
      this.remote.foldedBytes = 0
    }
    this.forgetViews()
  }

  private dropFirst(count: number): void {
    for (let index = 0; index < count; index++) this.slab.release(this.slots[index]!)
    this.slots = this.slots.slice(count)
    this.base += count
    this.ids = undefined
    this.forgetViews()
  }

  private forgetViews(): void {
    this.live = undefined
    this.replay = undefined
    this.scanned = 0
    this.within = undefined
  }
}
