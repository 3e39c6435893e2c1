import { ByteStream } from '../../embedded/byte-stream.ts'
import type { Payment } from '../../model/payment.ts'
import type { EventRecord } from '../../ports.ts'

/** Until when payments only warm the velocities: a moment, or a share of the lines of the file. */
export type WarmUntil = { kind: 'moment'; ms: number } | { kind: 'share'; share: number }

const NEWLINE = 0x0a
const DAY = /^\d{4}-\d{2}-\d{2}$/
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/

/** Reads `2024-04-01` (in UTC), `2024-04-01T12:00:00Z`, `0.5` or `50%`; undefined when it is none of them. */
export function readWarmUntil(text: string): WarmUntil | undefined {
  if (DAY.test(text) || MOMENT.test(text)) {
    const ms = Date.parse(text)
    return Number.isNaN(ms) ? undefined : { kind: 'moment', ms }
  }
  const number = /^(\d+(?:\.\d+)?|\.\d+)(%?)$/.exec(text)
  if (number === null) return undefined
  const share = Number(number[1]) / (number[2] === '%' ? 100 : 1)
  return share < 1 ? { kind: 'share', share } : undefined
}

/** Lines of a file are counted first where a share of them is asked for; a stream has no share. */
export async function warmingUntil(
  until: WarmUntil | undefined,
  path: string,
): Promise<(record: EventRecord, payment: Payment) => boolean> {
  if (until === undefined) return () => false
  if (until.kind === 'moment') return (_, { occurredAtMs }) => occurredAtMs < until.ms
  const last = Math.floor((await countLines(path)) * until.share)
  return ({ offset }) => offset <= last
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
