import { firstAfter } from './first-after.ts'
import type { RecordLog } from './record-log.ts'
import type { Slab } from './slab.ts'

/**
 * Records of a log in order of event time, those of equal time in order of their index. They are put in by ascending
 * index; nearly all go to the end, because events come nearly in order of time: then an entry is the record's index, and nothing is kept
 * of it here.
 */
export class RecordOrder {
  length = 0
  /** By entry; absent as long as each entry is its index. */
  private indexes: Int32Array | undefined
  private readonly log: RecordLog
  private readonly slab: Slab

  constructor(log: RecordLog, slab: Slab) {
    this.log = log
    this.slab = slab
  }

  /** Puts in the log's next record, whose index is how many there are; answers the entry at which it now stands. */
  put(): number {
    const { slab, log } = this
    const index = this.length++
    const timeMs = slab.time(log.slots[index]!)
    if (index === 0 || this.time(index - 1) <= timeMs) {
      if (this.indexes !== undefined) this.set(index, index)
      return index
    }
    this.indexes ??= Int32Array.from({ length: this.length }, (_, entry) => entry)
    const entry = this.firstAfter(timeMs, index)
    this.set(index, index)
    this.indexes.copyWithin(entry + 1, entry, index)
    this.indexes[entry] = index
    return entry
  }

  /** Its record's number from the log's base. */
  index(entry: number): number {
    return this.indexes === undefined ? entry : this.indexes[entry]!
  }

  slot(entry: number): number {
    return this.log.slots[this.index(entry)]!
  }

  time(entry: number): number {
    return this.slab.time(this.slot(entry))
  }

  /** The first entry, of the first `end`, that is later; `end` where none is. */
  firstAfter(timeMs: number, end = this.length): number {
    return firstAfter(this, timeMs, end)
  }

  private set(entry: number, index: number): void {
    if (entry >= this.indexes!.length) {
      const larger = new Int32Array(entry * 2)
      larger.set(this.indexes!)
      this.indexes = larger
    }
    this.indexes![entry] = index
  }
}
