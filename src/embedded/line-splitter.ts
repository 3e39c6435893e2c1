const NEWLINE = 0x0a
const CARRIAGE_RETURN = 0x0d
const SPACE = 0x20
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf])

/**
 * Cuts chunks of bytes into lines. Lines are views into the chunks, so nothing is copied but a line that lies across two
 * chunks. A line longer than `lineBytesMax` is cut to one byte more than that: enough for a reader to see that it is too
 * long, and never more than that in memory. Line ends may be LF or CRLF; a byte order mark before the first line is
 * dropped; blank lines are counted and left out.
 */
export class LineSplitter {
  private readonly keepMax: number
  private carried: Buffer[] = []
  private carriedBytes = 0
  private lineNumber = 0

  constructor(lineBytesMax: number) {
    this.keepMax = lineBytesMax + 1
  }

  /** Calls `take` for each line that ends in this chunk. Line numbers start at 1. */
  push(chunk: Buffer, take: (line: Buffer, lineNumber: number) => void): void {
    let start = 0
    let end = chunk.indexOf(NEWLINE)
    while (end !== -1) {
      this.emit(this.carriedBytes === 0 ? chunk.subarray(start, end) : this.joined(chunk.subarray(start, end)), take)
      start = end + 1
      end = chunk.indexOf(NEWLINE, start)
    }
    if (start < chunk.length) this.carry(chunk.subarray(start))
  }

  /** Gives the last line, when the input ended without a line end. */
  finish(take: (line: Buffer, lineNumber: number) => void): void {
    if (this.carriedBytes > 0) this.emit(this.joined(Buffer.alloc(0)), take)
  }

  /** How many lines have ended so far, blank ones included. */
  get lines(): number {
    return this.lineNumber
  }

  private emit(raw: Buffer, take: (line: Buffer, lineNumber: number) => void): void {
    this.lineNumber++
    let line = raw
    if (this.lineNumber === 1 && line.subarray(0, 3).equals(BYTE_ORDER_MARK)) line = line.subarray(3)
    if (line[line.length - 1] === CARRIAGE_RETURN) line = line.subarray(0, line.length - 1)
    if (isBlank(line)) return
    take(line.length > this.keepMax ? line.subarray(0, this.keepMax) : line, this.lineNumber)
  }

  /** Keeps what the line may still need; what lies past the cap is let go of. */
  private carry(part: Buffer): void {
    const room = this.keepMax + BYTE_ORDER_MARK.length - this.carriedBytes
    if (room <= 0) return
    const kept = part.length > room ? part.subarray(0, room) : part
    this.carried.push(kept)
    this.carriedBytes += kept.length
  }

  private joined(last: Buffer): Buffer {
    this.carry(last)
    const line = this.carried.length === 1 ? this.carried[0]! : Buffer.concat(this.carried, this.carriedBytes)
    this.carried = []
    this.carriedBytes = 0
    return line
  }
}

function isBlank(line: Buffer): boolean {
  for (let i = 0; i < line.length; i++) {
    if (line[i]! > SPACE) return false
  }
  return true
}
