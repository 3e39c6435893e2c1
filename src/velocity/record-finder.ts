import type { Slab } from './slab.ts'

const SMALLEST = 8_192
/** How many places a record may stand in. */
const PROBES = 4
/** Where the low half of the event id stands in a record; see record.ts. */
const ID_LOW_AT = 20

/**
 * Finds a record that is held already, so that what several logs share is held once however it came: with the batch that made it, or log
 * by log from another store. May fail to find one, which costs memory and nothing else.
 */
export class RecordFinder {
  private readonly slab: Slab
  /** Slot numbers plus one, by the low half of the event id. Of slots that have become free, or hold another record, too. */
  private places = new Int32Array(SMALLEST)

  constructor(slab: Slab) {
    this.slab = slab
  }

  /** Lets a record be found until it is released; it must not be written to from now on. */
  offer(slot: number): void {
    const { slab } = this
    if (slab.isFinal(slot)) return
    slab.setFinal(slot)
    if (slot * 2 < this.places.length) this.place(slot)
    else this.grow(slot)
  }

  /** The slot of the record that stands in `source`, or -1. */
  find(source: Buffer, start: number): number {
    const { places, slab } = this
    const mask = places.length - 1
    const home = source.readUInt32LE(start + ID_LOW_AT)
    for (let probe = 0; probe < PROBES; probe++) {
      const slot = places[(home + probe) & mask]! - 1
      if (slot < 0) return -1
      if (slab.holds(slot, source, start)) return slot
    }
    return -1
  }

  /** In a place that is free or whose record is gone; else another record is found no more. */
  private place(slot: number): void {
    const { places, slab } = this
    const mask = places.length - 1
    const home = slab.idLow(slot)
    let at = home & mask
    for (let probe = 0; probe < PROBES; probe++) {
      const each = (home + probe) & mask
      const other = places[each]! - 1
      if (other >= 0 && slab.isFinal(other) && ((each - slab.idLow(other)) & mask) < PROBES) continue
      at = each
      break
    }
    places[at] = slot + 1
  }

  private grow(newest: number): void {
    const before = this.places
    let length = before.length
    while (newest * 2 >= length) length *= 2
    this.places = new Int32Array(length)
    for (const place of before) if (place > 0 && this.slab.isFinal(place - 1)) this.place(place - 1)
    this.place(newest)
  }
}
