import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { daysOf, periodAt, periodBefore } from '../../src/reports/period.ts'
import { PERIOD_KINDS } from '../../src/reports/report.ts'

const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Apia', 'Africa/Cairo', '+05:30')
const times = fc.integer({ min: Date.parse('2009-01-01'), max: Date.parse('2030-01-01') })
const iso = (ms: number) => new Date(ms).toISOString()

describe('periods', () => {
  test('cover time without a gap or an overlap, in any zone', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PERIOD_KINDS), zones, times, (kind, zone, timeMs) => {
        const period = periodAt(kind, zone, timeMs)
        expect(period.fromMs).toBeLessThanOrEqual(timeMs)
        expect(period.toMs).toBeGreaterThan(timeMs)
        expect(periodAt(kind, zone, period.fromMs)).toEqual(period)
        expect(periodAt(kind, zone, period.toMs - 1)).toEqual(period)
        expect(periodBefore(period, zone).toMs).toBe(period.fromMs)
      }),
      { numRuns: 500 },
    )
  })

  test('days of a period are all of it', () => {
    fc.assert(
      fc.property(fc.constantFrom('week' as const, 'month' as const), zones, times, (kind, zone, timeMs) => {
        const period = periodAt(kind, zone, timeMs)
        const days = daysOf(period, zone)
        expect(days[0]!.fromMs).toBe(period.fromMs)
        expect(days.at(-1)!.toMs).toBe(period.toMs)
        expect(new Set(days.map(({ name }) => name)).size).toBe(days.length)
      }),
      { numRuns: 200 },
    )
  })

  test('begin where the clocks of the zone say, also on the days on which they are set', () => {
    const at = Date.parse('2026-03-29T12:00:00Z')
    const day = periodAt('day', 'Europe/Berlin', at)
    expect([day.name, iso(day.fromMs), iso(day.toMs)]).toEqual([
      '2026-03-29',
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
    ])
    const week = periodAt('week', 'Europe/Berlin', at)
    expect([week.name, iso(week.fromMs), iso(week.toMs)]).toEqual([
      '2026-W13',
      '2026-03-22T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
    ])
    expect(periodAt('month', 'America/New_York', at).name).toBe('2026-03')
    expect(periodAt('week', 'UTC', Date.parse('2027-01-01T00:00:00Z')).name).toBe('2026-W53')
  })
})
