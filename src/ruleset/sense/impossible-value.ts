import { childrenOf, type Name, type Tree } from '../cel/tree.ts'
import { domainOf } from './domain.ts'

/** A text that a name is compared with and can never be. */
export interface ImpossibleValue {
  name: Name
  value: string
  meant: string | undefined
  start: number
  end: number
}

/** `status == "autorized"`, `card.country in ["UK"]`: texts outside of what a fact can be. */
export function impossibleValues(tree: Tree): ImpossibleValue[] {
  return [...inThis(tree), ...childrenOf(tree).flatMap(impossibleValues)]
}

function inThis(tree: Tree): ImpossibleValue[] {
  if (tree.op === 'equal') return [...compared(tree.left, tree.right), ...compared(tree.right, tree.left)]
  return tree.op === 'within' ? compared(tree.value, tree.values) : []
}

function compared(named: Tree, constant: Tree): ImpossibleValue[] {
  if (named.op !== 'name' || constant.op !== 'constant') return []
  const { admits, meant } = domainOf(named.name, false)
  if (admits === undefined) return []
  const values = Array.isArray(constant.value) ? (constant.value as readonly unknown[]) : [constant.value]
  const { start, end } = constant
  return values
    .filter(value => typeof value === 'string')
    .filter(value => !admits(value))
    .map(value => ({ name: named.name, value, meant: meant?.(value), start, end }))
}
