import type { WherePredicate } from '../velocity/plan.ts'
import { compileBoolean } from './cel/compile-tree.ts'
import { namesOf, type Tree } from './cel/tree.ts'

type Lookup = Parameters<WherePredicate['holds']>[0]

/** The checked `where` of a velocity as stores ask it. */
export function compileWhere(tree: Tree): WherePredicate {
  const holds = compileBoolean<Lookup>(tree, {
    name:
      ({ name }) =>
      lookup =>
        lookup(name),
    listed: () => () => false,
  })
  const predicate = { reads: namesOf(tree).map(({ name }) => name), holds: (lookup: Lookup) => holds(lookup) === true }
  trees.set(predicate, tree)
  return predicate
}

/** What a predicate was compiled from, for those who send it to another thread. */
export function treeOfWhere(predicate: WherePredicate): Tree {
  const tree = trees.get(predicate)
  if (tree === undefined) throw new Error('this `where` was not compiled from a rule file')
  return tree
}

const trees = new WeakMap<WherePredicate, Tree>()
