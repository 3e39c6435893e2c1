/** Clocks change on quarter hours at the finest, so within one the offset stays. */
const QUARTER_MS = 900_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000
const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const

interface Zone {
  format: Intl.DateTimeFormat
  quarter: number
  hour: number
}

/** There are some 600 zone names, so this stays small. A name that Node does not know is kept as null. */
const known = new Map<string, Zone | null>()

/** Hour of the day, 0 to 23, in an IANA time zone; undefined when the zone is unknown. `timeMs` since 1970. */
export function hourIn(timeZone: string, timeMs: number): number | undefined {
  let zone = known.get(timeZone)
  if (zone === undefined) {
    zone = openZone(timeZone)
    known.set(timeZone, zone)
  }
  if (zone === null) return undefined
  const quarter = Math.floor(timeMs / QUARTER_MS)
  if (quarter !== zone.quarter) {
    zone.quarter = quarter
    zone.hour = Number(zone.format.format(timeMs))
  }
  return zone.hour
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

function openZone(timeZone: string): Zone | null {
  try {
    const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' })
    return { format, quarter: Number.NaN, hour: 0 }
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}
