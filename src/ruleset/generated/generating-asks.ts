import type { Access } from '../cel/reader.ts'
import { childrenOf, type Tree } from '../cel/tree.ts'
import type { Pausable } from '../in-slices.ts'
import { type Ask, type AskedRule, generateAsk } from './generate-ask.ts'
import { mayGenerate } from './may-generate.ts'

const RULES_MAX = 100
/** V8 optimises no function of more than 60 kB of bytecode, which is about five times as many nodes. */
const NODES_MAX = 2000

/** Functions that ask all rules in their order; undefined where the process forbids to make functions of text. */
export function* generatingAsks<From>(
  rules: readonly AskedRule[],
  access: Access<From>,
): Pausable<readonly Ask<From>[] | undefined> {
  if (!mayGenerate()) return undefined
  const asks: Ask<From>[] = []
  let start = 0
  let nodes = 0
  for (let end = 1; end <= rules.length; end++) {
    nodes += nodesOf(rules[end - 1]!)
    const next = rules[end]
    if (next !== undefined && end - start < RULES_MAX && nodes + nodesOf(next) <= NODES_MAX) continue
    asks.push(generateAsk(rules.slice(start, end), start, access))
    start = end
    nodes = 0
    yield
  }
  return asks
}

function nodesOf({ when, unless }: AskedRule): number {
  const count = (tree: Tree): number => childrenOf(tree).reduce((sum, child) => sum + count(child), 1)
  return [...when, ...unless].reduce((sum, line) => sum + count(line), 0)
}
