const QUARTER_HOUR_MS = 900_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000
const CACHED_MAX = 4_096

interface Zone {
  format: Intl.DateTimeFormat
  /** By quarter of an hour since 1970: no zone has changed its offset within one since 1972. */
  offsetsMs: Map<number, number>
  /** Beginnings by local day, and of months by the local day they begin on. */
  daysMs: Map<number, number>
}

const zones = new Map<string, Zone>()

/** The first instant of the local calendar day or month that `timeMs` falls into. Throws RangeError for no such zone. */
export function calendarStart(kind: 'calendar_day' | 'calendar_month', timeZone: string, timeMs: number): number {
  const zone = zoneOf(timeZone)
  const day = localDay(zone, timeMs)
  if (kind === 'calendar_day') return dayStart(zone, day)
  const date = new Date(day * DAY_MS)
  return dayStart(zone, Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / DAY_MS)
}

/**
 * A day begins when the local clock first shows it: 01:00 where the clock skips midnight. Searched between two instants
 * that depend on the day only, so that every event of a day gets the same beginning.
 */
function dayStart(zone: Zone, day: number): number {
  const known = zone.daysMs.get(day)
  if (known !== undefined) return known
  let before = day * DAY_MS - 16 * HOUR_MS
  let within = day * DAY_MS + 16 * HOUR_MS
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2)
    if (localDay(zone, middle) >= day) within = middle
    else before = middle
  }
  if (zone.daysMs.size >= CACHED_MAX) zone.daysMs.clear()
  zone.daysMs.set(day, within)
  return within
}

function localDay(zone: Zone, timeMs: number): number {
  return Math.floor((timeMs + offsetMs(zone, timeMs)) / DAY_MS)
}

function offsetMs(zone: Zone, timeMs: number): number {
  const quarter = Math.floor(timeMs / QUARTER_HOUR_MS)
  const known = zone.offsetsMs.get(quarter)
  if (known !== undefined) return known
  const at = quarter * QUARTER_HOUR_MS
  const fields: Record<string, number> = {}
  for (const { type, value } of zone.format.formatToParts(at)) fields[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fields
  const offset = Date.UTC(year, month - 1, day, hour, minute, second) - at
  if (zone.offsetsMs.size >= CACHED_MAX) zone.offsetsMs.clear()
  zone.offsetsMs.set(quarter, offset)
  return offset
}

function zoneOf(timeZone: string): Zone {
  const known = zones.get(timeZone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const zone = { format, offsetsMs: new Map<number, number>(), daysMs: new Map<number, number>() }
  zones.set(timeZone, zone)
  return zone
}
