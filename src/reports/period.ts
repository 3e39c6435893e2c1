import { timeZone } from '../model/time-zone.ts'
import { calendarStart } from '../velocity/calendar.ts'
import type { Period, PeriodKind } from './report.ts'

const DAY_MS = 86_400_000
/** No local day is longer, whatever its clock does. */
const LONGEST_DAY_MS = 27 * 3_600_000

/** The calendar day, ISO week (Monday to Sunday) or month of a time zone that an instant lies in. */
export function periodAt(kind: PeriodKind, zone: string, timeMs: number): Period {
  const fromMs = startOf(kind, zone, timeMs)
  return { kind, name: nameOf(kind, zone, fromMs), fromMs, toMs: nextStart(kind, zone, fromMs) }
}

export function periodBefore({ kind, fromMs }: Period, zone: string): Period {
  return periodAt(kind, zone, fromMs - 1)
}

/** The local days of a period, first to last. */
export function daysOf({ fromMs, toMs }: Period, zone: string): Period[] {
  const days: Period[] = []
  for (let atMs = fromMs; atMs < toMs; atMs = days.at(-1)!.toMs) days.push(periodAt('day', zone, atMs))
  return days
}

function startOf(kind: PeriodKind, zone: string, timeMs: number): number {
  if (kind === 'month') return calendarStart('calendar_month', zone, timeMs)
  let startMs = calendarStart('calendar_day', zone, timeMs)
  if (kind === 'day') return startMs
  for (let past = weekday(localDate(zone, startMs)); past > 0; past--) {
    startMs = calendarStart('calendar_day', zone, startMs - 1)
  }
  return startMs
}

function nextStart(kind: PeriodKind, zone: string, fromMs: number): number {
  if (kind === 'month') return calendarStart('calendar_month', zone, fromMs + 31 * DAY_MS + LONGEST_DAY_MS - DAY_MS)
  let nextMs = fromMs
  for (let days = kind === 'week' ? 7 : 1; days > 0; days--) nextMs = followingDay(zone, nextMs)
  return nextMs
}

function followingDay(zone: string, startMs: number): number {
  return calendarStart('calendar_day', zone, startMs + LONGEST_DAY_MS)
}

function nameOf(kind: PeriodKind, zone: string, fromMs: number): string {
  const date = localDate(zone, fromMs)
  if (kind === 'day') return date
  return kind === 'month' ? date.slice(0, 7) : isoWeek(date)
}

/** ISO 8601: the week belongs to the year that its Thursday is in. */
function isoWeek(monday: string): string {
  const thursday = new Date(Date.parse(monday) + 3 * DAY_MS)
  const year = thursday.getUTCFullYear()
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY_MS))
  return `${year}-W${String(week).padStart(2, '0')}`
}

/** Days since Monday. */
function weekday(date: string): number {
  return (new Date(date).getUTCDay() + 6) % 7
}

/** The date that clocks in the zone show at the beginning of a day. */
function localDate(zone: string, startMs: number): string {
  const shown = timeZone(zone)
  if (shown === undefined) throw new RangeError(`there is no time zone ${zone}`)
  return new Date(startMs + shown.offsetMs(startMs)).toISOString().slice(0, 10)
}
