import type { Name, Tree } from '../cel/tree.ts'
import type { NumberRange } from './number-range.ts'

/** One thing that must be so: a term's value is among some, or not; a number lies in a range; a name is there, or not. */
export type Literal =
  | { kind: 'among'; term: string; tree: Tree; values: ReadonlySet<unknown>; negated: boolean; needs: readonly Name[] }
  | { kind: 'range'; term: string; tree: Tree | undefined; range: NumberRange; needs: readonly Name[] }
  | { kind: 'there'; name: Name; negated: boolean }

/** Literals that hold together. */
export type Conjunction = readonly Literal[]
