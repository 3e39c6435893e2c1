import { createWriteStream, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Writable } from 'node:stream'

/** Writes lines to a file or to standard output (`-`). A write resolves when the operating system has taken the bytes. */
export class LineWriter {
  private readonly path: string
  private readonly output: Writable
  private readonly onReaderGone: () => void
  private readerGone = false
  private failure: Error | undefined

  /** Makes the folder where it is missing, and empties a file that is there. */
  constructor(path: string, onReaderGone: () => void) {
    this.path = path
    this.onReaderGone = onReaderGone
    if (path !== '-') mkdirSync(dirname(path), { recursive: true })
    this.output = path === '-' ? process.stdout : createWriteStream(path)
    this.output.on('error', error => this.fail(error))
  }

  /** `text` is whole lines. Once nobody reads standard output any more, writes are let go of and resolve at once. */
  write(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.readerGone) return resolve()
      if (this.failure !== undefined) return reject(this.failure)
      this.output.write(text, error => {
        if (error) this.fail(error)
        if (this.failure !== undefined) reject(this.failure)
        else resolve()
      })
    })
  }

  /** Standard output belongs to the process and is left open. */
  async close(): Promise<void> {
    if (this.path === '-' || this.failure !== undefined) return
    await new Promise<void>((resolve, reject) => {
      this.output.once('error', reject)
      this.output.end(() => resolve())
    })
  }

  /** `tripline score | head` closes the pipe early: that is a wish of the reader, not a fault. */
  private fail(error: NodeJS.ErrnoException): void {
    if (error.code === 'EPIPE' && this.path === '-') {
      if (!this.readerGone) this.onReaderGone()
      this.readerGone = true
    } else {
      this.failure ??= new Error(`cannot write ${this.path}: ${error.message}`, { cause: error })
    }
  }
}
