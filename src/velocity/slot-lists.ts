const SMALLEST = 4_096
const NONE = -1

/** The longest list. */
export const LIST_MAX = 8

/** How many words a list of so many slots takes: its length, then room for 2, 4 or 8. */
const WORDS = [0, 3, 3, 5, 5, 9, 9, 9, 9] as const

/** Short lists of slot numbers, outside the garbage collector's sight. A list is told by its place, which the next one may get. */
export class SlotLists {
  private words = new Int32Array(SMALLEST)
  private used = 0
  /** By how many words they take: the first place that is free, in which the next one stands. */
  private readonly free = new Int32Array(Math.max(...WORDS) + 1).fill(NONE)

  /** Up to `LIST_MAX` slots, at least one. */
  put(slots: readonly number[]): number {
    const place = this.open(WORDS[slots.length]!)
    const { words } = this
    words[place] = slots.length
    for (let at = 0; at < slots.length; at++) words[place + 1 + at] = slots[at]!
    return place
  }

  length(place: number): number {
    return this.words[place]!
  }

  read(place: number): number[] {
    const { words } = this
    const slots = new Array<number>(words[place]!)
    for (let at = 0; at < slots.length; at++) slots[at] = words[place + 1 + at]!
    return slots
  }

  remove(place: number): void {
    const { words, free } = this
    const size = WORDS[words[place]!]!
    words[place] = free[size]!
    free[size] = place
  }

  private open(size: number): number {
    const { free } = this
    const place = free[size]!
    if (place !== NONE) {
      free[size] = this.words[place]!
      return place
    }
    if (this.used + size > this.words.length) {
      const larger = new Int32Array(this.words.length * 2)
      larger.set(this.words)
      this.words = larger
    }
    this.used += size
    return this.used - size
  }
}
