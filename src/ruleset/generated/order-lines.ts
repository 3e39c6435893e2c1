import type { Access } from '../cel/reader.ts'
import { childrenOf, type Name, type Tree } from '../cel/tree.ts'
import { boundedOf } from './bounded.ts'
import type { AskedRule } from './generate-ask.ts'

/** A line of a rule, or a part of one that is as good as a line, and whether the rule wants it to hold (`when`) or not to (`unless`). */
export interface AskedLine {
  tree: Tree
  wanted: boolean
}

/** Rough proportions, from profiles of the starter rules: only which line is the cheaper one hangs on them. */
const COST = {
  payment: 1,
  bounded: 2,
  derived: 3,
  divided: 6,
  costly: 12,
  velocity: 15,
  node: 0.1,
  listed: 8,
  matches: 8,
  call: 1,
}

/**
 * The lines of each rule with the cheapest first, so that the dear ones are not asked of most payments; `a && b` is two lines,
 * and so is `a || b` where neither is to hold. A rule comes to the
 * same in any order, since in Kleene's logic `when` and `unless` are one `and`: one line that is not as wanted settles it,
 * and what is unknown stays so whatever it is asked after. What every payment is asked anyway costs nothing more.
 */
export function orderLines<From>(rules: readonly AskedRule[], access: Access<From>): readonly AskedLine[][] {
  const always = new Set<unknown>()
  const costOf = (tree: Tree): number => {
    const bounded = boundedOf(tree, access)
    if (bounded !== undefined) return always.has(access.name(bounded.name)) ? COST.node : costOfBounded(bounded.name)
    if (tree.op === 'name' || tree.op === 'has') {
      return always.has(access.name(tree.name)) ? COST.node : costOfName(tree.name)
    }
    return childrenOf(tree).reduce((sum, child) => sum + costOf(child), costOfNode(tree))
  }
  const lines = rules.map(({ when, unless }): AskedLine[] => [
    ...when.flatMap(tree => partsOf(tree, true)),
    ...unless.flatMap(tree => partsOf(tree, false)),
  ])
  // Rules of one line have no choice, so what they ask first is known before the others choose.
  for (const of of [...lines].sort((a, b) => a.length - b.length)) {
    const costs = new Map(of.map(line => [line, costOf(line.tree)]))
    of.sort((a, b) => costs.get(a)! - costs.get(b)!)
    const first = of[0] && firstName(of[0].tree, access)
    if (first !== undefined) always.add(access.name(first))
  }
  return lines
}

function partsOf(tree: Tree, wanted: boolean): AskedLine[] {
  if (tree.op === 'not') return partsOf(tree.of, !wanted)
  if (tree.op !== (wanted ? 'and' : 'or')) return [{ tree, wanted }]
  return [...partsOf(tree.left, wanted), ...partsOf(tree.right, wanted)]
}

/** What is counted by several keys is mostly a part of a log, and seldom plain from the log as a whole. */
function costOfBounded(name: Name): number {
  return name.kind === 'velocity' && name.definition.by.length > 1 ? COST.divided : COST.bounded
}

function costOfName(name: Name): number {
  if (name.kind === 'velocity') return COST.velocity
  if (name.kind === 'verdict' || name.fact.from === 'payment') return COST.payment
  return name.fact.isCostly ? COST.costly : COST.derived
}

function costOfNode({ op }: Tree): number {
  return op === 'listed' || op === 'matches' || op === 'call' ? COST[op] : COST.node
}

/** The name that is read whatever the line comes to. */
function firstName<From>(tree: Tree, access: Access<From>): Name | undefined {
  if (boundedOf(tree, access) !== undefined) return undefined
  if (tree.op === 'name' || tree.op === 'has') return tree.name
  for (const child of childrenOf(tree)) {
    const first = firstName(child, access)
    if (first !== undefined || child.op !== 'constant') return first
  }
  return undefined
}
