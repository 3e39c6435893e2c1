const SMALLEST = 16

/** How often each 32-bit key is in a window: an open-addressed table, so that counting leaves no garbage. 0 is no key. */
export class CountTable {
  /** How many keys are in it at least once. */
  distinct = 0
  private keys = new Uint32Array(SMALLEST)
  private counts = new Int32Array(SMALLEST)
  private mask = SMALLEST - 1
  private taken = 0

  clear(): void {
    if (this.taken === 0) return
    if (this.keys.length > SMALLEST * 64) this.allocate(SMALLEST)
    else this.keys.fill(0)
    this.distinct = 0
    this.taken = 0
  }

  put(key: number): void {
    const at = this.place(key)
    if (this.keys[at] === 0) {
      this.keys[at] = key
      this.counts[at] = 1
      this.taken++
      this.distinct++
      if (this.taken * 2 > this.keys.length) this.rebuild()
      return
    }
    if (this.counts[at]!++ === 0) this.distinct++
  }

  /** The key must be in it. Its place stays taken until the next rebuild. */
  take(key: number): void {
    const at = this.place(key)
    if (--this.counts[at]! === 0) this.distinct--
  }

  holds(key: number): boolean {
    const at = this.place(key)
    return this.keys[at] === key && this.counts[at]! > 0
  }

  private place(key: number): number {
    let at = Math.imul(key ^ (key >>> 15), 0x9e3779b1) & this.mask
    while (this.keys[at] !== key && this.keys[at] !== 0) at = (at + 1) & this.mask
    return at
  }

  private rebuild(): void {
    const { keys, counts } = this
    let size = SMALLEST
    while (size < this.distinct * 4) size *= 2
    this.allocate(size)
    this.taken = this.distinct
    for (let old = 0; old < keys.length; old++) {
      if (keys[old] === 0 || counts[old] === 0) continue
      const at = this.place(keys[old]!)
      this.keys[at] = keys[old]!
      this.counts[at] = counts[old]!
    }
  }

  private allocate(size: number): void {
    this.keys = new Uint32Array(size)
    this.counts = new Int32Array(size)
    this.mask = size - 1
  }
}
