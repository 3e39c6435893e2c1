import type { RecordLog } from './record-log.ts'
import type { Selection } from './selection.ts'
import type { Tally } from './tally.ts'
import type { TimeOrder } from './time-order.ts'

/** Below this many entries it is not worth asking whether a window has left its old place altogether. */
const JUMP_ENTRIES = 64

/**
 * A window that slides along a log in order of time, with a tally of what is in it: the entries from `low` up to, not
 * including, `high`. Each event enters and leaves once, so the cost is flat in the window's length.
 */
export class WindowCursor {
  private low = 0
  private high = 0
  private readonly log: RecordLog
  private readonly order: TimeOrder
  private readonly selection: Selection
  private readonly tally: Tally

  constructor(log: RecordLog, order: TimeOrder, selection: Selection, tally: Tally) {
    this.log = log
    this.order = order
    this.selection = selection
    this.tally = tally
  }

  /** Tells that an entry was put in at `index`, which was not the end. */
  inserted(index: number): void {
    if (index >= this.high) return
    this.high++
    if (index <= this.low) this.low++
    else this.put(index)
  }

  /**
   * The tally of the window `(afterMs, untilMs]`. Undefined when the window lies so far back that going there and back
   * again would cost more than adding it up afresh.
   */
  moveTo(afterMs: number, untilMs: number): Tally | undefined {
    const { order } = this
    if (this.high > 0 && order.times[this.high - 1]! > untilMs) {
      const high = order.firstAfter(untilMs, this.high)
      const low = order.firstAfter(afterMs, high)
      if (2 * (this.high - high + Math.abs(this.low - low)) > high - low) return undefined
      while (this.high > high) this.takeLast()
    } else if (order.length - this.high > JUMP_ENTRIES) {
      const low = order.firstAfter(afterMs)
      if (low > this.high) {
        this.tally.clear()
        this.low = low
        this.high = low
      }
    }
    while (this.high < order.length && order.times[this.high]! <= untilMs) this.put(this.high++)
    while (this.low < this.high && order.times[this.low]! <= afterMs) this.take(this.low++)
    while (this.low > 0 && order.times[this.low - 1]! > afterMs) this.put(--this.low)
    return this.tally
  }

  /** Takes the last entries out; those that would leave by the front are no longer in it. */
  private takeLast(): void {
    this.high--
    if (this.high < this.low) this.low = this.high
    else this.take(this.high)
  }

  private put(index: number): void {
    const slot = this.log.slots[this.order.positions[index]!]!
    if (this.selection.has(slot)) this.tally.put(slot)
  }

  private take(index: number): void {
    const slot = this.log.slots[this.order.positions[index]!]!
    if (this.selection.has(slot)) this.tally.take(slot)
  }
}
