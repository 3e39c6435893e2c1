import type { Slab } from './slab.ts'

const SMALLEST = 128

/**
 * Finds an event in a long log by its id: an open-addressed table of indexes into the log, the ids stay in the slab. Only
 * late and repeated events are looked for, so records are put in when something is looked for, not as they come.
 */
export class IdTable {
  private places = new Int32Array(SMALLEST)
  private count = 0
  private readonly slab: Slab
  private readonly slots: readonly number[]

  /** `slots` is the log's own array: the table reads ids from it and never changes it. */
  constructor(slab: Slab, slots: readonly number[]) {
    this.slab = slab
    this.slots = slots
  }

  /** The index of the event in the log, or -1. */
  find(idHigh: number, idLow: number): number {
    if (this.slots.length * 2 > this.places.length) this.grow()
    for (; this.count < this.slots.length; this.count++) this.insert(this.count)
    const mask = this.places.length - 1
    for (let at = idLow & mask; this.places[at] !== 0; at = (at + 1) & mask) {
      const index = this.places[at]! - 1
      const slot = this.slots[index]!
      if (this.slab.idLow(slot) === idLow && this.slab.idHigh(slot) === idHigh) return index
    }
    return -1
  }

  private insert(index: number): void {
    const mask = this.places.length - 1
    let at = this.slab.idLow(this.slots[index]!) & mask
    while (this.places[at] !== 0) at = (at + 1) & mask
    this.places[at] = index + 1
  }

  private grow(): void {
    let size = this.places.length
    while (size < this.slots.length * 3) size *= 2
    this.places = new Int32Array(size)
    for (let index = 0; index < this.count; index++) this.insert(index)
  }
}
