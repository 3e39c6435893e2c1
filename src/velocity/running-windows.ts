import type { RecordOrder } from './record-order.ts'
import type { Slab } from './slab.ts'
import { type Tally, TallyExtras } from './tally.ts'
import type { WindowGroup } from './window-group.ts'

/** Numbers per window: which entries are in it (from `LOW` up to, not including, `HIGH`) and their tally. */
const WIDTH = 8
const LOW = 0
const HIGH = 1
const COUNT = 2
const VALUED = 3
const SUM_HIGH = 4
const SUM_LOW = 5

/** Below this many entries it is not worth asking whether a window has left its old place altogether. */
const JUMP_ENTRIES = 64

/**
 * Windows that slide along a log in order of time, each with a tally of what is in it. Each event enters and leaves once,
 * so the cost is flat in the length of a window. The numbers of all windows stand together, because fetching them from
 * memory costs more than adding them up.
 */
export class RunningWindows {
  private state = new Float64Array(0)
  private groups: (WindowGroup | undefined)[] = []
  private extras: (TallyExtras | undefined)[] = []
  private readonly order: RecordOrder
  private readonly slab: Slab

  constructor(order: RecordOrder, slab: Slab) {
    this.order = order
    this.slab = slab
  }

  /** Forgets every window. */
  clear(): void {
    this.state = new Float64Array(0)
    this.groups = []
    this.extras = []
  }

  /**
   * Makes `tally` that of the window `(afterMs, untilMs]`. Answers false when the window lies so far back that going there
   * and back again would cost more than adding it up afresh.
   */
  moveTo(group: WindowGroup, afterMs: number, untilMs: number, tally: Tally): boolean {
    const { order } = this
    const at = this.place(group)
    const { state } = this
    let low = state[at + LOW]!
    let high = state[at + HIGH]!
    this.load(group, at, tally)
    if (high > 0 && order.time(high - 1) > untilMs) {
      const lastHigh = order.firstAfter(untilMs, high)
      const lastLow = order.firstAfter(afterMs, lastHigh)
      if (2 * (high - lastHigh + Math.abs(low - lastLow)) > lastHigh - lastLow) return false
      while (high > lastHigh) {
        high--
        if (high < low) low = high
        else this.change(group, high, -1, tally)
      }
    } else if (order.length - high > JUMP_ENTRIES) {
      const next = order.firstAfter(afterMs)
      if (next > high) {
        tally.start(group.needs, this.extras[group.place])
        low = next
        high = next
      }
    }
    for (; high < order.length && order.time(high) <= untilMs; high++) this.change(group, high, 1, tally)
    for (; low < high && order.time(low) <= afterMs; low++) this.change(group, low, -1, tally)
    for (; low > 0 && order.time(low - 1) > afterMs; low--) this.change(group, low - 1, 1, tally)
    this.save(at, low, high, tally)
    return true
  }

  /** Tells that an entry was put in before the end. */
  inserted(entry: number, tally: Tally): void {
    for (const group of this.groups) {
      if (group === undefined) continue
      const at = group.place * WIDTH
      const low = this.state[at + LOW]!
      const high = this.state[at + HIGH]!
      if (entry >= high) continue
      this.load(group, at, tally)
      if (entry > low) this.change(group, entry, 1, tally)
      this.save(at, entry > low ? low : low + 1, high + 1, tally)
    }
  }

  private change(group: WindowGroup, entry: number, sign: number, tally: Tally): void {
    const { slab } = this
    const slot = this.order.slot(entry)
    if ((slab.counted(slot) & group.selection.counted) === 0) return
    if (group.selection.where === undefined || group.selection.where(slot)) {
      tally.change(slot, slab.amount(slot), sign)
    }
  }

  private place(group: WindowGroup): number {
    const { place } = group
    if (this.groups[place] === undefined) {
      this.groups[place] = group
      this.extras[place] = TallyExtras.for(group.needs)
      if ((place + 1) * WIDTH > this.state.length) {
        const larger = new Float64Array(group.places * WIDTH)
        larger.set(this.state)
        this.state = larger
      }
    }
    return place * WIDTH
  }

  private load(group: WindowGroup, at: number, tally: Tally): void {
    const { state } = this
    tally.needs = group.needs
    tally.extras = this.extras[group.place]
    tally.count = state[at + COUNT]!
    tally.valued = state[at + VALUED]!
    tally.sum.high = state[at + SUM_HIGH]!
    tally.sum.low = state[at + SUM_LOW]!
  }

  private save(at: number, low: number, high: number, tally: Tally): void {
    const { state } = this
    state[at + LOW] = low
    state[at + HIGH] = high
    state[at + COUNT] = tally.count
    state[at + VALUED] = tally.valued
    state[at + SUM_HIGH] = tally.sum.high
    state[at + SUM_LOW] = tally.sum.low
  }
}
