import { RECORD_BYTES } from './record.ts'

const PAGE_BITS = 12
const PAGE_SLOTS = 1 << PAGE_BITS
const PAGE_MASK = PAGE_SLOTS - 1
const RECORD_WORDS = RECORD_BYTES / 4

interface Page {
  float64: Float64Array
  uint32: Uint32Array
  uint16: Uint16Array
  bytes: Buffer
  references: Uint16Array
  /** 1 where the record stays as it is until its slot is free again. */
  final: Uint8Array
}

/**
 * Holds records (see record.ts) outside the garbage collector's sight, in pages of 4,096. A slot is a record's number.
 * Slots are counted references: a record that several logs share is stored once.
 */
export class Slab {
  private readonly pages: Page[] = []
  private free = new Int32Array(PAGE_SLOTS)
  private freeCount = 0
  private nextSlot = 0

  get usedBytes(): number {
    return (this.nextSlot - this.freeCount) * RECORD_BYTES
  }

  /** A slot with one reference. Its old bytes are still in it: the caller writes every field. */
  allocate(): number {
    let slot: number
    if (this.freeCount > 0) slot = this.free[--this.freeCount]!
    else {
      slot = this.nextSlot++
      if (slot >>> PAGE_BITS === this.pages.length) this.addPage()
    }
    this.pages[slot >>> PAGE_BITS]!.references[slot & PAGE_MASK] = 1
    return slot
  }

  retain(slot: number): void {
    const references = this.pages[slot >>> PAGE_BITS]!.references
    const at = slot & PAGE_MASK
    if (references[at] === 0xffff) throw new RangeError('a record is shared by more than 65,535 logs')
    references[at]!++
  }

  release(slot: number): void {
    const { references, final } = this.pages[slot >>> PAGE_BITS]!
    if (--references[slot & PAGE_MASK]! > 0) return
    final[slot & PAGE_MASK] = 0
    if (this.freeCount === this.free.length) {
      const larger = new Int32Array(this.free.length * 2)
      larger.set(this.free)
      this.free = larger
    }
    this.free[this.freeCount++] = slot
  }

  isFinal(slot: number): boolean {
    return this.pages[slot >>> PAGE_BITS]!.final[slot & PAGE_MASK] !== 0
  }

  /** Nothing is written to the record any more. */
  setFinal(slot: number): void {
    this.pages[slot >>> PAGE_BITS]!.final[slot & PAGE_MASK] = 1
  }

  /** True when the slot holds just the record that stands in `source`, for good. */
  holds(slot: number, source: Buffer, start: number): boolean {
    const { final, bytes } = this.pages[slot >>> PAGE_BITS]!
    const at = slot & PAGE_MASK
    if (final[at] === 0) return false
    return bytes.compare(source, start, start + RECORD_BYTES, at << 6, (at << 6) + RECORD_BYTES) === 0
  }

  time(slot: number): number {
    return this.pages[slot >>> PAGE_BITS]!.float64[(slot & PAGE_MASK) << 3]!
  }

  setTime(slot: number, timeMs: number): void {
    this.pages[slot >>> PAGE_BITS]!.float64[(slot & PAGE_MASK) << 3] = timeMs
  }

  amount(slot: number): number {
    return this.pages[slot >>> PAGE_BITS]!.float64[((slot & PAGE_MASK) << 3) + 1]!
  }

  /** -0 becomes 0, so that which of two equal values comes out of a sorted window cannot show. */
  setAmount(slot: number, amount: number): void {
    this.pages[slot >>> PAGE_BITS]!.float64[((slot & PAGE_MASK) << 3) + 1] = amount + 0
  }

  idHigh(slot: number): number {
    return this.pages[slot >>> PAGE_BITS]!.uint32[((slot & PAGE_MASK) << 4) + 4]!
  }

  idLow(slot: number): number {
    return this.pages[slot >>> PAGE_BITS]!.uint32[((slot & PAGE_MASK) << 4) + 5]!
  }

  setId(slot: number, high: number, low: number): void {
    const words = this.pages[slot >>> PAGE_BITS]!.uint32
    words[((slot & PAGE_MASK) << 4) + 4] = high
    words[((slot & PAGE_MASK) << 4) + 5] = low
  }

  kind(slot: number): number {
    return this.pages[slot >>> PAGE_BITS]!.bytes[((slot & PAGE_MASK) << 6) + 24]!
  }

  counted(slot: number): number {
    return this.pages[slot >>> PAGE_BITS]!.bytes[((slot & PAGE_MASK) << 6) + 25]!
  }

  status(slot: number): number {
    return this.pages[slot >>> PAGE_BITS]!.bytes[((slot & PAGE_MASK) << 6) + 26]!
  }

  setKind(slot: number, kind: number, counted: number, status: number): void {
    const bytes = this.pages[slot >>> PAGE_BITS]!.bytes
    const at = ((slot & PAGE_MASK) << 6) + 24
    bytes[at] = kind
    bytes[at + 1] = counted
    bytes[at + 2] = status
    bytes[at + 3] = 0
  }

  /** True when the event may be in the log already, under another time. */
  mayRepeat(slot: number): boolean {
    return this.pages[slot >>> PAGE_BITS]!.bytes[((slot & PAGE_MASK) << 6) + 27] !== 0
  }

  setMayRepeat(slot: number): void {
    this.pages[slot >>> PAGE_BITS]!.bytes[((slot & PAGE_MASK) << 6) + 27] = 1
  }

  /** `column` is an index into `HASHED_COLUMNS`. */
  hash(slot: number, column: number): number {
    return this.pages[slot >>> PAGE_BITS]!.uint32[((slot & PAGE_MASK) << 4) + 7 + column]!
  }

  setHash(slot: number, column: number, hash: number): void {
    this.pages[slot >>> PAGE_BITS]!.uint32[((slot & PAGE_MASK) << 4) + 7 + column] = hash
  }

  /** `column` is an index into `COUNTRY_COLUMNS`; the two letters as one number. */
  country(slot: number, column: number): number {
    return this.pages[slot >>> PAGE_BITS]!.uint16[((slot & PAGE_MASK) << 5) + 28 + column]!
  }

  setCountry(slot: number, column: number, letters: number): void {
    this.pages[slot >>> PAGE_BITS]!.uint16[((slot & PAGE_MASK) << 5) + 28 + column] = letters
  }

  copyFrom(slot: number, source: Buffer, start: number): void {
    source.copy(this.pages[slot >>> PAGE_BITS]!.bytes, (slot & PAGE_MASK) << 6, start, start + RECORD_BYTES)
  }

  copyTo(slot: number, target: Buffer, start: number): void {
    const from = (slot & PAGE_MASK) << 6
    this.pages[slot >>> PAGE_BITS]!.bytes.copy(target, start, from, from + RECORD_BYTES)
  }

  /** As `copyFrom`, from words; for so few of them a loop is quicker than a call. */
  copyFromWords(slot: number, source: Uint32Array, start: number): void {
    const { uint32 } = this.pages[slot >>> PAGE_BITS]!
    const to = (slot & PAGE_MASK) << 4
    for (let word = 0; word < RECORD_WORDS; word++) uint32[to + word] = source[start + word]!
  }

  copyToWords(slot: number, target: Uint32Array, start: number): void {
    const { uint32 } = this.pages[slot >>> PAGE_BITS]!
    const from = (slot & PAGE_MASK) << 4
    for (let word = 0; word < RECORD_WORDS; word++) target[start + word] = uint32[from + word]!
  }

  /** A second record with the same bytes. */
  duplicate(slot: number): number {
    const copy = this.allocate()
    this.copyTo(slot, this.pages[copy >>> PAGE_BITS]!.bytes, (copy & PAGE_MASK) << 6)
    return copy
  }

  private addPage(): void {
    const memory = new ArrayBuffer(PAGE_SLOTS * RECORD_BYTES)
    this.pages.push({
      float64: new Float64Array(memory),
      uint32: new Uint32Array(memory),
      uint16: new Uint16Array(memory),
      bytes: Buffer.from(memory),
      references: new Uint16Array(PAGE_SLOTS),
      final: new Uint8Array(PAGE_SLOTS),
    })
  }
}
