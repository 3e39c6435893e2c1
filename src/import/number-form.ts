import { minorDigits } from '../model/money.ts'
import type { NumberForm } from './mapping.ts'

/**
 * Brings a number that was written in some form to a plain decimal in major units: `1.234,50` becomes `1234.50`, and 12990
 * minor units of USD become `129.90`. Answers undefined for what is not of the form; never guesses at separators.
 */
export function toPlainDecimal(text: string, form: NumberForm, currency: string | undefined): string | undefined {
  const plain = withoutSeparators(text, form)
  if (plain === undefined || form.unit === 'major') return plain
  const digits = currency === undefined ? undefined : minorDigits(currency)
  if (digits === undefined || plain.includes('.')) return undefined
  return shiftPoint(plain, digits)
}

function withoutSeparators(text: string, { decimal, thousands }: NumberForm): string | undefined {
  const negative = text.startsWith('-')
  const [whole = '', fraction, ...more] = (negative ? text.slice(1) : text).split(decimal)
  if (more.length > 0 || (fraction !== undefined && !isDigits(fraction))) return undefined
  const groups = thousands === '' ? [whole] : whole.split(thousands)
  if (!groups.every((group, index) => isGroup(group, index, groups.length))) return undefined
  return `${negative ? '-' : ''}${groups.join('')}${fraction === undefined ? '' : `.${fraction}`}`
}

/** Where thousands are separated, every group but the first has exactly three digits. */
function isGroup(group: string, index: number, groups: number): boolean {
  if (!isDigits(group)) return false
  if (groups === 1) return true
  return index === 0 ? group.length <= 3 : group.length === 3
}

function isDigits(text: string): boolean {
  return /^[0-9]+$/.test(text)
}

function shiftPoint(whole: string, digits: number): string {
  if (digits === 0) return whole
  const negative = whole.startsWith('-')
  const padded = (negative ? whole.slice(1) : whole).padStart(digits + 1, '0')
  return `${negative ? '-' : ''}${padded.slice(0, -digits)}.${padded.slice(-digits)}`
}
