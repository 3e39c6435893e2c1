import { type Column, columnKey } from './column.ts'
import { LONG_LOG_RECORDS } from './record-log.ts'
import type { Selection } from './selection.ts'
import type { Slab } from './slab.ts'
import type { Standing } from './standing.ts'

/**
 * Gathers the records of one window by looking at each: the plain way, for short logs and for the rare window that no
 * running one covers. After `gather`, `slots` holds the first `count` of them, by time and then position.
 */
export class WindowScan {
  slots = new Int32Array(LONG_LOG_RECORDS * 4)
  count = 0
  private readonly slab: Slab

  constructor(slab: Slab) {
    this.slab = slab
  }

  /** The window `(afterMs, standing.timeMs]` as the event sees it, with `match` columns equal to the event's own. */
  gather(standing: Standing, afterMs: number, selection: Selection, match: readonly Column[]): void {
    this.count = 0
    const { log, index, timeMs } = standing
    if (index < LONG_LOG_RECORDS || log.live === undefined) {
      for (let at = 0; at <= index; at++)
        this.consider(log.slots[at]!, afterMs, timeMs, selection, match, standing.slot)
      return
    }
    const { order } = log.live
    const from = order.firstAfter(afterMs)
    const until = order.firstAfter(timeMs)
    log.scanned += until - from
    for (let entry = from; entry < until; entry++) {
      const at = order.index(entry)
      if (at <= index) this.consider(log.slots[at]!, afterMs, timeMs, selection, match, standing.slot)
    }
  }

  private consider(
    slot: number,
    afterMs: number,
    untilMs: number,
    selection: Selection,
    match: readonly Column[],
    ownSlot: number,
  ): void {
    const timeMs = this.slab.time(slot)
    if (timeMs <= afterMs || timeMs > untilMs || !selection.has(slot)) return
    for (const column of match) {
      if (columnKey(this.slab, slot, column) !== columnKey(this.slab, ownSlot, column)) return
    }
    if (this.count === this.slots.length) {
      const larger = new Int32Array(this.count * 2)
      larger.set(this.slots)
      this.slots = larger
    }
    let at = this.count++
    for (; at > 0 && this.slab.time(this.slots[at - 1]!) > timeMs; at--) this.slots[at] = this.slots[at - 1]!
    this.slots[at] = slot
  }
}
