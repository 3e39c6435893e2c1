import type { Selection } from './selection.ts'
import type { Slab } from './slab.ts'
import { Tally, type TallyNeeds } from './tally.ts'

/** Velocities that add up the same records over the same window share one tally. */
export class WindowGroup {
  /** Its number among the groups of its plan. */
  readonly index: number
  readonly selection: Selection
  /** See `windowAfter`. */
  readonly after: (timeMs: number) => number
  readonly needs: TallyNeeds
  /** The event whose window was last added up in `freshTally`. */
  freshFor = -1
  private fresh: Tally | undefined

  constructor(index: number, selection: Selection, after: (timeMs: number) => number, unitsPerOne: number) {
    this.index = index
    this.selection = selection
    this.after = after
    this.needs = { sum: false, squares: false, sorted: false, distinct: [], unitsPerOne }
  }

  /** Where windows are added up that no running window covers. */
  freshTally(slab: Slab): Tally {
    this.fresh ??= new Tally(this.needs, slab)
    return this.fresh
  }
}
