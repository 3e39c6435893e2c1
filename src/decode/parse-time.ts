export type TimeMistake = 'bad-time'

const DASH = 0x2d
const COLON = 0x3a
const LETTER_T = 0x54
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/**
 * ISO 8601 in the profile of RFC 3339: `2026-11-21T10:15:30.123Z`, with a zone (`Z`, `+02:00`) and up to nine decimals,
 * cut to milliseconds. Days and hours must exist; a leap second (`:60`, RFC 3339 section 5.7) is read as `:59`. Hand-written
 * because Date.parse rolls February 30 over to March and takes texts without a zone as local time.
 *
 * Answers milliseconds since 1970 in UTC.
 */
export function parseTime(text: string): number | TimeMistake {
  const length = text.length
  if (length < 20 || length > 35) return 'bad-time'
  if (text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH || text.charCodeAt(10) !== LETTER_T) return 'bad-time'
  if (text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON) return 'bad-time'
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2)
  const month = twoDigits(text, 5)
  const day = twoDigits(text, 8)
  const hour = twoDigits(text, 11)
  const minute = twoDigits(text, 14)
  const second = twoDigits(text, 17)
  // A pair that holds no digits is NaN and fails every comparison.
  if (!(year >= 1900 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return 'bad-time'
  if (!(hour <= 23 && minute <= 59 && second <= 60)) return 'bad-time'

  let at = 19
  let milliseconds = 0
  if (text.charCodeAt(at) === 46) {
    at++
    let place = 100
    const start = at
    for (; at < length; at++) {
      const digit = text.charCodeAt(at) - 48
      if (digit < 0 || digit > 9) break
      milliseconds += digit * place
      place = place === 100 ? 10 : place === 10 ? 1 : 0
    }
    if (at === start || at - start > 9) return 'bad-time'
  }
  const offsetMinutes = parseZone(text, at)
  if (Number.isNaN(offsetMinutes)) return 'bad-time'
  const utc = Date.UTC(year, month - 1, day, hour, minute, second === 60 ? 59 : second, milliseconds)
  return utc - offsetMinutes * 60_000
}

/** Minutes east of UTC, at most 14 hours (the widest in use); NaN when it is no zone. */
function parseZone(text: string, at: number): number {
  const sign = text.charCodeAt(at)
  if (sign === 90) return text.length === at + 1 ? 0 : Number.NaN
  if ((sign !== 43 && sign !== 45) || text.length !== at + 6 || text.charCodeAt(at + 3) !== 58) return Number.NaN
  const hours = twoDigits(text, at + 1)
  const minutes = twoDigits(text, at + 4)
  if (!(hours <= 14 && minutes <= 59)) return Number.NaN
  const offset = hours * 60 + minutes
  return sign === 45 ? -offset : offset
}

function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48
  const ones = text.charCodeAt(at + 1) - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}

function daysIn(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return leap ? 29 : DAYS[month - 1]!
}
