const BLOCK_VALUES = 512

interface Block {
  values: Float64Array
  count: number
}

/**
 * A multiset of numbers in ascending order, in blocks of at most 512: putting in, taking out and finding the k-th move at
 * most one block, so the cost hardly grows with the number of values.
 */
export class SortedValues {
  size = 0
  private readonly blocks: Block[] = []

  clear(): void {
    this.size = 0
    if (this.blocks.length > 1) this.blocks.length = 1
    if (this.blocks.length > 0) this.blocks[0]!.count = 0
  }

  put(value: number): void {
    if (this.blocks.length === 0) this.blocks.push({ values: new Float64Array(BLOCK_VALUES), count: 0 })
    const at = this.blockFor(value)
    const block = this.blocks[at]!
    const place = lowerBound(block, value)
    block.values.copyWithin(place + 1, place, block.count)
    block.values[place] = value
    block.count++
    this.size++
    if (block.count === BLOCK_VALUES) this.split(at)
  }

  /** The value must be in it. */
  take(value: number): void {
    const at = this.blockFor(value)
    const block = this.blocks[at]!
    const place = lowerBound(block, value)
    block.values.copyWithin(place, place + 1, block.count)
    block.count--
    this.size--
    if (block.count === 0 && this.blocks.length > 1) this.blocks.splice(at, 1)
  }

  /** The value at `rank`, counting from 0. */
  at(rank: number): number {
    let left = rank
    for (const block of this.blocks) {
      if (left < block.count) return block.values[left]!
      left -= block.count
    }
    return Number.NaN
  }

  /** The first block whose largest value is not below `value`, or the last. */
  private blockFor(value: number): number {
    let low = 0
    let high = this.blocks.length - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      const block = this.blocks[middle]!
      if (block.values[block.count - 1]! < value) low = middle + 1
      else high = middle
    }
    return low
  }

  private split(at: number): void {
    const block = this.blocks[at]!
    const half = block.count >>> 1
    const values = new Float64Array(BLOCK_VALUES)
    values.set(block.values.subarray(half, block.count))
    this.blocks.splice(at + 1, 0, { values, count: block.count - half })
    block.count = half
  }
}

function lowerBound(block: Block, value: number): number {
  let low = 0
  let high = block.count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (block.values[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
