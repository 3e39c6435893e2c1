import { type TimeZone, timeZone } from '../model/time-zone.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000
const CACHED_MAX = 4_096

interface Zone {
  time: TimeZone
  /** Beginnings by local day, and of months by the local day they begin on. */
  daysMs: Map<number, number>
}

const zones = new Map<string, Zone>()

/** The first instant of the local calendar day or month that `timeMs` falls into. Throws RangeError for no such zone. */
export function calendarStart(kind: 'calendar_day' | 'calendar_month', zoneName: string, timeMs: number): number {
  const zone = zoneOf(zoneName)
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
  return Math.floor((timeMs + zone.time.offsetMs(timeMs)) / DAY_MS)
}

function zoneOf(name: string): Zone {
  const known = zones.get(name)
  if (known !== undefined) return known
  const time = timeZone(name)
  if (time === undefined) throw new RangeError(`there is no time zone ${name}`)
  const zone = { time, daysMs: new Map<number, number>() }
  zones.set(name, zone)
  return zone
}
