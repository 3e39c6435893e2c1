import { mkdirSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'

interface Waiting {
  text: string
  resolve: () => void
  reject: (error: Error) => void
}

/**
 * Appends lines to a file; a write resolves when the disk has them. Writes that come while one is under way share the next
 * one, so that many senders wait for one sync. After a failed write the file is brought back to its last whole line before the next one.
 */
export class DurableLines {
  private readonly path: string
  private file: FileHandle | undefined
  /** Bytes that are on the disk for sure. */
  private length = 0
  private waiting: Waiting[] = []
  private working: Promise<void> | undefined

  constructor(path: string) {
    this.path = path
  }

  /** `text` is whole lines. Rejects with the error of the file system. */
  write(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ text, resolve, reject })
      this.working ??= this.work()
    })
  }

  async close(): Promise<void> {
    await this.working
    await this.file?.close()
    this.file = undefined
  }

  private async work(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0)
      try {
        await this.append(batch.map(({ text }) => text).join(''))
        for (const { resolve } of batch) resolve()
      } catch (error) {
        await this.file?.close().catch(() => undefined)
        this.file = undefined
        for (const { reject } of batch) reject(error instanceof Error ? error : new Error(String(error)))
      }
    }
    // In the same breath as the look at what waits, or a write in between would wait for ever.
    this.working = undefined
  }

  private async append(text: string): Promise<void> {
    this.file ??= await this.reopen()
    const bytes = Buffer.from(text)
    for (let written = 0; written < bytes.length; ) {
      const { bytesWritten } = await this.file.write(bytes, written, bytes.length - written, this.length + written)
      written += bytesWritten
    }
    await this.file.datasync()
    this.length += bytes.length
  }

  /** What a killed process left of a line was never acknowledged, so it is cut off. */
  private async reopen(): Promise<FileHandle> {
    const folder = dirname(this.path)
    mkdirSync(folder, { recursive: true })
    await (await open(this.path, 'a')).close()
    await syncFolder(folder)
    const file = await open(this.path, 'r+')
    const { size } = await file.stat()
    this.length = await endOfLines(file, size)
    await file.truncate(this.length)
    return file
  }
}

/** A new file is there after a crash of the machine only when its folder was written too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const LOOK_BYTES = 65_536

/** The place behind the last line feed. */
async function endOfLines(file: FileHandle, size: number): Promise<number> {
  const buffer = Buffer.alloc(LOOK_BYTES)
  for (let end = size; end > 0; ) {
    const from = Math.max(0, end - LOOK_BYTES)
    const { bytesRead } = await file.read(buffer, 0, end - from, from)
    const at = buffer.subarray(0, bytesRead).lastIndexOf(0x0a)
    if (at >= 0) return from + at + 1
    end = from
  }
  return 0
}
