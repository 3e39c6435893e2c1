const SMALLEST_BYTES = 4 * 1024
/** The most bytes that one UTF-16 unit takes in UTF-8. */
const UNIT_BYTES_MAX = 3

/**
 * Puts fields together as UTF-8. Adding texts to one another instead makes a tree of them that has to be copied before
 * it can be hashed.
 */
export class FieldBytes {
  private bytes = Buffer.allocUnsafe(SMALLEST_BYTES)
  private length = 0

  start(): void {
    this.length = 0
  }

  text(text: string): void {
    const room = text.length * UNIT_BYTES_MAX
    if (this.length + room > this.bytes.length) this.grow(room)
    const { bytes } = this
    let to = this.length
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at)
      if (unit > 127) {
        this.length += bytes.write(text, this.length, 'utf8')
        return
      }
      bytes[to++] = unit
    }
    this.length = to
  }

  /** One byte, an ASCII character. */
  mark(code: number): void {
    if (this.length === this.bytes.length) this.grow(1)
    this.bytes[this.length++] = code
  }

  /** What was put together; valid until the next `start`. */
  finish(): Uint8Array {
    return this.bytes.subarray(0, this.length)
  }

  private grow(room: number): void {
    const larger = Buffer.allocUnsafe((this.length + room) * 2)
    this.bytes.copy(larger, 0, 0, this.length)
    this.bytes = larger
  }
}
