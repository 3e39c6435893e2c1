import type { VelocityValue } from './read-velocity.ts'

const UNREAD = 0
const NUMBER = 1
const ABSENT = 2
const TRUE = 3
const FALSE = 4

/** Values already read in one batch, outside the garbage collector's sight; used again for a later batch. */
export class ValueMemo {
  private marks = new Uint8Array(1024)
  private numbers = new Float64Array(1024)

  /** Forgets everything and makes place for `count` values. */
  reset(count: number): void {
    if (count > this.marks.length) {
      this.marks = new Uint8Array(count * 2)
      this.numbers = new Float64Array(count * 2)
    } else this.marks.fill(UNREAD, 0, count)
  }

  has(at: number): boolean {
    return this.marks[at] !== UNREAD
  }

  get(at: number): VelocityValue {
    const mark = this.marks[at]
    if (mark === NUMBER) return this.numbers[at]
    return mark === ABSENT ? undefined : mark === TRUE
  }

  put(at: number, value: VelocityValue): void {
    if (typeof value === 'number') {
      this.marks[at] = NUMBER
      this.numbers[at] = value
    } else this.marks[at] = value === undefined ? ABSENT : value ? TRUE : FALSE
  }
}
