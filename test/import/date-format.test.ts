import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dateFormat } from '../../src/import/date-format.ts'
import { instantOf, timeZone } from '../../src/model/time-zone.ts'

function read(format: string, zone: string | undefined, text: string): string | undefined {
  const reader = dateFormat(format, zone === undefined ? undefined : timeZone(zone))
  if (typeof reader === 'string') throw new Error(reader)
  const timeMs = reader(text)
  return timeMs === undefined ? undefined : new Date(timeMs).toISOString()
}

describe('dates that are read', () => {
  test.each([
    ['iso', undefined, '2024-01-02T03:04:05Z', '2024-01-02T03:04:05.000Z'],
    ['iso', undefined, '2024-01-02T03:04:05.1239+02:00', '2024-01-02T01:04:05.123Z'],
    ['iso', 'Europe/Berlin', '2024-07-01 12:00', '2024-07-01T10:00:00.000Z'],
    ['epoch-seconds', undefined, '1704067238', '2024-01-01T00:00:38.000Z'],
    ['epoch-seconds', undefined, '1704067238.25', '2024-01-01T00:00:38.250Z'],
    ['epoch-milliseconds', undefined, '1704067238123', '2024-01-01T00:00:38.123Z'],
    ['yyyy-MM-dd HH:mm:ss', 'UTC', '2024-02-29 23:59:59', '2024-02-29T23:59:59.000Z'],
    ['d.M.yyyy H:mm', '+02:00', '3.4.2024 7:05', '2024-04-03T05:05:00.000Z'],
    ["yyyyMMdd'T'HHmmss", 'UTC', '20240403T070509', '2024-04-03T07:05:09.000Z'],
    ['MM/dd/yyyy HH:mm:ss.SSS', 'America/New_York', '01/15/2024 10:00:00.500', '2024-01-15T15:00:00.500Z'],
    // The hour that comes twice in autumn: the first of the two.
    ['yyyy-MM-dd HH:mm', 'Europe/Berlin', '2024-10-27 02:30', '2024-10-27T00:30:00.000Z'],
    ['yyyy-MM-dd HH:mm', 'Asia/Kolkata', '2024-10-27 02:30', '2024-10-26T21:00:00.000Z'],
  ])('%s in %s: %s', (format, zone, text, expected) => {
    expect(read(format, zone, text)).toBe(expected)
  })
})

describe('what is no date', () => {
  test.each([
    ['iso', undefined, '2024-01-02T03:04:05'],
    ['iso', undefined, '2024-01-02'],
    ['iso', 'UTC', '2024-02-30T00:00:00Z'],
    ['iso', 'UTC', '2024-13-01T00:00:00Z'],
    ['epoch-seconds', undefined, 'now'],
    ['epoch-seconds', undefined, ''],
    ['yyyy-MM-dd', 'UTC', '2023-02-29'],
    ['yyyy-MM-dd', 'UTC', '2023-04-31'],
    ['yyyy-MM-dd', 'UTC', '2023-04-00'],
    ['yyyy-MM-dd', 'UTC', '0050-04-01'],
    ['yyyy-MM-dd', 'UTC', '2023-2-9'],
    ['yyyy-MM-dd', 'UTC', '2023-02-09 10:00'],
    ['yyyy-MM-dd HH:mm', 'UTC', '2023-02-09 24:00'],
    // The hour that is skipped in spring.
    ['yyyy-MM-dd HH:mm', 'Europe/Berlin', '2024-03-31 02:30'],
  ])('%s in %s: %s', (format, zone, text) => {
    expect(read(format, zone, text)).toBeUndefined()
  })
})

test.each([
  ['yyyy-MM-dd', undefined, 'a date pattern needs a `zone:`, such as `UTC`, `+02:00` or `Europe/Berlin`'],
  ['yyyy-QQ', 'UTC', '`Q` is no part of a date'],
  ['HH:mm', 'UTC', 'the pattern has no year'],
  ["yyyy'", 'UTC', "a quote `'` is not closed"],
])('%s is no format', (format, zone, message) => {
  expect(dateFormat(format, zone === undefined ? undefined : timeZone(zone))).toBe(message)
})

test('there is no zone of another name', () => {
  expect(timeZone('Europe/Berln')).toBeUndefined()
})

test('clocks in a zone show what they were asked to show', () => {
  const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', '-03:30', 'UTC']
  const year2024 = { min: Date.UTC(2024, 0, 1) / 60_000, max: Date.UTC(2025, 0, 1) / 60_000 }
  fc.assert(
    fc.property(fc.integer(year2024), fc.constantFrom(...zones), (minute, name) => {
      const zone = timeZone(name)!
      const instant = minute * 60_000
      const shown = instant + zone.offsetMs(instant)
      const found = instantOf(shown, zone)!
      expect(found + zone.offsetMs(found)).toBe(shown)
      expect(found).toBeLessThanOrEqual(instant)
      expect(instant - found).toBeLessThanOrEqual(3_600_000)
    }),
  )
})
