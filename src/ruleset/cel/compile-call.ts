import type { Value } from '../../model/decision.ts'
import type { ConditionFunction } from './functions.ts'
import type { Reader } from './reader.ts'

/** One absent value makes the result unknown, before the function is called. */
export function compileCall<From>(
  called: ConditionFunction,
  readers: readonly Reader<From, unknown>[],
): Reader<From, Value> {
  const apply = called.apply as (...values: unknown[]) => Value | undefined
  const [first, second] = readers
  if (readers.length === 1) {
    return from => {
      const value = first!(from)
      return value === undefined ? undefined : apply(value)
    }
  }
  if (readers.length === 2) {
    return from => {
      const one = first!(from)
      if (one === undefined) return undefined
      const other = second!(from)
      return other === undefined ? undefined : apply(one, other)
    }
  }
  return from => {
    const values: unknown[] = []
    for (const read of readers) {
      const value = read(from)
      if (value === undefined) return undefined
      values.push(value)
    }
    return apply(...values)
  }
}
