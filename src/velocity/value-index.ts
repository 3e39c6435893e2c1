import { type Column, columnKey } from './column.ts'
import type { RecordLog } from './record-log.ts'
import type { Selection } from './selection.ts'
import type { Slab } from './slab.ts'

const NONE: readonly number[] = []

/** For each value of a column, the times at which it occurs in a log, in order. */
export class ValueIndex {
  private readonly times = new Map<number, number[]>()
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

  /** Times of the log's records below `end` that are selected and have the value `key`. */
  timesOf(key: number, end: number): readonly number[] {
    for (; this.indexed < end; this.indexed++) this.add(this.log.slots[this.indexed]!)
    return this.times.get(key) ?? NONE
  }

  private add(slot: number): void {
    if (!this.selection.has(slot)) return
    const key = columnKey(this.slab, slot, this.column)
    if (key === 0) return
    const timeMs = this.slab.time(slot)
    const times = this.times.get(key)
    if (times === undefined) this.times.set(key, [timeMs])
    else if (times.at(-1)! <= timeMs) times.push(timeMs)
    else times.splice(countUntil(times, timeMs), 0, timeMs)
  }
}

/** How many of ascending `times` are at or before `timeMs`. */
export function countUntil(times: readonly number[], timeMs: number): number {
  if (times.length > 0 && times.at(-1)! <= timeMs) return times.length
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (times[middle]! <= timeMs) low = middle + 1
    else high = middle
  }
  return low
}
