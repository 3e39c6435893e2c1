import type { Access, ComparedWith } from '../cel/reader.ts'
import type { Comparison, Name, Tree } from '../cel/tree.ts'

/**
 * A comparison of a constant with a name that says how many: it is `whenBelow` where the name is less than `limit`, and
 * `whenAtLeast` where it is not, if that is all there is to know.
 */
export interface Bounded<From> {
  name: Name
  /** A whole number, at least 1. */
  limit: number
  whenBelow: boolean
  whenAtLeast: boolean | undefined
  comparedWith: ComparedWith<From>
}

type Turning = Pick<Bounded<never>, 'limit' | 'whenBelow' | 'whenAtLeast'>

const MIRRORED: Record<Comparison, Comparison> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' }

/** Undefined for everything else. */
export function boundedOf<From>(tree: Tree, access: Access<From>): Bounded<From> | undefined {
  if (tree.op !== 'compare' && tree.op !== 'equal') return undefined
  const isMirrored = tree.left.op === 'constant'
  const [one, other] = isMirrored ? [tree.right, tree.left] : [tree.left, tree.right]
  if (one.op !== 'name' || other.op !== 'constant' || typeof other.value !== 'number') return undefined
  const comparedWith = access.comparedWith?.(one.name)
  const turning =
    tree.op === 'equal'
      ? equality(other.value, tree.negated)
      : comparison(isMirrored ? MIRRORED[tree.comparison] : tree.comparison, other.value)
  if (comparedWith === undefined || turning === undefined || !(turning.limit >= 1)) return undefined
  return { name: one.name, ...turning, comparedWith }
}

/** What is whole is at least 2.5 from 3 on, and more than 2.5 from 3 on too. */
function comparison(operator: Comparison, value: number): Turning {
  const limit = operator === '>=' || operator === '<' ? Math.ceil(value) : Math.floor(value) + 1
  const whenBelow = operator === '<' || operator === '<='
  return { limit, whenBelow, whenAtLeast: !whenBelow }
}

/** Below 1 there is only 0, and from 1 on nothing is 0. What is at least another number may still be it. */
function equality(value: number, negated: boolean): Turning | undefined {
  if (value === 0) return { limit: 1, whenBelow: !negated, whenAtLeast: negated }
  return Number.isInteger(value) ? { limit: value, whenBelow: negated, whenAtLeast: undefined } : undefined
}
