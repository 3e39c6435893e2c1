import type { CompiledVelocity } from './compile-plan.ts'
import type { RecordLog } from './record-log.ts'
import type { Slab } from './slab.ts'
import { StreakIndex } from './streak-index.ts'
import { Tally } from './tally.ts'
import { TimeOrder } from './time-order.ts'
import { ValueIndex } from './value-index.ts'
import { WindowCursor } from './window-cursor.ts'
import type { WindowGroup } from './window-group.ts'

/**
 * A long log as it stood when its first `indexed` records were there, with running windows over it. It only moves
 * forward, so what it answers depends on those records and on nothing that came later.
 */
export class LogView {
  /** How many records from the log's base it covers. */
  indexed = 0
  readonly order = new TimeOrder()
  private readonly log: RecordLog
  private readonly slab: Slab
  private planSerial = -1
  private cursors: (WindowCursor | undefined)[] = []
  private values: (ValueIndex | undefined)[] = []
  private streaks: (StreakIndex | undefined)[] = []

  constructor(log: RecordLog, slab: Slab) {
    this.log = log
    this.slab = slab
  }

  /** Brings the records below `end` in. What was kept for another plan is forgotten. */
  advance(end: number, planSerial: number): void {
    if (this.planSerial !== planSerial) {
      this.planSerial = planSerial
      this.cursors = []
      this.values = []
      this.streaks = []
    }
    for (; this.indexed < end; this.indexed++) {
      const entry = this.order.put(this.indexed, this.slab.time(this.log.slots[this.indexed]!))
      if (entry === this.order.length - 1) continue
      for (const cursor of this.cursors) cursor?.inserted(entry)
    }
  }

  cursor(group: WindowGroup): WindowCursor {
    let cursor = this.cursors[group.index]
    if (cursor === undefined) {
      cursor = new WindowCursor(this.log, this.order, group.selection, new Tally(group.needs, this.slab))
      this.cursors[group.index] = cursor
    }
    return cursor
  }

  valueIndex(velocity: CompiledVelocity): ValueIndex {
    let index = this.values[velocity.viewIndex]
    if (index === undefined) {
      index = new ValueIndex(this.log, this.slab, velocity.selection, velocity.column)
      this.values[velocity.viewIndex] = index
    }
    return index
  }

  streakIndex(velocity: CompiledVelocity): StreakIndex {
    let index = this.streaks[velocity.viewIndex]
    if (index === undefined) {
      index = new StreakIndex(this.log, this.slab, velocity.selection, velocity.streakValue)
      this.streaks[velocity.viewIndex] = index
    }
    index.advance(this.indexed)
    return index
  }
}

/**
 * The view of a long log that ends with the record at `index`, or undefined when only views of later moments exist. New
 * events go through `live`. Events that come again, as in a replay of a topic, go through `replay`, which begins anew only
 * when as much has been scanned without it as that costs: repeating everything stays linear, and so does repeating a few.
 */
export function viewUpTo(log: RecordLog, index: number, planSerial: number, slab: Slab): LogView | undefined {
  const end = index + 1
  log.live ??= new LogView(log, slab)
  if (log.live.indexed > end && log.scanned > end) {
    log.replay = new LogView(log, slab)
    log.scanned = 0
  }
  const view = log.live.indexed <= end ? log.live : log.replay
  if (view === undefined || view.indexed > end) return undefined
  view.advance(end, planSerial)
  return view
}
