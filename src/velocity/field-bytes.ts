const SMALLEST_BYTES = 4 * 1024
/** The most bytes that one UTF-16 unit takes in UTF-8. */
const UNIT_BYTES_MAX = 3
/** Views of the first so many bytes are made once, since making one costs as much as filling it. */
const VIEWS_MAX = 1024

/**
 * Puts fields together as UTF-8. Adding texts to one another instead makes a tree of them that has to be copied before
 * it can be hashed.
 */
export class FieldBytes {
  private bytes = Buffer.allocUnsafe(SMALLEST_BYTES)
  private length = 0
  private views: (Uint8Array | undefined)[] = new Array(VIEWS_MAX).fill(undefined)
  private readonly headLength: number

  /** What everything that is put together begins with. */
  constructor(head = '') {
    this.text(head)
    this.headLength = this.length
  }

  start(): void {
    this.length = this.headLength
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
    const { length } = this
    const known = this.views[length]
    if (known !== undefined) return known
    const view = this.bytes.subarray(0, length)
    if (length < VIEWS_MAX) this.views[length] = view
    return view
  }

  private grow(room: number): void {
    const larger = Buffer.allocUnsafe((this.length + room) * 2)
    this.bytes.copy(larger, 0, 0, this.length)
    this.bytes = larger
    this.views.fill(undefined)
  }
}
