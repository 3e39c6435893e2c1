const BLOCK_VALUES = 128

/**
 * A multiset of numbers in ascending order, in blocks of at most 128: putting in, taking out and finding the k-th move at
 * most one block, so the cost hardly grows with the number of values.
 */
export class SortedValues {
  size = 0
  private readonly blocks: Float64Array[] = []
  /** How many values each block holds. */
  private readonly counts: number[] = []

  clear(): void {
    this.size = 0
    this.blocks.length = Math.min(this.blocks.length, 1)
    this.counts.length = this.blocks.length
    this.counts.fill(0)
  }

  put(value: number): void {
    if (this.blocks.length === 0) {
      this.blocks.push(new Float64Array(BLOCK_VALUES))
      this.counts.push(0)
    }
    const at = this.blockFor(value)
    const block = this.blocks[at]!
    const count = this.counts[at]!
    const place = lowerBound(block, count, value)
    block.copyWithin(place + 1, place, count)
    block[place] = value
    this.counts[at] = count + 1
    this.size++
    if (count + 1 === BLOCK_VALUES) this.split(at)
  }

  /** The value must be in it. */
  take(value: number): void {
    const at = this.blockFor(value)
    const block = this.blocks[at]!
    const count = this.counts[at]!
    const place = lowerBound(block, count, value)
    block.copyWithin(place, place + 1, count)
    this.counts[at] = count - 1
    this.size--
    if (count === 1 && this.blocks.length > 1) {
      this.blocks.splice(at, 1)
      this.counts.splice(at, 1)
    }
  }

  /** The value at `rank`, counting from 0; walks from the nearer end. */
  at(rank: number): number {
    if (rank * 2 < this.size) {
      let left = rank
      let at = 0
      for (; left >= this.counts[at]!; at++) left -= this.counts[at]!
      return this.blocks[at]![left]!
    }
    let left = this.size - 1 - rank
    let at = this.counts.length - 1
    for (; left >= this.counts[at]!; at--) left -= this.counts[at]!
    return this.blocks[at]![this.counts[at]! - 1 - left]!
  }

  /** The first block whose largest value is not below `value`, or the last. */
  private blockFor(value: number): number {
    let low = 0
    let high = this.blocks.length - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.blocks[middle]![this.counts[middle]! - 1]! < value) low = middle + 1
      else high = middle
    }
    return low
  }

  private split(at: number): void {
    const block = this.blocks[at]!
    const count = this.counts[at]!
    const half = count >>> 1
    const upper = new Float64Array(BLOCK_VALUES)
    upper.set(block.subarray(half, count))
    this.blocks.splice(at + 1, 0, upper)
    this.counts.splice(at, 1, half, count - half)
  }
}

function lowerBound(block: Float64Array, count: number, value: number): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (block[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
