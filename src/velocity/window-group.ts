import type { Selection } from './selection.ts'
import { Tally, type TallyNeeds } from './tally.ts'
import type { RecordLog } from './record-log.ts'
import type { Slab } from './slab.ts'

/** Velocities that add up the same records over the same window share one tally. */
export class WindowGroup {
  /** Its number among the groups of its plan. */
  readonly index: number
  readonly selection: Selection
  /** See `windowAfter`. */
  readonly after: (timeMs: number) => number
  readonly needs: TallyNeeds = { sum: false, squares: false, sorted: false, distinct: [], unitsPerOne: 1 }
  /** Where a window is added up afresh; and which event's window it was last. */
  lastLog: RecordLog | undefined
  lastPosition = -1
  private fresh: Tally | undefined

  constructor(index: number, selection: Selection, after: (timeMs: number) => number) {
    this.index = index
    this.selection = selection
    this.after = after
  }

  freshTally(slab: Slab): Tally {
    this.fresh ??= new Tally(this.needs, slab)
    return this.fresh
  }
}
