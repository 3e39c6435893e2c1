import { firstAfter } from './first-after.ts'

const SMALLEST = 16

/** Numbers per entry: its time, and two that the owner gives a meaning. */
const WIDTH = 3
export const FIRST = 1
export const SECOND = 2

/** Numbers in order of time, those of equal time in the order in which they came; nearly all go to the end. */
export class TimeOrder {
  length = 0
  cells = new Float64Array(SMALLEST * WIDTH)

  /** Answers the entry at which they now stand. */
  put(timeMs: number, first: number, second: number): number {
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
    cells[at + FIRST] = first
    cells[at + SECOND] = second
    return entry
  }

  time(entry: number): number {
    return this.cells[entry * WIDTH]!
  }

  /** `FIRST` or `SECOND` of an entry. */
  get(entry: number, which: number): number {
    return this.cells[entry * WIDTH + which]!
  }

  set(entry: number, which: number, value: number): void {
    this.cells[entry * WIDTH + which] = value
  }

  /** The first entry, of the first `end`, that is later; `end` where none is. */
  firstAfter(timeMs: number, end = this.length): number {
    return firstAfter(this, timeMs, end)
  }

  private grow(): void {
    const cells = new Float64Array(this.cells.length * 2)
    cells.set(this.cells)
    this.cells = cells
  }
}
