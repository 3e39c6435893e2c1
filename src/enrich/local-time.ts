import { timeZone } from '../model/time-zone.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000
const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const

/** Hour of the day, 0 to 23, in an IANA time zone; undefined when the zone is unknown. `timeMs` since 1970. */
export function hourIn(zoneName: string, timeMs: number): number | undefined {
  const zone = timeZone(zoneName)
  return zone === undefined ? undefined : hourUtc(timeMs + zone.offsetMs(timeMs))
}

/** Hour of the day in UTC, 0 to 23. */
export function hourUtc(timeMs: number): number {
  return Math.floor((((timeMs % DAY_MS) + DAY_MS) % DAY_MS) / HOUR_MS)
}

/** Day of the week in UTC, in English and lower case. The first of January 1970 was a Thursday. */
export function weekdayUtc(timeMs: number): string {
  return days[(((Math.floor(timeMs / DAY_MS) + 4) % 7) + 7) % 7]!
}

/** Days between two times in hundredths, at least 0: an account made after its own payment is a new one. */
export function daysBetween(earlierMs: number, laterMs: number): number {
  return Math.max(0, Math.floor(((laterMs - earlierMs) / DAY_MS) * 100) / 100)
}
