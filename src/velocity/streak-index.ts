import type { RecordLog } from './record-log.ts'
import type { Selection } from './selection.ts'
import type { Slab } from './slab.ts'
import { FIRST, SECOND, TimeOrder } from './time-order.ts'

/** What a streak keeps per entry: its value, and the entry at which the run of that value began. */
const VALUE = FIRST
const RUN_START = SECOND

/** Runs of equal values in a log, in order of time and then position. */
export class StreakIndex {
  readonly order = new TimeOrder()
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
      if (value !== 0) this.add(this.slab.time(slot), value)
    }
  }

  valueAt(entry: number): number {
    return this.order.get(entry, VALUE)
  }

  /** The first entry of the run that an entry belongs to. */
  runStart(entry: number): number {
    return this.order.get(entry, RUN_START)
  }

  private add(timeMs: number, value: number): void {
    const { order } = this
    for (let entry = order.put(timeMs, value, 0); entry < order.length; entry++) {
      const goesOn = entry > 0 && this.valueAt(entry) === this.valueAt(entry - 1)
      order.set(entry, RUN_START, goesOn ? this.runStart(entry - 1) : entry)
    }
  }
}
