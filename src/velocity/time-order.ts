const SMALLEST = 64

/**
 * Positions of a log in order of event time, those of equal time in order of position. Positions are put in ascending;
 * nearly all go to the end, because events come nearly in order of time.
 */
export class TimeOrder {
  length = 0
  times = new Float64Array(SMALLEST)
  positions = new Int32Array(SMALLEST)

  /** Answers the index at which the position now stands. */
  put(position: number, timeMs: number): number {
    if (this.length === this.times.length) this.grow()
    let at = this.length++
    if (at > 0 && this.times[at - 1]! > timeMs) {
      at = this.firstAfter(timeMs, at)
      this.times.copyWithin(at + 1, at, this.length - 1)
      this.positions.copyWithin(at + 1, at, this.length - 1)
    }
    this.times[at] = timeMs
    this.positions[at] = position
    return at
  }

  removeAt(index: number): void {
    this.times.copyWithin(index, index + 1, this.length)
    this.positions.copyWithin(index, index + 1, this.length)
    this.length--
  }

  /** How many of the first `end` entries have a time up to and including `timeMs`: the index of the first one after it. */
  firstAfter(timeMs: number, end = this.length): number {
    if (end > 0 && this.times[end - 1]! <= timeMs) return end
    let low = 0
    let high = end
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.times[middle]! <= timeMs) low = middle + 1
      else high = middle
    }
    return low
  }

  private grow(): void {
    const times = new Float64Array(this.times.length * 2)
    times.set(this.times)
    this.times = times
    const positions = new Int32Array(times.length)
    positions.set(this.positions)
    this.positions = positions
  }
}
