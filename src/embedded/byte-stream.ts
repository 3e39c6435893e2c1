import { createReadStream, type Stats, statSync } from 'node:fs'
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

const CHUNK_BYTES = 256 * 1024
const GZIP_FIRST_BYTE = 0x1f
const GZIP_SECOND_BYTE = 0x8b

/** The bytes of a file or of standard input (`-`), unpacked when they begin as gzip does. */
export class ByteStream {
  /** Bytes taken from the file so far, before unpacking. */
  bytesRead = 0
  /** Size of the file before unpacking; absent for standard input and pipes. */
  readonly bytesTotal: number | undefined
  private readonly input: Readable

  /** Throws when the file does not exist, or is a folder. */
  constructor(path: string) {
    const stats: Stats | undefined = path === '-' ? undefined : statSync(path)
    if (stats?.isDirectory()) throw Object.assign(new Error(`${path} is a folder`), { code: 'EISDIR' })
    this.bytesTotal = stats?.isFile() ? stats.size : undefined
    this.input = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: CHUNK_BYTES })
  }

  async *chunks(): AsyncGenerator<Buffer> {
    const raw = this.counted()
    const head = await atLeastTwoBytes(raw)
    const whole = prepend(head, raw)
    yield* isGzip(head) ? gunzip(whole) : whole
  }

  /** Ends a read that is under way; the chunks then end without an error. */
  stop(): void {
    this.input.destroy()
  }

  private async *counted(): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of this.input as AsyncIterable<Buffer>) {
        this.bytesRead += chunk.length
        yield chunk
      }
    } catch (error) {
      if (!(isNodeError(error) && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw error
    }
  }
}

async function atLeastTwoBytes(chunks: AsyncGenerator<Buffer>): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0)
  while (head.length < 2) {
    const next = await chunks.next()
    if (next.done) break
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value])
  }
  return head
}

async function* prepend(head: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield head
  yield* rest
}

async function* gunzip(packed: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const unpacked = createGunzip({ chunkSize: CHUNK_BYTES })
  pipeline(Readable.from(packed), unpacked, () => undefined) // a failure destroys `unpacked`, whose reader then sees it
  for await (const chunk of unpacked) yield chunk as Buffer
}

function isGzip(head: Buffer): boolean {
  return head[0] === GZIP_FIRST_BYTE && head[1] === GZIP_SECOND_BYTE
}

function isNodeError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error
}
