import { formatDigits, minorDigits, parseAmount } from '../../model/money.ts'
import type { Converter } from './gateway-table.ts'

/** Why a value cannot be brought to the form of the topic. Never quotes it. */
export interface Mistake {
  mistake: string
}

export interface Units {
  /** ISO 4217, upper case. */
  currency: string | undefined
  /** Where this gateway differs from ISO 4217. */
  exceptions: Readonly<Record<string, number>>
}

/** More digits than any currency has, so that sums stay exact. */
const SUM_DIGITS = 4

/** One value of a body, or several for `sum`, in the form of the topic; undefined when there is nothing in it. */
export function convert(
  values: readonly unknown[],
  as: Converter,
  units: Units,
): string | number | Mistake | undefined {
  if (as === 'sum') return sumOf(values)
  const [value] = values
  const text = as === 'id' && isObject(value) ? textOf(value.id) : textOf(value)
  if (typeof text !== 'string') return text
  switch (as) {
    case 'text':
    case 'id':
    case 'time':
    case 'major':
      return text
    case 'upper':
      return text.toUpperCase()
    case 'number':
      return Number.isFinite(Number(text)) ? Number(text) : { mistake: 'is no number' }
    case 'unsigned':
      return text.replace(/^-/, '')
    case 'minor':
      return fromMinor(text, units)
    case 'seconds':
      return fromSeconds(text)
    case 'utc':
      return /(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text.replace(' ', 'T')}Z`
    case 'day':
      return /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text
    case 'last':
      return text
        .split(/[?#]/, 1)[0]!
        .split('/')
        .findLast(part => part !== '')
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Blank texts count as absent. A number that lost its last digits on the way through JSON is no id and no amount. */
function textOf(value: unknown): string | Mistake | undefined {
  if (value === null || value === undefined) return undefined
  if (typeof value === 'string') return value.trim() || undefined
  if (typeof value === 'boolean') return String(value)
  if (typeof value !== 'number') return { mistake: 'is no plain value' }
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return { mistake: 'is a number too long to be exact' }
  return String(value)
}

function fromMinor(text: string, { currency, exceptions }: Units): string | Mistake {
  if (!/^-?\d{1,16}$/.test(text) || !Number.isSafeInteger(Number(text))) {
    return { mistake: 'is no whole number of minor units' }
  }
  const digits = currency === undefined ? undefined : (exceptions[currency] ?? minorDigits(currency))
  if (digits === undefined) return { mistake: 'is in minor units of a currency that is not known' }
  return formatDigits(Number(text), digits)
}

function sumOf(values: readonly unknown[]): string | Mistake | undefined {
  let sum = 0
  for (const value of values) {
    const text = textOf(value)
    if (typeof text === 'object') return text
    const amount = text === undefined ? 0 : parseAmount(text, SUM_DIGITS)
    if (typeof amount !== 'number' || !Number.isSafeInteger(sum + amount)) return { mistake: 'is no sum of amounts' }
    sum += amount
  }
  return values.length === 0 ? undefined : formatDigits(sum, SUM_DIGITS)
}

const SECONDS_MAX = 253_402_300_799 // the end of the year 9999

function fromSeconds(text: string): string | Mistake {
  const seconds = Number(text)
  if (!/^\d{1,12}(\.\d{1,9})?$/.test(text) || seconds > SECONDS_MAX)
    return { mistake: 'is no time in seconds since 1970' }
  return new Date(Math.round(seconds * 1000)).toISOString()
}
