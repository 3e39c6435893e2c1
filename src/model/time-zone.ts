/** How far a time zone is ahead of UTC at an instant, in milliseconds; asked of `Intl`, which knows the tz database. */
export interface TimeZone {
  offsetMs(instantMs: number): number
}

const QUARTER_HOUR_MS = 900_000
const REMEMBERED_MAX = 4_096

/** Some 600 names exist, so this stays small. */
const zones = new Map<string, TimeZone | undefined>()

/** Takes `UTC`, an offset such as `+02:00`, or a name of the tz database. Undefined when there is no such zone. */
export function timeZone(name: string): TimeZone | undefined {
  if (!zones.has(name)) zones.set(name, openZone(name))
  return zones.get(name)
}

function openZone(name: string): TimeZone | undefined {
  const fixed = /^([+-])(\d{2}):(\d{2})$/.exec(name)
  if (fixed) {
    const [, sign, hours, minutes] = fixed
    const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1)
    return { offsetMs: () => offset }
  }
  if (name === 'UTC' || name === 'Z') return { offsetMs: () => 0 }
  const format = formatFor(name)
  if (format === undefined) return undefined
  const remembered = new Map<number, number>()
  return {
    offsetMs(instantMs) {
      // Zones change their offset only on quarters of an hour, and asking Intl is slow.
      const quarter = Math.floor(instantMs / QUARTER_HOUR_MS)
      let offset = remembered.get(quarter)
      if (offset === undefined) {
        offset = offsetBy(format, quarter * QUARTER_HOUR_MS)
        if (remembered.size >= REMEMBERED_MAX) remembered.clear()
        remembered.set(quarter, offset)
      }
      return offset
    },
  }
}

/**
 * The instant at which clocks in the zone show `localMs` (a wall-clock time, written as if it were UTC). When the hour
 * comes twice in autumn, the first; undefined when it is skipped in spring.
 */
export function instantOf(localMs: number, zone: TimeZone): number | undefined {
  const day = 86_400_000
  const before = localMs - zone.offsetMs(localMs - day)
  if (before + zone.offsetMs(before) === localMs) return before
  const after = localMs - zone.offsetMs(localMs + day)
  return after + zone.offsetMs(after) === localMs ? after : undefined
}

function formatFor(name: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: name,
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
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function offsetBy(format: Intl.DateTimeFormat, instantMs: number): number {
  const part: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(instantMs)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instantMs / 1000) * 1000
}
