import type { Value } from '../../model/decision.ts'
import type { Name } from './tree.ts'

/** A closure over whatever the values come from; undefined means unknown. */
export type Reader<From, T> = (from: From) => T | undefined

/** Negative where a value is plainly less than the limit, positive where it is plainly that much or more; 0 says nothing. */
export type ComparedWith<From> = (from: From, limit: number) => number

/** How names and lists are read from `From`: a payment's frame, a verdict, or a velocity's event. */
export interface Access<From> {
  name(name: Name): Reader<From, Value>
  /**
   * For a name that says how many of something there are: what is plain, at less cost than reading it, of a value that is
   * there and of a whole number.
   */
  comparedWith?(name: Name): ComparedWith<From> | undefined
  listed(list: string): (value: string, from: From) => boolean
}

/** One side of an operator; `constant` is set when it is written out, so that it need not be read. */
export interface Operand<From> {
  read: Reader<From, unknown>
  constant?: unknown
}
