import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calendarStart } from '../../src/velocity/calendar.ts'

const start = (kind: 'calendar_day' | 'calendar_month', zone: string, time: string) =>
  new Date(calendarStart(kind, zone, Date.parse(time))).toISOString()

describe('calendar windows', () => {
  test.each([
    ['an ordinary day', 'Europe/Berlin', '2026-07-01T12:00:00Z', '2026-06-30T22:00:00.000Z'],
    ['the first instant of a day', 'Europe/Berlin', '2026-06-30T22:00:00Z', '2026-06-30T22:00:00.000Z'],
    ['the last instant of a day', 'Europe/Berlin', '2026-06-30T21:59:59.999Z', '2026-06-29T22:00:00.000Z'],
    ['the day of 25 hours', 'Europe/Berlin', '2026-10-25T22:30:00Z', '2026-10-24T22:00:00.000Z'],
    ['the day of 23 hours', 'Europe/Berlin', '2026-03-29T21:30:00Z', '2026-03-28T23:00:00.000Z'],
    ['a day whose midnight the clock skips', 'America/Sao_Paulo', '2018-11-04T12:00:00Z', '2018-11-04T03:00:00.000Z'],
    ['the day after one that a zone left out', 'Pacific/Apia', '2011-12-31T01:00:00Z', '2011-12-30T10:00:00.000Z'],
    ['an offset of a quarter of an hour', 'Asia/Kathmandu', '2026-01-01T18:20:00Z', '2026-01-01T18:15:00.000Z'],
    ['no zone at all', 'UTC', '2026-01-01T18:20:00Z', '2026-01-01T00:00:00.000Z'],
  ])('%s', (_, zone, time, expected) => {
    expect(start('calendar_day', zone, time)).toBe(expected)
  })

  test.each([
    ['Europe/Berlin', '2026-11-15T12:00:00Z', '2026-10-31T23:00:00.000Z'],
    ['Europe/Berlin', '2026-04-30T22:00:00Z', '2026-04-30T22:00:00.000Z'],
    ['America/New_York', '2026-03-31T12:00:00Z', '2026-03-01T05:00:00.000Z'],
  ])('a month in %s at %s', (zone, time, expected) => {
    expect(start('calendar_month', zone, time)).toBe(expected)
  })

  test('a day begins on its own date, and just before it is another', () => {
    const zones = fc.constantFrom(
      'Europe/London',
      'America/Havana',
      'Asia/Beirut',
      'Australia/Lord_Howe',
      'Africa/Cairo',
    )
    const date = (timeMs: number, timeZone: string) => new Date(timeMs).toLocaleDateString('sv-SE', { timeZone })
    fc.assert(
      fc.property(zones, fc.integer({ min: Date.UTC(2015), max: Date.UTC(2030) }), (zone, timeMs) => {
        const startMs = calendarStart('calendar_day', zone, timeMs)
        expect(startMs).toBeLessThanOrEqual(timeMs)
        expect(date(startMs, zone)).toBe(date(timeMs, zone))
        expect(date(startMs - 1, zone)).not.toBe(date(timeMs, zone))
      }),
      { numRuns: 200 },
    )
  })
})
