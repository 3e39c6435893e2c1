import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { endianness } from 'node:os'

/** How a table of geoip-lite keeps a range; big endian, a row begins with where the range does. */
export interface RangeLayout {
  rowBytes: number
  /** Words of an address that count: 1 for IPv4; 2 for IPv6, whose ranges are whole /64s. */
  words: 1 | 2
  /** Bytes from the row's beginning to the last address of the range, and to the number of its place. */
  endAt: number
  placeAt: number
}

export const RANGES_IPV4: RangeLayout = { rowBytes: 24, words: 1, endAt: 4, placeAt: 8 }
export const RANGES_IPV6: RangeLayout = { rowBytes: 48, words: 2, endAt: 16, placeAt: 32 }

/** What the tables write, and what we answer, where nothing is known. */
export const NO_PLACE = 0xffffffff

/** A first word's upper half has so many values, and so has its lower one. */
const HALVES = 1 << 16
const CHUNK_ROWS = 1 << 15
const IS_LITTLE_ENDIAN = endianness() === 'LE'

/**
 * Which place an address belongs to. Neighbouring ranges of one place are taken as one, and only where each begins is
 * kept: 8 bytes for IPv4 and 12 for IPv6, where the file has 24 and 48. Of ranges within each other the narrowest counts.
 */
export class GeoRanges {
  /** First words of the beginnings, in order; the second ones for IPv6 only. */
  private highs: Uint32Array
  private lows: Uint32Array
  private places: Uint32Array
  private count = 0
  /** By the upper half of a first word, how many beginnings are before it: a look there saves most of the search. */
  private readonly before = new Uint32Array(HALVES + 1)
  /** While reading: ranges that have begun, each within the one before it, by their last addresses and their places. */
  private readonly openHighs: number[] = []
  private readonly openLows: number[] = []
  private readonly openPlaces: number[] = []
  private depth = 0

  constructor(file: string, layout: RangeLayout) {
    const descriptor = openSync(file, 'r')
    try {
      const rows = Math.floor(fstatSync(descriptor).size / layout.rowBytes)
      // At worst a gap follows each range. What is never written to takes no memory.
      this.highs = new Uint32Array(rows * 2)
      this.lows = new Uint32Array(layout.words === 1 ? 0 : rows * 2)
      this.places = new Uint32Array(rows * 2)
      this.read(descriptor, rows, layout)
    } finally {
      closeSync(descriptor)
    }
    this.highs = this.highs.slice(0, this.count)
    this.lows = this.lows.slice(0, this.count)
    this.places = this.places.slice(0, this.count)
    for (let half = 0, at = 0; half <= HALVES; half++) {
      while (at < this.count && this.highs[at]! < half * HALVES) at++
      this.before[half] = at
    }
  }

  /** Of an address by its first words; `low` is 0 for IPv4. */
  placeOf(high: number, low: number): number {
    const { highs, lows } = this
    let from = this.before[high >>> 16]!
    let to = this.before[(high >>> 16) + 1]!
    while (from < to) {
      const middle = (from + to) >>> 1
      const found = highs[middle]!
      if (found < high || (found === high && (lows[middle] ?? 0) <= low)) from = middle + 1
      else to = middle
    }
    return from === 0 ? NO_PLACE : this.places[from - 1]!
  }

  /** Some rows at a time, so that the file is never held as a whole. */
  private read(descriptor: number, rows: number, { rowBytes, words, endAt, placeAt }: RangeLayout): void {
    const chunk = Buffer.alloc(CHUNK_ROWS * rowBytes)
    const numbers = new Uint32Array(chunk.buffer, chunk.byteOffset, chunk.length / 4)
    const [step, end, place] = [rowBytes / 4, endAt / 4, placeAt / 4]
    for (let row = 0; row < rows; ) {
      const whole = Math.floor(readSync(descriptor, chunk, 0, chunk.length, row * rowBytes) / rowBytes)
      if (whole === 0) throw new Error('the table of addresses ends before its last range')
      if (IS_LITTLE_ENDIAN) chunk.swap32()
      for (let at = 0; at < whole * step; at += step) {
        const low = words === 1 ? 0 : numbers[at + 1]!
        this.closeBefore(numbers[at]!, low)
        this.put(numbers[at]!, low, numbers[at + place]!)
        this.openHighs[this.depth] = numbers[at + end]!
        this.openLows[this.depth] = words === 1 ? 0xffffffff : numbers[at + end + 1]!
        this.openPlaces[this.depth++] = numbers[at + place]!
      }
      row += whole
    }
    this.closeBefore(Number.POSITIVE_INFINITY, 0)
  }

  /** Of the ranges around this one, those that end before it give way to what is around them. */
  private closeBefore(high: number, low: number): void {
    for (let last = this.depth - 1; last >= 0; last--) {
      const lastHigh = this.openHighs[last]!
      const lastLow = this.openLows[last]!
      if (lastHigh > high || (lastHigh === high && lastLow >= low)) return
      this.depth = last
      const next = lastLow === 0xffffffff ? 0 : lastLow + 1
      const nextHigh = next === 0 ? lastHigh + 1 : lastHigh
      if (next === low && nextHigh === high) continue // the range that begins there says what follows
      if (nextHigh <= 0xffffffff) this.put(nextHigh, next, last === 0 ? NO_PLACE : this.openPlaces[last - 1]!)
    }
  }

  private put(high: number, low: number, place: number): void {
    const last = this.count - 1
    if (last >= 0 && this.places[last] === place) return
    const isSame = last >= 0 && this.highs[last] === high && (this.lows[last] ?? 0) === low
    const at = isSame ? last : this.count++
    this.highs[at] = high
    if (this.lows.length > 0) this.lows[at] = low
    this.places[at] = place
  }
}
