import type { CompiledVelocity } from './compile-plan.ts'
import type { RecordLog } from './record-log.ts'
import { RecordOrder } from './record-order.ts'
import { RunningWindows } from './running-windows.ts'
import type { Slab } from './slab.ts'
import { StreakIndex } from './streak-index.ts'
import type { Tally } from './tally.ts'
import { ValueIndex } from './value-index.ts'

/**
 * A long log as it stood when its first `indexed` records were there, with running windows over it. It only moves
 * forward, so what it answers depends on those records and on nothing that came later.
 */
export class LogView {
  /** How many records from the log's base it covers. */
  indexed = 0
  readonly order: RecordOrder
  readonly windows: RunningWindows
  private planSerial = -1
  private values: (ValueIndex | undefined)[] = []
  private streaks: (StreakIndex | undefined)[] = []
  private readonly log: RecordLog
  private readonly slab: Slab

  constructor(log: RecordLog, slab: Slab) {
    this.log = log
    this.slab = slab
    this.order = new RecordOrder(log, slab)
    this.windows = new RunningWindows(this.order, slab)
  }

  /** Brings the records below `end` in. What was kept for another plan is forgotten. */
  advance(end: number, planSerial: number, tally: Tally): void {
    if (this.planSerial !== planSerial) {
      this.planSerial = planSerial
      this.windows.clear()
      this.values = []
      this.streaks = []
    }
    const { order } = this
    for (; this.indexed < end; this.indexed++) {
      const entry = order.put()
      if (entry !== order.length - 1) this.windows.inserted(entry, tally)
    }
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
 * `tally` is for use on the way.
 */
export function viewUpTo(
  log: RecordLog,
  index: number,
  planSerial: number,
  slab: Slab,
  tally: Tally,
): LogView | undefined {
  const end = index + 1
  log.live ??= new LogView(log, slab)
  if (log.live.indexed > end && log.scanned > end) {
    log.replay = new LogView(log, slab)
    log.scanned = 0
  }
  const view = log.live.indexed <= end ? log.live : log.replay
  if (view === undefined || view.indexed > end) return undefined
  view.advance(end, planSerial, tally)
  return view
}
