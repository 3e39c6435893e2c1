const SMALLEST_BYTES = 64 * 1024
const SHORT_TEXT_LENGTH = 48
/** Room for the size of an argument and its two line ends. */
const AROUND_BYTES = 32
const DOLLAR = 0x24
const ZERO = 0x30
const CARRIAGE_RETURN = 13
const LINE_FEED = 10

/**
 * Writes one Redis command in the form in which it goes over the wire (RESP: the number of arguments, then each with its
 * length). Packing it ourselves costs a fraction of what a client needs for a thousand separate arguments.
 */
export class CommandFrame {
  private buffer: Buffer
  private length = 0

  constructor(startBytes = SMALLEST_BYTES) {
    this.buffer = Buffer.allocUnsafe(startBytes)
  }

  /** Begins a command of `count` arguments, its name included. */
  start(count: number): void {
    this.length = this.buffer.write(`*${count}\r\n`, 'latin1')
  }

  /** An argument of ASCII text. */
  text(text: string): void {
    const { length } = text
    this.reserve(length + AROUND_BYTES)
    this.size(length)
    if (length > SHORT_TEXT_LENGTH) this.buffer.write(text, this.length, 'latin1')
    // A call into Node costs more than a few dozen characters.
    else for (let at = 0; at < length; at++) this.buffer[this.length + at] = text.charCodeAt(at)
    this.length += length
    this.lineEnd()
  }

  /** An argument whose beginning, with the line that says how long it is, is ready to be written. ASCII. */
  headed(head: Uint8Array, text: string): void {
    this.reserve(head.length + text.length + AROUND_BYTES)
    const { buffer } = this
    let to = this.length
    for (let at = 0; at < head.length; at++) buffer[to++] = head[at]!
    for (let at = 0; at < text.length; at++) buffer[to++] = text.charCodeAt(at)
    this.length = to
    this.lineEnd()
  }

  /** The same, its rest being bytes. */
  headedBytes(head: Uint8Array, rest: Uint8Array, from: number, length: number): void {
    this.reserve(head.length + length + AROUND_BYTES)
    const { buffer } = this
    let to = this.length
    for (let at = 0; at < head.length; at++) buffer[to++] = head[at]!
    for (let at = from; at < from + length; at++) buffer[to++] = rest[at]!
    this.length = to
    this.lineEnd()
  }

  /** An argument of `size` bytes that `fill` writes from the given place on. */
  bytes(size: number, fill: (target: Buffer, at: number) => void): void {
    this.reserve(size + AROUND_BYTES)
    this.size(size)
    fill(this.buffer, this.length)
    this.length += size
    this.lineEnd()
  }

  /** The command so far; valid until the next `start`. */
  finish(): Buffer {
    return this.buffer.subarray(0, this.length)
  }

  /** Leaves the bytes to whoever still sends them, and goes on with others. */
  letGo(): void {
    this.buffer = Buffer.allocUnsafe(SMALLEST_BYTES)
  }

  private size(size: number): void {
    this.buffer[this.length++] = DOLLAR
    if (size < 100) {
      if (size > 9) this.buffer[this.length++] = ZERO + Math.floor(size / 10)
      this.buffer[this.length++] = ZERO + (size % 10)
    } else this.length += this.buffer.write(String(size), this.length, 'latin1')
    this.lineEnd()
  }

  private lineEnd(): void {
    this.buffer[this.length++] = CARRIAGE_RETURN
    this.buffer[this.length++] = LINE_FEED
  }

  private reserve(size: number): void {
    if (this.length + size <= this.buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + size))
    this.buffer.copy(larger, 0, 0, this.length)
    this.buffer = larger
  }
}
