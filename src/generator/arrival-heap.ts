/** A binary heap by arrival time; what arrives at the same time keeps the order in which it was put in. */
export class ArrivalHeap<T> {
  private readonly entries: { atMs: number; order: number; item: T }[] = []
  private added = 0

  push(atMs: number, item: T): void {
    const entries = this.entries
    let child = entries.push({ atMs, order: this.added++, item }) - 1
    while (child > 0) {
      const parent = (child - 1) >> 1
      if (!this.comesBefore(child, parent)) break
      this.swap(child, parent)
      child = parent
    }
  }

  /** When the next one arrives; Infinity when nothing is waiting. */
  nextAtMs(): number {
    return this.entries[0]?.atMs ?? Number.POSITIVE_INFINITY
  }

  pop(): T | undefined {
    const entries = this.entries
    const first = entries[0]
    const last = entries.pop()
    if (!first || !last) return undefined
    if (entries.length === 0) return first.item
    entries[0] = last
    let parent = 0
    for (;;) {
      let child = 2 * parent + 1
      if (child >= entries.length) break
      if (child + 1 < entries.length && this.comesBefore(child + 1, child)) child++
      if (!this.comesBefore(child, parent)) break
      this.swap(child, parent)
      parent = child
    }
    return first.item
  }

  private comesBefore(a: number, b: number): boolean {
    const left = this.entries[a]!
    const right = this.entries[b]!
    return left.atMs < right.atMs || (left.atMs === right.atMs && left.order < right.order)
  }

  private swap(a: number, b: number): void {
    const entry = this.entries[a]!
    this.entries[a] = this.entries[b]!
    this.entries[b] = entry
  }
}
