/** Tests without a date happen on this day, a Thursday well inside a month. */
const DAY_MS = Date.UTC(2026, 0, 15)
const ONE_DAY_MS = 86_400_000

/**
 * When a payment of a test happens, in milliseconds since 1970, UTC: `10:40` or `10:40:05` on the day of the test,
 * `-30d 10:40` so many days before (`+1d` after), or a whole time, `2026-03-29T01:30:00Z`. Undefined for anything else.
 */
export function parseTestTime(text: string): number | undefined {
  const short = /^(?:([+-]\d{1,4})d\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text)
  if (short !== null) {
    const [hours, minutes, seconds] = [Number(short[2]), Number(short[3]), Number(short[4] ?? 0)]
    if (hours > 23 || minutes > 59 || seconds > 59) return undefined
    return DAY_MS + Number(short[1] ?? 0) * ONE_DAY_MS + ((hours * 60 + minutes) * 60 + seconds) * 1000
  }
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z$/.test(text)) return undefined
  const ms = Date.parse(text)
  if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(text.slice(0, 16))) return undefined
  return ms
}

/** The time of the sample payment: noon of the test's day. */
export const SAMPLE_TIME_MS = DAY_MS + ONE_DAY_MS / 2
