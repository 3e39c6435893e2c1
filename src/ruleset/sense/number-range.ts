import type { Tree } from '../cel/tree.ts'
import { domainOf } from './domain.ts'

/** Numbers from `low` to `high`; the open ends are not in it. */
export interface NumberRange {
  low: number
  lowOpen: boolean
  high: number
  highOpen: boolean
  /** Only whole numbers. */
  whole: boolean
}

export const ALL_NUMBERS: NumberRange = {
  low: Number.NEGATIVE_INFINITY,
  lowOpen: false,
  high: Number.POSITIVE_INFINITY,
  highOpen: false,
  whole: false,
}

export function rangeFrom(low: number, high: number, whole = false): NumberRange {
  const known = !Number.isNaN(low) && !Number.isNaN(high)
  return known ? { low, lowOpen: false, high, highOpen: false, whole } : ALL_NUMBERS
}

/** Where a number must lie, whatever the payment; by interval arithmetic for what stays simple, else anywhere. */
export function rangeOf(tree: Tree, fieldsThere: boolean): NumberRange {
  const of = (each: Tree) => rangeOf(each, fieldsThere)
  switch (tree.op) {
    case 'constant':
      return typeof tree.value === 'number'
        ? rangeFrom(tree.value, tree.value, Number.isInteger(tree.value))
        : ALL_NUMBERS
    case 'name': {
      const { low, high, whole } = domainOf(tree.name, fieldsThere)
      return rangeFrom(low ?? ALL_NUMBERS.low, high ?? ALL_NUMBERS.high, whole ?? false)
    }
    case 'negate': {
      const { low, high, whole } = of(tree.of)
      return rangeFrom(-high, -low, whole)
    }
    case 'arithmetic': {
      const [left, right] = [of(tree.left), of(tree.right)]
      const whole = left.whole && right.whole
      if (tree.arithmetic === '+') return rangeFrom(left.low + right.low, left.high + right.high, whole)
      if (tree.arithmetic === '-') return rangeFrom(left.low - right.high, left.high - right.low, whole)
      const bothPositive = left.low >= 0 && right.low >= 0
      if (bothPositive && (tree.arithmetic === '*' || tree.arithmetic === '/')) return rangeFrom(0, ALL_NUMBERS.high)
      return ALL_NUMBERS
    }
    case 'call':
      if (tree.function.name === 'size') return rangeFrom(0, ALL_NUMBERS.high, true)
      if (tree.function.name === 'abs') return rangeFrom(0, ALL_NUMBERS.high, of(tree.values[0]!).whole)
      return ALL_NUMBERS
    default:
      return ALL_NUMBERS
  }
}

export function intersect(one: NumberRange, other: NumberRange): NumberRange {
  const low = Math.max(one.low, other.low)
  const high = Math.min(one.high, other.high)
  return {
    low,
    lowOpen: (one.low === low && one.lowOpen) || (other.low === low && other.lowOpen),
    high,
    highOpen: (one.high === high && one.highOpen) || (other.high === high && other.highOpen),
    whole: one.whole || other.whole,
  }
}

export function inRange(value: number, { low, lowOpen, high, highOpen, whole }: NumberRange): boolean {
  if (whole && !Number.isInteger(value)) return false
  return (lowOpen ? value > low : value >= low) && (highOpen ? value < high : value <= high)
}

/** `excluded` are numbers that were ruled out one by one. */
export function isEmpty(range: NumberRange, excluded: ReadonlySet<unknown>): boolean {
  const { low, lowOpen, high, highOpen, whole } = range
  if (low > high || (low === high && (lowOpen || highOpen))) return true
  if (low === high) return excluded.has(low) || (whole && !Number.isInteger(low))
  if (!whole || !Number.isFinite(low) || !Number.isFinite(high) || high - low > 200) return false
  for (let value = Math.ceil(low); value <= high; value++) {
    if (inRange(value, range) && !excluded.has(value)) return false
  }
  return true
}
