export interface TableHint {
  bytes?: number
  texts?: number
}

/** A table as plain data, which goes to another thread without being copied. */
export interface PackedTable {
  bytes: Uint8Array<ArrayBuffer>
  bytesUsed: number
  starts: Uint32Array<ArrayBuffer>
  slots: Uint32Array<ArrayBuffer>
  count: number
  longest: number
}

/**
 * Distinct texts in a few flat arrays: about 13 bytes for each besides its own characters, where a `Set` of strings takes
 * about 90. Texts are numbered in the order in which they come and compared whole, so nothing is taken for something else.
 *
 * Characters below 256 take one byte; a text with any other is kept as UTF-16, so that even broken surrogates stay apart.
 */
export class TextTable {
  private bytes: Buffer<ArrayBuffer>
  private bytesUsed = 0
  /** Where the bytes of each text begin; one more for the end of the last. */
  private starts: Uint32Array<ArrayBuffer>
  /** Open addressing: the number of a text plus one, or 0. Never more than half full. */
  private slots: Uint32Array<ArrayBuffer>
  private count = 0
  /** Characters of the longest text, so that looking for a longer one needs no room. */
  private longest = 0

  /** How many bytes and how many texts will come, roughly: as much as is right need not be moved later. */
  constructor({ bytes = 256, texts = 16 }: TableHint = {}) {
    this.bytes = Buffer.allocUnsafeSlow(Math.max(256, bytes))
    this.starts = new Uint32Array(Math.max(16, texts + 1))
    this.slots = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(32, texts * 2))))
  }

  static unpack({ bytes, bytesUsed, starts, slots, count, longest }: PackedTable): TextTable {
    const table = new TextTable()
    table.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    table.bytesUsed = bytesUsed
    table.starts = starts
    table.slots = slots
    table.count = count
    table.longest = longest
    return table
  }

  /** The table's own arrays: it must not be asked any more once they are given away. */
  pack(): PackedTable {
    const { bytesUsed, starts, slots, count, longest } = this
    const bytes = new Uint8Array(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length)
    return { bytes, bytesUsed, starts, slots, count, longest }
  }

  get size(): number {
    return this.count
  }

  /** Bytes of memory that the arrays take. */
  get byteLength(): number {
    return this.bytes.length + this.starts.byteLength + this.slots.byteLength
  }

  /** The number of a text that is new; for one that is there, its number as `-1 - number`. */
  add(text: string): number {
    const end = this.write(text)
    const slot = this.slotOf(this.bytesUsed, end)
    const known = this.slots[slot]!
    if (known > 0) return -known
    const number = this.count++
    if (text.length > this.longest) this.longest = text.length
    this.slots[slot] = number + 1
    this.bytesUsed = end
    if (this.starts.length < this.count + 1) this.starts = grown(this.starts, this.count * 2)
    this.starts[this.count] = end
    if (this.count * 2 > this.slots.length) this.rehash()
    return number
  }

  /** The number of a text, or -1. */
  find(text: string): number {
    if (this.count === 0 || text.length > this.longest) return -1
    return this.slots[this.slotOf(this.bytesUsed, this.write(text))]! - 1
  }

  text(number: number): string {
    const start = this.starts[number]!
    const end = this.starts[number + 1]!
    return this.bytes.toString(this.bytes[start] === WIDE ? 'utf16le' : 'latin1', start + 1, end)
  }

  /** Gives back what was taken in advance. More texts may still come. */
  trim(): void {
    const bytes = Buffer.allocUnsafeSlow(this.bytesUsed + 1 + this.longest * 2)
    this.bytes.copy(bytes, 0, 0, this.bytesUsed)
    this.bytes = bytes
    this.starts = this.starts.slice(0, this.count + 1)
  }

  /** Writes the text behind the last one, where it stays only when it is new. Answers where it ends. */
  private write(text: string): number {
    const start = this.bytesUsed
    const room = start + 1 + text.length * 2
    if (room > this.bytes.length) {
      const bytes = Buffer.allocUnsafeSlow(Math.max(room, this.bytes.length + (this.bytes.length >> 1)))
      this.bytes.copy(bytes, 0, 0, start)
      this.bytes = bytes
    }
    const { bytes } = this
    bytes[start] = NARROW
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code > 255) {
        bytes[start] = WIDE
        return start + 1 + bytes.write(text, start + 1, 'utf16le')
      }
      bytes[start + 1 + at] = code
    }
    return start + 1 + text.length
  }

  /** The slot that holds the text with these bytes, or the empty one where it would go. */
  private slotOf(start: number, end: number): number {
    const mask = this.slots.length - 1
    let slot = hashOf(this.bytes, start, end) & mask
    for (;;) {
      const known = this.slots[slot]!
      if (known === 0 || this.equals(known - 1, start, end)) return slot
      slot = (slot + 1) & mask
    }
  }

  private equals(number: number, start: number, end: number): boolean {
    const first = this.starts[number]!
    if (this.starts[number + 1]! - first !== end - start) return false
    const { bytes } = this
    for (let at = start, other = first; at < end; at++, other++) if (bytes[at] !== bytes[other]) return false
    return true
  }

  private rehash(): void {
    const slots = new Uint32Array(this.slots.length * 2)
    const mask = slots.length - 1
    for (let number = 0; number < this.count; number++) {
      let slot = hashOf(this.bytes, this.starts[number]!, this.starts[number + 1]!) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = number + 1
    }
    this.slots = slots
  }
}

const NARROW = 0
const WIDE = 1

/** FNV-1a with the last mixing step of MurmurHash3, which spreads values that differ only in their last digits. */
function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = 0x811c9dc5
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return hash ^ (hash >>> 13)
}

function grown(array: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(length + 1)
  larger.set(array)
  return larger
}
