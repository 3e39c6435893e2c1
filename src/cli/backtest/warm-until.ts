import { ByteStream } from '../../embedded/byte-stream.ts'
import type { Span } from './span.ts'
import { readWhen } from './when.ts'

/** Until when payments only warm the velocities: a moment, or a share of the lines of the file. */
export type WarmUntil = { kind: 'moment'; ms: number } | { kind: 'share'; share: number }

const NEWLINE = 0x0a

/** Reads a moment, or `0.5` or `50%`; undefined when it is none of them. */
export function readWarmUntil(text: string, nowMs = Date.now()): WarmUntil | undefined {
  const ms = readWhen(text, nowMs)
  if (ms !== undefined) return { kind: 'moment', ms }
  const number = /^(\d+(?:\.\d+)?|\.\d+)(%?)$/.exec(text)
  if (number === null) return undefined
  const share = Number(number[1]) / (number[2] === '%' ? 100 : 1)
  return share < 1 ? { kind: 'share', share } : undefined
}

/** Lines of a file are counted first where a share of them is asked for; a stream has no share. */
export async function warmingSpan(until: WarmUntil | undefined, path: string): Promise<Span> {
  if (until === undefined) return {}
  if (until.kind === 'moment') return { fromMs: until.ms }
  return { afterRecord: BigInt(Math.floor((await countLines(path)) * until.share)) }
}

async function countLines(path: string): Promise<number> {
  let lines = 0
  let endsOpen = false
  for await (const chunk of new ByteStream(path).chunks()) {
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) lines++
    if (chunk.length > 0) endsOpen = chunk.at(-1) !== NEWLINE
  }
  return endsOpen ? lines + 1 : lines
}
