import type { Value } from '../model/decision.ts'

const TEXT_LENGTH_MAX = 200

/** A value in a sentence: numbers plainly with at most two decimals, texts without what would move a terminal. */
export function formatValue(value: Value | undefined): string {
  if (value === undefined) return 'absent'
  if (typeof value === 'number') return formatNumber(value)
  if (typeof value === 'string') return cleanText(value)
  return typeof value === 'boolean' ? String(value) : cleanText(value.join(', '))
}

export function formatNumber(value: number): string {
  if (Number.isInteger(value)) return String(value)
  const rounded = Math.abs(value) < 0.01 ? value.toPrecision(2) : value.toFixed(2)
  return String(Number(rounded))
}

/** An amount with exactly the digits of its currency: `129.90`. */
export function formatAmount(value: number, digits: number): string {
  return value.toFixed(digits)
}

function cleanText(text: string): string {
  const cut = text.length > TEXT_LENGTH_MAX ? `${text.slice(0, TEXT_LENGTH_MAX - 1)}…` : text
  return /[\p{Cc}\p{Cf}]/u.test(cut) ? cut.replace(/[\p{Cc}\p{Cf}]/gu, ' ') : cut
}
