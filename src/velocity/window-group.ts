import type { Selection } from './selection.ts'
import type { Slab } from './slab.ts'
import { Tally, TallyExtras, type TallyNeeds } from './tally.ts'

/** Velocities that add up the same records over the same window share one tally. */
export class WindowGroup {
  /** Its number among the groups of its log. */
  readonly place: number
  /** How many groups its log has; known once the whole plan is compiled. */
  places = 0
  readonly selection: Selection
  /** See `windowAfter`. */
  readonly after: (timeMs: number) => number
  readonly needs: TallyNeeds
  private fresh: Tally | undefined
  /** The event whose window `fresh` is. */
  private freshFor = -1

  constructor(place: number, selection: Selection, after: (timeMs: number) => number, unitsPerOne: number) {
    this.place = place
    this.selection = selection
    this.after = after
    this.needs = { sum: false, squares: false, sorted: false, distinct: [], unitsPerOne }
  }

  /** The tally made afresh for an event before, or undefined. */
  freshTallyOf(serial: number): Tally | undefined {
    return this.freshFor === serial ? this.fresh : undefined
  }

  /** An empty tally to be filled for an event. */
  startFresh(serial: number, slab: Slab): Tally {
    if (this.fresh === undefined) {
      this.fresh = new Tally(slab)
      this.fresh.extras = TallyExtras.for(this.needs)
    }
    this.fresh.start(this.needs, this.fresh.extras)
    this.freshFor = serial
    return this.fresh
  }
}
