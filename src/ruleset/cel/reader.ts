import type { Value } from '../../model/decision.ts'
import type { Name } from './tree.ts'

/** A closure over whatever the values come from; undefined means unknown. */
export type Reader<From, T> = (from: From) => T | undefined

/** How names and lists are read from `From`: a payment's frame, a verdict, or a velocity's event. */
export interface Access<From> {
  name(name: Name): Reader<From, Value>
  listed(list: string): (value: string, from: From) => boolean
}

/** One side of an operator; `constant` is set when it is written out, so that it need not be read. */
export interface Operand<From> {
  read: Reader<From, unknown>
  constant?: unknown
}
