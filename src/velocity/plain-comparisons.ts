import { type Column, columnKey } from './column.ts'
import type { CompiledVelocity } from './compile-plan.ts'
import { type EncodedBatch, JUDGED } from './encoded-batch.ts'
import type { Slab } from './slab.ts'

/**
 * What is known of a log as an event sees it, in one number: how many records, above the bits of `COUNTED_BITS` that are
 * among them, and a bit that says that it is known.
 */
const PRESENT = 1 << 7
const KIND_BITS = 8
const SEEN_MAX = 2 ** (31 - KIND_BITS) - 1
const UNBOUNDED = -1

/** Answers of `comparedWith`. */
const BELOW = -1
const UNKNOWN_SIDE = 0
const AT_LEAST = 1

/**
 * Most keys are seen a few times, and most limits are higher or were passed longer ago than the window reaches: then the
 * log's length, one look at the record that would have to be in the window, or the kinds of records that ever came tell
 * enough, and the window need not be added up. The same look tells that a window holds enough, where nothing came late.
 */
export class PlainComparisons {
  private readonly batch: EncodedBatch
  private readonly slab: Slab
  /** By event and log, see `PRESENT`; 0 until it is asked for. */
  private readonly bounds: Int32Array

  constructor(batch: EncodedBatch, slab: Slab) {
    this.batch = batch
    this.slab = slab
    this.bounds = new Int32Array(batch.size * batch.width)
  }

  /** As `Counted.comparedWith`. */
  compare(event: number, velocity: CompiledVelocity, limit: number): number {
    const cell = event * this.batch.width + velocity.logIndex
    const bound = this.bounds[cell] || this.boundOf(event, cell)
    if (bound === UNBOUNDED || !velocity.isNumberOfRecords || limit < 1) return UNKNOWN_SIDE
    if ((bound & velocity.counted) !== 0) {
      const seen = (bound >>> KIND_BITS) - (velocity.leavesOut ? 1 : 0)
      if (seen >= limit) {
        const side = this.sideOf(event, cell, velocity, seen - limit)
        if (side !== BELOW) return side
      }
    }
    return velocity.match.length === 0 || this.hasAll(event, velocity.match) ? BELOW : UNKNOWN_SIDE
  }

  private hasAll(event: number, columns: readonly Column[]): boolean {
    const slot = this.batch.slots[event]!
    return columns.every(column => columnKey(this.slab, slot, column) !== 0)
  }

  /** Worked out once for all velocities of a log, because the log itself is seldom in the processor's cache. */
  private boundOf(event: number, cell: number): number {
    const { batch, slab } = this
    const log = batch.logs[cell]
    let bound = UNBOUNDED
    if (log !== undefined && log.folded === undefined && batch.judged[event] !== JUDGED.CONFLICT) {
      const at = batch.positionOf(event, cell, log, slab) - log.base
      // An event that has no place is not among those that can be left out.
      if (at >= 0 && at < SEEN_MAX) bound = ((at + 1) << KIND_BITS) | log.kinds | PRESENT
    }
    this.bounds[cell] = bound
    return bound
  }

  /** `BELOW` when a record, and so each before it, is too old for the event's window; `AT_LEAST` when it is in it, and so each after it. */
  private sideOf(event: number, cell: number, velocity: CompiledVelocity, index: number): number {
    const { batch, slab } = this
    const log = batch.logs[cell]!
    const own = log.slots[batch.positionOf(event, cell, log, slab) - log.base]
    const record = log.slots[index]
    if (own === undefined || record === undefined) return UNKNOWN_SIDE
    const recordMs = slab.time(record)
    const afterMs = velocity.group.after(slab.time(own))
    if (recordMs + log.latenessMs <= afterMs) return BELOW
    const countsEach = velocity.countsAll && log.latenessMs === 0 && (log.everyKind & velocity.counted) !== 0
    return countsEach && recordMs > afterMs ? AT_LEAST : UNKNOWN_SIDE
  }
}
