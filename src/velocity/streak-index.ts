import type { RecordLog } from './record-log.ts'
import type { Selection } from './selection.ts'
import type { Slab } from './slab.ts'
import { TimeOrder } from './time-order.ts'

/** Runs of equal values in a log, in order of time and then position. */
export class StreakIndex {
  readonly order = new TimeOrder()
  private values = new Float64Array(64)
  private runStarts = new Int32Array(64)
  private indexed = 0
  private readonly log: RecordLog
  private readonly slab: Slab
  private readonly selection: Selection
  private readonly valueIn: (slot: number) => number

  /** `valueIn` gives 0 for records that take no part. */
  constructor(log: RecordLog, slab: Slab, selection: Selection, valueIn: (slot: number) => number) {
    this.log = log
    this.slab = slab
    this.selection = selection
    this.valueIn = valueIn
  }

  /** Brings the log's records below `end` in. */
  advance(end: number): void {
    for (; this.indexed < end; this.indexed++) {
      const slot = this.log.slots[this.indexed]!
      const value = this.selection.has(slot) ? this.valueIn(slot) : 0
      if (value !== 0) this.add(this.indexed, this.slab.time(slot), value)
    }
  }

  valueAt(entry: number): number {
    return this.values[entry]!
  }

  /** The first entry of the run that an entry belongs to. */
  runStart(entry: number): number {
    return this.runStarts[entry]!
  }

  private add(index: number, timeMs: number, value: number): void {
    const entry = this.order.put(index, timeMs)
    const { length } = this.order
    if (length > this.values.length) this.grow()
    if (entry < length - 1) this.values.copyWithin(entry + 1, entry, length - 1)
    this.values[entry] = value
    for (let at = entry; at < length; at++) {
      this.runStarts[at] = at > 0 && this.values[at] === this.values[at - 1] ? this.runStarts[at - 1]! : at
    }
  }

  private grow(): void {
    const values = new Float64Array(this.values.length * 2)
    values.set(this.values)
    this.values = values
    const runStarts = new Int32Array(values.length)
    runStarts.set(this.runStarts)
    this.runStarts = runStarts
  }
}
