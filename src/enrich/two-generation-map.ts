import { ownCopy } from '../model/own-copy.ts'

/**
 * A bounded cache: when the young generation is full it becomes the old one and the old one is dropped. What is still in
 * use moves back to the young one, so hot keys stay without the bookkeeping of a true LRU.
 */
export class TwoGenerationMap<V extends object> {
  private readonly youngMax: number
  private young = new Map<string, V>()
  private old = new Map<string, V>()

  /** Holds at most twice `youngMax` entries. */
  constructor(youngMax: number) {
    this.youngMax = youngMax
  }

  get size(): number {
    return this.young.size + this.old.size
  }

  get(key: string): V | undefined {
    const value = this.young.get(key)
    if (value !== undefined) return value
    const older = this.old.get(key)
    if (older !== undefined) this.set(key, older)
    return older
  }

  set(key: string, value: V): void {
    if (this.young.size >= this.youngMax && !this.young.has(key)) {
      this.old = this.young
      this.young = new Map()
    }
    this.young.set(ownCopy(key), value)
  }
}
