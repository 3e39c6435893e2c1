import { childrenOf, type Name, type Tree } from '../cel/tree.ts'

/** The names that are certainly there whenever the value is known: what `has` asks, and what a choice leaves open, is not. */
export function neededNames(tree: Tree): Name[] {
  switch (tree.op) {
    case 'name':
      return [tree.name]
    case 'has':
    case 'and':
    case 'or':
      return []
    case 'choose':
      return neededNames(tree.condition)
    case 'quantifier':
      return neededNames(tree.over)
    default:
      return childrenOf(tree).flatMap(neededNames)
  }
}
