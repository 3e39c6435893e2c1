import type { Access, IsBelow } from '../cel/reader.ts'
import type { Comparison, Name, Tree } from '../cel/tree.ts'

/** A comparison of a constant with a name that says how many: it is `whenBelow` where the name is less than `limit`. */
export interface Bounded<From> {
  name: Name
  /** A whole number, at least 1. */
  limit: number
  whenBelow: boolean
  isBelow: IsBelow<From>
}

const MIRRORED: Record<Comparison, Comparison> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' }

/** Undefined for everything else. */
export function boundedOf<From>(tree: Tree, access: Access<From>): Bounded<From> | undefined {
  if (tree.op !== 'compare' && tree.op !== 'equal') return undefined
  const isMirrored = tree.left.op === 'constant'
  const [one, other] = isMirrored ? [tree.right, tree.left] : [tree.left, tree.right]
  if (one.op !== 'name' || other.op !== 'constant' || typeof other.value !== 'number') return undefined
  const isBelow = access.isBelow?.(one.name)
  const turning =
    tree.op === 'equal'
      ? equality(other.value, tree.negated)
      : comparison(isMirrored ? MIRRORED[tree.comparison] : tree.comparison, other.value)
  if (isBelow === undefined || turning === undefined || !(turning.limit >= 1)) return undefined
  return { name: one.name, ...turning, isBelow }
}

/** What is whole is at least 2.5 from 3 on, and more than 2.5 from 3 on too. */
function comparison(operator: Comparison, value: number): { limit: number; whenBelow: boolean } {
  const limit = operator === '>=' || operator === '<' ? Math.ceil(value) : Math.floor(value) + 1
  return { limit, whenBelow: operator === '<' || operator === '<=' }
}

/** Below 1 there is only 0. */
function equality(value: number, negated: boolean): { limit: number; whenBelow: boolean } | undefined {
  if (value === 0) return { limit: 1, whenBelow: !negated }
  return Number.isInteger(value) ? { limit: value, whenBelow: negated } : undefined
}
