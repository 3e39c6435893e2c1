import type { KeyHashes } from './key-hashes.ts'
import { HASH_LENGTH } from './keyed-hash.ts'

const SMALLEST = 1_024
const INDEX_WORDS = 2

/** Words of a line: where its value's UTF-16 units begin, how many, their quick hash, … */
const VALUE_AT = 0
const VALUE_LENGTH = 1
const QUICK_HASH = 2
/** … the 22 characters of its keyed hash, the first 32 bits of that, … */
const TEXT = 3
const COLUMN_HASH = 9
/** … what stands for its log (see key-logs.ts), and what is known of a log of one record (see remote-state.ts). */
export const STANDS = 10
export const REMOTE = 11
export const LINE_WORDS = 16

const NO_VALUE = 2 ** 32 - 1

/**
 * Values of one kind of key with their keyed hashes, a line of 64 bytes each, outside the garbage collector's sight. A line's
 * number stays as it is. Found by the value, for which its units and any hash of them are given, and, where `findsByHash`, by
 * the keyed hash.
 */
export class KeyLines {
  /** `LINE_WORDS` for each line. */
  words = new Uint32Array(SMALLEST * LINE_WORDS)
  count = 0
  private bytes = Buffer.from(this.words.buffer)
  private units = new Uint16Array(SMALLEST * 16)
  private unitsUsed = 0
  /** Quick hash and line number plus one. */
  private index = new Int32Array(SMALLEST * INDEX_WORDS)
  private values = 0
  /** Line numbers plus one, by the first word of the keyed hash. */
  private hashes: Int32Array | undefined

  constructor(findsByHash: boolean) {
    if (findsByHash) this.hashes = new Int32Array(SMALLEST)
  }

  /** The line of a value, or -1. */
  find(quickHash: number, units: Uint16Array, length: number): number {
    const { index } = this
    const mask = index.length - 1
    for (let at = (quickHash << 1) & mask; ; at = (at + INDEX_WORDS) & mask) {
      const line = index[at + 1]! - 1
      if (line < 0) return -1
      if (index[at] === quickHash && this.holds(line, units, length)) return line
    }
  }

  /** The line of a keyed hash, or -1. */
  findHash(text: string, columnHash: number): number {
    const { hashes } = this
    if (hashes === undefined) return -1
    const mask = hashes.length - 1
    for (let at = columnHash & mask; ; at = (at + 1) & mask) {
      const line = hashes[at]! - 1
      if (line < 0) return -1
      if (this.words[line * LINE_WORDS + COLUMN_HASH] === columnHash && this.text(line) === text) return line
    }
  }

  /** A new line, without a value. */
  add(text: string, columnHash: number): number {
    const line = this.open()
    const start = line * LINE_WORDS
    for (let at = 0; at < HASH_LENGTH; at++) this.bytes[(start + TEXT) * 4 + at] = text.charCodeAt(at)
    this.words[start + COLUMN_HASH] = columnHash
    this.words[start + VALUE_LENGTH] = NO_VALUE
    this.noteHash(line)
    return line
  }

  setValue(line: number, quickHash: number, units: Uint16Array, length: number): void {
    if (this.unitsUsed + length > this.units.length) {
      const larger = new Uint16Array(Math.max(this.units.length * 2, this.unitsUsed + length))
      larger.set(this.units)
      this.units = larger
    }
    const start = line * LINE_WORDS
    this.words[start + VALUE_AT] = this.unitsUsed
    this.words[start + VALUE_LENGTH] = length
    this.words[start + QUICK_HASH] = quickHash
    for (let at = 0; at < length; at++) this.units[this.unitsUsed + at] = units[at]!
    this.unitsUsed += length
    if (++this.values * 2 * INDEX_WORDS > this.index.length) this.growIndex()
    else this.noteValue(line)
  }

  /** A line of another generation, as it is there. */
  take(other: KeyLines, from: number): number {
    const line = this.open()
    const start = line * LINE_WORDS
    for (let word = 0; word < LINE_WORDS; word++) this.words[start + word] = other.words[from * LINE_WORDS + word]!
    this.noteHash(line)
    const length = other.valueLength(from)
    if (other.hasValue(from)) {
      const at = other.words[from * LINE_WORDS + VALUE_AT]!
      this.setValue(
        line,
        other.words[from * LINE_WORDS + QUICK_HASH]! | 0,
        other.units.subarray(at, at + length),
        length,
      )
    }
    return line
  }

  hasValue(line: number): boolean {
    return this.words[line * LINE_WORDS + VALUE_LENGTH] !== NO_VALUE
  }

  /** In UTF-16 units; 0 where there is no value. */
  valueLength(line: number): number {
    return this.hasValue(line) ? this.words[line * LINE_WORDS + VALUE_LENGTH]! : 0
  }

  columnHash(line: number): number {
    return this.words[line * LINE_WORDS + COLUMN_HASH]!
  }

  /** The keyed hash. */
  text(line: number): string {
    const start = (line * LINE_WORDS + TEXT) * 4
    return this.bytes.toString('latin1', start, start + HASH_LENGTH)
  }

  copyText(line: number, target: KeyHashes, to: number): void {
    target.put(to, this.words, line * LINE_WORDS + TEXT)
  }

  private holds(line: number, units: Uint16Array, length: number): boolean {
    if (this.words[line * LINE_WORDS + VALUE_LENGTH] !== length) return false
    const from = this.words[line * LINE_WORDS + VALUE_AT]!
    for (let at = 0; at < length; at++) if (this.units[from + at] !== units[at]) return false
    return true
  }

  private open(): number {
    if ((this.count + 1) * LINE_WORDS > this.words.length) {
      const larger = new Uint32Array(this.words.length * 2)
      larger.set(this.words)
      this.words = larger
      this.bytes = Buffer.from(larger.buffer)
    }
    return this.count++
  }

  private noteValue(line: number): void {
    const { index } = this
    const mask = index.length - 1
    const quickHash = this.words[line * LINE_WORDS + QUICK_HASH]! | 0
    let at = (quickHash << 1) & mask
    while (index[at + 1] !== 0) at = (at + INDEX_WORDS) & mask
    index[at] = quickHash
    index[at + 1] = line + 1
  }

  private growIndex(): void {
    this.index = new Int32Array(this.index.length * 2)
    for (let line = 0; line < this.count; line++) if (this.hasValue(line)) this.noteValue(line)
  }

  private noteHash(line: number): void {
    if (this.hashes === undefined) return
    if (this.count * 2 > this.hashes.length) {
      this.hashes = new Int32Array(this.hashes.length * 2)
      for (let each = 0; each < line; each++) this.placeHash(this.hashes, each)
    }
    this.placeHash(this.hashes, line)
  }

  private placeHash(hashes: Int32Array, line: number): void {
    const mask = hashes.length - 1
    let at = this.columnHash(line) & mask
    while (hashes[at] !== 0) at = (at + 1) & mask
    hashes[at] = line + 1
  }
}
