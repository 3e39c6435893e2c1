import { formatMinor } from '../../model/money.ts'
import type { Cell, Column, Unit } from '../../reports/report.ts'
import { count } from '../page/figures.ts'

/** A cell as people read it. `mixed` columns take the unit that their row names in its second cell. */
export function writeCell(row: readonly Cell[], at: number, columns: readonly Column[], currency: string): string {
  const { unit } = columns[at]!
  return written(row[at] ?? null, unit === 'mixed' ? (row[1] as Unit) : unit, currency)
}

function written(value: Cell, unit: Unit, currency: string): string {
  if (value === null) return '–'
  if (typeof value === 'string') return value
  switch (unit) {
    case 'money':
      return grouped(formatMinor(value, currency))
    case 'share':
      return `${(100 * value).toFixed(2)} %`
    case 'change':
      return `${value > 0 ? '+' : value < 0 ? '−' : ''}${(100 * Math.abs(value)).toFixed(1)} %`
    case 'seconds':
      return duration(value)
    default:
      return count(value)
  }
}

/** Two units are as much as anybody reads: 3 d 4 h, 12 min 5 s. */
function duration(seconds: number): string {
  const units = [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
    ['s', 1],
  ] as const
  const whole = Math.round(seconds)
  const first = units.findIndex(([, size]) => whole >= size)
  if (first < 0) return '0 s'
  const [name, size] = units[first]!
  const [nextName, nextSize] = units[first + 1] ?? ['', 1]
  const rest = nextName === '' ? 0 : Math.floor((whole % size) / nextSize)
  return `${Math.floor(whole / size)} ${name}${rest === 0 ? '' : ` ${rest} ${nextName}`}`
}

function grouped(amount: string): string {
  const [whole, decimals] = amount.split('.')
  const spaced = whole!.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return decimals === undefined ? spaced : `${spaced}.${decimals}`
}
