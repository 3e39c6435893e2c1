import type { Problem } from '../model/problem.ts'
import { parseTime } from './parse-time.ts'
import { type Reading, warn } from './reading.ts'
import { refusal } from './refusal.ts'

/** What a number in place of a time counts since 1970. */
export type TimeUnit = 's' | 'ms'

/** No payment stream is older; what is, was sent in another unit. */
const PLAUSIBLE_FROM_MS = Date.UTC(2015, 0, 1)
/** The year 2200: later numbers are microseconds. */
const PLAUSIBLE_UNTIL_MS = Date.UTC(2200, 0, 1)
const HOLD_BACK_MS = 5 * 60_000
const FUTURE_MAX_MS = 24 * 3_600_000
const SKEW_MS = 3_600_000

/** When the payment happened, milliseconds since 1970. */
export function readOccurredAt(raw: string | number, unit: TimeUnit | undefined, reading: Reading): number | Problem {
  if (typeof raw === 'number') {
    const ms = unit === undefined ? Number.NaN : unit === 's' ? raw * 1000 : raw
    if (ms >= PLAUSIBLE_FROM_MS && ms < PLAUSIBLE_UNTIL_MS) return ms
    return unit === undefined
      ? implausible(
          '`occurredAt` is a number, and the settings name no unit',
          'send ISO 8601 with a zone, or set the time unit',
        )
      : implausible(`\`occurredAt\` is no plausible number of ${unit === 's' ? 'seconds' : 'milliseconds'} since 1970`)
  }
  const ms = parseTime(raw)
  if (typeof ms === 'string') {
    return refusal(
      ms,
      '`occurredAt` is no time in ISO 8601 with a zone, or a day or hour that does not exist',
      'occurredAt',
      'send it as `2026-11-21T10:15:30.123Z`',
    )
  }
  if (ms < PLAUSIBLE_FROM_MS || ms >= PLAUSIBLE_UNTIL_MS)
    return implausible('`occurredAt` lies before 2015 or after 2200')
  if (isLeapSecond(raw)) warn(reading, 'leap-second')
  return ms
}

const implausible = (message: string, suggestion = 'send ISO 8601 with a zone'): Problem =>
  refusal('implausible-time', message, 'occurredAt', suggestion)

const isLeapSecond = (text: string): boolean => text.charCodeAt(17) === 54

/**
 * The time that windows use. A payment from the future would see, and be seen by, what has not happened yet, so it is held
 * back to the broker's time; without one (files) the payment is believed.
 */
export function countedAt(occurredAtMs: number, recordMs: number | undefined, reading: Reading): number | Problem {
  if (recordMs === undefined || recordMs <= 0) return occurredAtMs
  const ahead = occurredAtMs - recordMs
  if (ahead > FUTURE_MAX_MS) {
    return refusal(
      'future-time',
      '`occurredAt` lies more than 24 hours after the time of the record',
      'occurredAt',
      'set the clock or the zone of the sender',
    )
  }
  if (ahead > SKEW_MS || ahead < -SKEW_MS) warn(reading, 'clock-skew')
  if (ahead <= HOLD_BACK_MS) return occurredAtMs
  warn(reading, 'future-time-held-back')
  return recordMs
}

/** An optional time: absent when it cannot be read. */
export function readOptionalTime(
  raw: string | number | null | undefined,
  unit: TimeUnit | undefined,
  reading: Reading,
): number | undefined {
  if (raw === undefined || raw === null || raw === '') return undefined
  const ms = typeof raw === 'string' ? parseTime(raw) : unit === 's' ? raw * 1000 : unit === 'ms' ? raw : 'bad-time'
  if (typeof ms === 'number' && ms < PLAUSIBLE_UNTIL_MS) return ms
  warn(reading, 'time-ignored')
  return undefined
}
