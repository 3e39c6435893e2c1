import { Random } from '../../src/generator/random.ts'
import { type SampleEvent, sampleEvent } from './sample-event.ts'

const START_MS = Date.UTC(2026, 10, 1)
const STEP_MS_MAX = 40
const DISORDERED_SHARE = 0.02
const LATE_SHARE = 0.001
const REPEATED_SHARE = 0.005
const DISORDER_MS_MAX = 5_000
const LATE_MS_MAX = 3_600_000
/** A repeat is of one of so many events before it. */
const REPEAT_REACH = 20_000

/** How many values each key has; a few of them are in most events. */
const KEYS = { 'card.fingerprint': 40_000, email: 30_000, ip: 15_000, 'device.id': 20_000, 'customer.id': 30_000 }

export type StreamKey = keyof typeof KEYS
export const STREAM_KEYS = Object.keys(KEYS) as StreamKey[]

/**
 * Payments about 20 ms apart: 2 % out of order by up to five seconds, 0.1 % late by up to an hour, 0.5 % delivered again.
 * Equal seeds give equal streams.
 */
export function* disorderedStream(count: number, seed: number): Generator<SampleEvent> {
  const draw = new Random(seed)
  const latest: SampleEvent[] = []
  let nowMs = START_MS
  for (let number = 0; number < count; number++) {
    if (latest.length > 0 && draw.chance(REPEATED_SHARE)) {
      yield draw.pick(latest)
      continue
    }
    nowMs += draw.whole(0, STEP_MS_MAX)
    const event = newEvent(`p${number}`, nowMs - delayMs(draw), draw)
    if (latest.length < REPEAT_REACH) latest.push(event)
    else latest[number % REPEAT_REACH] = event
    yield event
  }
}

function delayMs(draw: Random): number {
  const share = draw.next()
  if (share < LATE_SHARE) return draw.whole(0, LATE_MS_MAX)
  return share < LATE_SHARE + DISORDERED_SHARE ? draw.whole(0, DISORDER_MS_MAX) : 0
}

function newEvent(id: string, timeMs: number, draw: Random): SampleEvent {
  const fields: Record<string, string> = {}
  for (const key of STREAM_KEYS) fields[key] = `${key} ${Math.floor(KEYS[key] * draw.next() ** 3)}`
  return sampleEvent({ id, timeMs, amountMinor: draw.whole(100, 50_000), content: id, fields })
}
