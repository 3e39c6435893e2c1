import { instantOf, type TimeZone } from '../model/time-zone.ts'

export type ReadDate = (text: string) => number | undefined

/** Parts of a pattern, longest first, with how many digits each takes. */
const TOKENS = [
  { token: 'yyyy', part: 'year', least: 4, most: 4 },
  { token: 'SSS', part: 'millisecond', least: 3, most: 3 },
  { token: 'MM', part: 'month', least: 2, most: 2 },
  { token: 'dd', part: 'day', least: 2, most: 2 },
  { token: 'HH', part: 'hour', least: 2, most: 2 },
  { token: 'mm', part: 'minute', least: 2, most: 2 },
  { token: 'ss', part: 'second', least: 2, most: 2 },
  { token: 'M', part: 'month', least: 1, most: 2 },
  { token: 'd', part: 'day', least: 1, most: 2 },
  { token: 'H', part: 'hour', least: 1, most: 2 },
] as const

type Part = (typeof TOKENS)[number]['part']
type Step = { literal: string } | (typeof TOKENS)[number]

export const DATE_FORMATS_HELP = 'iso, epoch-seconds, epoch-milliseconds, or a pattern such as "yyyy-MM-dd HH:mm:ss"'

/**
 * Makes a reader from text to milliseconds since 1970; it answers undefined for text that is not of the format or no date
 * (30 February, an hour that the zone skips). `zone` is used where the text itself names none. Answers a message
 * when the format is not one.
 */
export function dateFormat(format: string, zone: TimeZone | undefined): ReadDate | string {
  if (format === 'epoch-seconds') return text => epoch(text, 1000)
  if (format === 'epoch-milliseconds') return text => epoch(text, 1)
  if (format === 'iso') return text => isoDate(text, zone)
  const steps = readPattern(format)
  if (typeof steps === 'string') return steps
  if (zone === undefined) return 'a date pattern needs a `zone:`, such as `UTC`, `+02:00` or `Europe/Berlin`'
  return text => {
    const parts = matchPattern(text, steps)
    return parts === undefined ? undefined : fromParts(parts, zone)
  }
}

function epoch(text: string, unitMs: number): number | undefined {
  if (!/^-?\d{1,17}(\.\d{1,9})?$/.test(text)) return undefined
  return Math.round(Number(text) * unitMs)
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})?$/

function isoDate(text: string, zone: TimeZone | undefined): number | undefined {
  const match = ISO.exec(text)
  if (match === null) return undefined
  const [, year, month, day, hour, minute, second = '0', fraction = '', written] = match
  const millisecond = fraction.slice(0, 3).padEnd(3, '0')
  const parts = { year, month, day, hour, minute, second, millisecond }
  const numbers = Object.fromEntries(Object.entries(parts).map(([name, digits]) => [name, Number(digits)]))
  if (written === undefined) return zone === undefined ? undefined : fromParts(numbers, zone)
  const sign = written[0] === '-' ? -1 : 1
  const aheadMs = written === 'Z' ? 0 : sign * (Number(written.slice(1, 3)) * 60 + Number(written.slice(4))) * 60_000
  return fromParts(numbers, { offsetMs: () => aheadMs })
}

function readPattern(format: string): Step[] | string {
  const steps: Step[] = []
  for (let at = 0; at < format.length; ) {
    const token = TOKENS.find(each => format.startsWith(each.token, at))
    if (token !== undefined) {
      steps.push(token)
      at += token.token.length
    } else if (format[at] === "'") {
      const end = format.indexOf("'", at + 1)
      if (end < 0) return "a quote `'` is not closed"
      steps.push({ literal: format.slice(at + 1, end) })
      at = end + 1
    } else {
      if (/[A-Za-z]/.test(format[at]!)) return `\`${format[at]}\` is no part of a date`
      steps.push({ literal: format[at]! })
      at++
    }
  }
  const parts = steps.flatMap(step => ('part' in step ? [step.part] : []))
  const missing = (['year', 'month', 'day'] as const).find(part => !parts.includes(part))
  return missing === undefined ? steps : `the pattern has no ${missing}`
}

function matchPattern(text: string, steps: readonly Step[]): Partial<Record<Part, number>> | undefined {
  const parts: Partial<Record<Part, number>> = {}
  let at = 0
  for (const step of steps) {
    if ('literal' in step) {
      if (!text.startsWith(step.literal, at)) return undefined
      at += step.literal.length
      continue
    }
    let end = at
    while (end - at < step.most && text[end] !== undefined && text[end]! >= '0' && text[end]! <= '9') end++
    if (end - at < step.least) return undefined
    parts[step.part] = Number(text.slice(at, end))
    at = end
  }
  return at === text.length ? parts : undefined
}

/** JavaScript would roll 30 February over to March and take year 50 for 1950; here they are no dates. */
function fromParts(parts: Partial<Record<Part, number>>, zone: TimeZone): number | undefined {
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, millisecond = 0 } = parts
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const localMs = Date.UTC(year, month - 1, day, hour, minute, second, millisecond)
  const date = new Date(localMs)
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1) return undefined
  return instantOf(localMs, zone)
}
