import type { Operand, Reader } from './reader.ts'
import type { Arithmetic, Comparison } from './tree.ts'

const MIRRORED = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const

/** Most lines of most rules compare a name with a number, so that form has closures of its own. */
export function compileCompare<From>(
  comparison: Comparison,
  one: Operand<From>,
  other: Operand<From>,
): Reader<From, boolean> {
  if (one.constant !== undefined && other.constant === undefined)
    return compileCompare(MIRRORED[comparison], other, one)
  const left = one.read as Reader<From, number>
  if (typeof other.constant === 'number') return compareWith(left, comparison, other.constant)
  const right = other.read as Reader<From, number>
  const compare = COMPARE[comparison]
  return from => {
    const first = left(from)
    if (first === undefined) return undefined
    const second = right(from)
    return second === undefined ? undefined : compare(first, second)
  }
}

const COMPARE: Record<Comparison, (one: number, other: number) => boolean> = {
  '<': (one, other) => one < other,
  '<=': (one, other) => one <= other,
  '>': (one, other) => one > other,
  '>=': (one, other) => one >= other,
}

function compareWith<From>(left: Reader<From, number>, comparison: Comparison, limit: number): Reader<From, boolean> {
  switch (comparison) {
    case '<':
      return from => {
        const value = left(from)
        return value === undefined ? undefined : value < limit
      }
    case '<=':
      return from => {
        const value = left(from)
        return value === undefined ? undefined : value <= limit
      }
    case '>':
      return from => {
        const value = left(from)
        return value === undefined ? undefined : value > limit
      }
    case '>=':
      return from => {
        const value = left(from)
        return value === undefined ? undefined : value >= limit
      }
  }
}

export function compileEqual<From>(negated: boolean, one: Operand<From>, other: Operand<From>): Reader<From, boolean> {
  if (one.constant !== undefined && other.constant === undefined) return compileEqual(negated, other, one)
  const left = one.read
  if (other.constant !== undefined) {
    const wanted = other.constant
    return from => {
      const value = left(from)
      return value === undefined ? undefined : (value === wanted) !== negated
    }
  }
  const right = other.read
  return from => {
    const first = left(from)
    const second = right(from)
    return first === undefined || second === undefined ? undefined : (first === second) !== negated
  }
}

/** What has no answer is unknown: a division by zero, infinity minus infinity. */
export function compileArithmetic<From>(
  arithmetic: Arithmetic,
  left: Reader<From, number>,
  right: Reader<From, number>,
): Reader<From, number> {
  const apply = APPLY[arithmetic]
  return from => {
    const one = left(from)
    if (one === undefined) return undefined
    const other = right(from)
    if (other === undefined) return undefined
    const result = apply(one, other)
    return Number.isFinite(result) ? result : undefined
  }
}

/** `/` divides decimals: 7 / 2 is 3.5, where CEL's whole numbers would give 3. */
const APPLY: Record<Arithmetic, (one: number, other: number) => number> = {
  '+': (one, other) => one + other,
  '-': (one, other) => one - other,
  '*': (one, other) => one * other,
  '/': (one, other) => one / other,
  '%': (one, other) => one % other,
}
