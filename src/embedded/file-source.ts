import type { EventBatch, EventRecord, EventSource } from '../ports.ts'
import { ByteStream } from './byte-stream.ts'
import { LineSplitter } from './line-splitter.ts'
import { untilNotHeld } from './until-not-held.ts'

export interface FileSourceOptions {
  /** An NDJSON file, gzip or not, or `-` for standard input. */
  path: string
  batchRecordsMax?: number
  /** A longer line is handed over cut to one byte more, for the decoder to reject. */
  lineBytesMax?: number
}

export interface FileSource extends EventSource {
  /** How far the file has been read, in bytes as they lie on disk. */
  readonly bytesRead: number
  /** Absent for standard input. */
  readonly bytesTotal: number | undefined
}

/**
 * One record per line, its offset the line number. Lines are given as soon as they are read, so a slow pipe is not held
 * back until a batch is full. Remembers no commit: a new source begins at the first line. Throws when the file does not
 * exist; `batches` throws when it cannot be read to its end (a broken gzip), after the last good line.
 */
export function createFileSource({
  path,
  batchRecordsMax = 1000,
  lineBytesMax = 1 << 20,
}: FileSourceOptions): FileSource {
  const bytes = new ByteStream(path)
  const topic = path === '-' ? 'stdin' : path
  const lines = new LineSplitter(lineBytesMax)
  const stop = new AbortController()

  async function* batches(): AsyncGenerator<EventBatch> {
    let records: EventRecord[] = []
    const take = (value: Buffer, lineNumber: number): void => {
      records.push({ topic, partition: 0, offset: BigInt(lineNumber), key: null, value })
    }
    const chunks = bytes.chunks()
    for (;;) {
      const { chunk, failure } = await nextChunk(chunks)
      if (chunk !== undefined) lines.push(chunk, take)
      else lines.finish(take)
      for (let from = 0; from < records.length && !stop.signal.aborted; from += batchRecordsMax) {
        yield* untilNotHeld(records.slice(from, from + batchRecordsMax), stop.signal)
      }
      if (failure !== undefined && !stop.signal.aborted) throw brokenInput(topic, lines.lines, failure)
      if (chunk === undefined || stop.signal.aborted) return
      records = []
    }
  }

  return {
    batches,
    async stop() {
      stop.abort()
      bytes.stop()
    },
    async close() {
      stop.abort()
      bytes.stop()
    },
    get bytesRead() {
      return bytes.bytesRead
    },
    get bytesTotal() {
      return bytes.bytesTotal
    },
  }
}

/** A failure ends the chunks, but only after the lines that came before it have been given. */
async function nextChunk(chunks: AsyncGenerator<Buffer>): Promise<{ chunk?: Buffer; failure?: unknown }> {
  try {
    const next = await chunks.next()
    return next.done ? {} : { chunk: next.value }
  } catch (failure) {
    return { failure }
  }
}

function brokenInput(topic: string, line: number, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new Error(`${topic} cannot be read past line ${line}: ${reason}`, { cause })
}
