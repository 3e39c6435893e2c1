const SMALLEST = 16

/** Numbers per entry: its time, its index in the log, and two that the owner gives a meaning. */
const WIDTH = 4
export const INDEX = 1
export const FIRST = 2
export const SECOND = 3

/**
 * Records of a log in order of event time, those of equal time in order of their index. They are put in by ascending
 * index; nearly all go to the end, because events come nearly in order of time. What a window needs of a record stands
 * together in `cells`, so that following a window touches no other memory.
 */
export class TimeOrder {
  length = 0
  cells = new Float64Array(SMALLEST * WIDTH)

  /** Answers the entry at which the record now stands. */
  put(timeMs: number, index: number, first: number, second: number): number {
    if ((this.length + 1) * WIDTH > this.cells.length) this.grow()
    const { cells } = this
    let entry = this.length++
    if (entry > 0 && cells[(entry - 1) * WIDTH]! > timeMs) {
      const last = entry
      entry = this.firstAfter(timeMs, last)
      cells.copyWithin((entry + 1) * WIDTH, entry * WIDTH, last * WIDTH)
    }
    const at = entry * WIDTH
    cells[at] = timeMs
    cells[at + INDEX] = index
    cells[at + FIRST] = first
    cells[at + SECOND] = second
    return entry
  }

  time(entry: number): number {
    return this.cells[entry * WIDTH]!
  }

  /** One of `INDEX`, `FIRST`, `SECOND` of an entry. */
  get(entry: number, which: number): number {
    return this.cells[entry * WIDTH + which]!
  }

  set(entry: number, which: number, value: number): void {
    this.cells[entry * WIDTH + which] = value
  }

  /** How many of the first `end` entries have a time up to and including `timeMs`: the first entry after it. */
  firstAfter(timeMs: number, end = this.length): number {
    if (end > 0 && this.time(end - 1) <= timeMs) return end
    let low = 0
    let high = end
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.time(middle) <= timeMs) low = middle + 1
      else high = middle
    }
    return low
  }

  private grow(): void {
    const cells = new Float64Array(this.cells.length * 2)
    cells.set(this.cells)
    this.cells = cells
  }
}
