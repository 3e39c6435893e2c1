import { type Column, columnKey } from './column.ts'
import type { RecordLog } from './record-log.ts'
import type { Selection } from './selection.ts'
import type { Slab } from './slab.ts'

/** For each value of a column, where in a log it occurs, in order of time and then position. */
export class ValueIndex {
  private readonly places = new Map<number, number[]>()
  private indexed = 0
  private readonly log: RecordLog
  private readonly slab: Slab
  private readonly selection: Selection
  private readonly column: Column

  constructor(log: RecordLog, slab: Slab, selection: Selection, column: Column) {
    this.log = log
    this.slab = slab
    this.selection = selection
    this.column = column
  }

  /** Indexes of the log's records below `end` that are selected and have the value `key`, in order of time. */
  of(key: number, end: number): readonly number[] {
    for (; this.indexed < end; this.indexed++) this.add(this.indexed)
    return this.places.get(key) ?? []
  }

  /** How many of `places` have a time up to and including `timeMs`. */
  countUntil(places: readonly number[], timeMs: number): number {
    if (places.length > 0 && this.timeAt(places.at(-1)!) <= timeMs) return places.length
    let low = 0
    let high = places.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.timeAt(places[middle]!) <= timeMs) low = middle + 1
      else high = middle
    }
    return low
  }

  timeAt(index: number): number {
    return this.slab.time(this.log.slots[index]!)
  }

  private add(index: number): void {
    const slot = this.log.slots[index]!
    if (!this.selection.has(slot)) return
    const key = columnKey(this.slab, slot, this.column)
    if (key === 0) return
    const places = this.places.get(key)
    if (places === undefined) this.places.set(key, [index])
    else {
      const at = this.countUntil(places, this.slab.time(slot))
      if (at === places.length) places.push(index)
      else places.splice(at, 0, index)
    }
  }
}
