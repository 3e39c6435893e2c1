import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseTime } from '../../src/decode/parse-time.ts'

const moment = fc.date({
  min: new Date('1900-01-02T00:00:00Z'),
  max: new Date('2199-12-30T00:00:00Z'),
  noInvalidDate: true,
})

test('what Date prints, this reads', () => {
  fc.assert(fc.property(moment, date => void expect(parseTime(date.toISOString())).toBe(date.getTime())))
})

test('an offset moves the same moment, and further decimals are cut', () => {
  const offset = fc.integer({ min: -14 * 60, max: 14 * 60 })
  fc.assert(
    fc.property(moment, offset, fc.stringMatching(/^\d{0,6}$/), (date, minutes, decimals) => {
      const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, -1)
      const size = Math.abs(minutes)
      const pad = (value: number) => String(value).padStart(2, '0')
      const zone = `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`
      expect(parseTime(`${local}${decimals}${zone}`)).toBe(date.getTime())
    }),
  )
})

test('days that do not exist are refused, every other day of a leap and a common year is not', () => {
  for (const year of [2023, 2024, 1900, 2000]) {
    for (let month = 1; month <= 12; month++) {
      const days = new Date(Date.UTC(year, month, 0)).getUTCDate()
      for (let day = 0; day <= 32; day++) {
        const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}T00:00:00Z`
        expect(parseTime(text) === 'bad-time', text).toBe(day < 1 || day > days)
      }
    }
  }
})

test('one changed character gives another moment or a refusal, never NaN', () => {
  const text = '2026-11-21T10:15:30.123+01:30'
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, character) => {
      const read = parseTime(text.slice(0, at) + character + text.slice(at + 1))
      expect(read === 'bad-time' || Number.isSafeInteger(read)).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})
