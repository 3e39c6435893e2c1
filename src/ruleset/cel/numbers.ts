import { AMOUNT_KEEPING, isAmountTree } from './amount-tree.ts'
import { childrenOf, type Span, type Tree } from './tree.ts'

/** A number that is written out in a condition, with its sign. */
export interface WrittenNumber extends Span {
  value: number
  /** The node that holds it. */
  node: Tree
  /** It is compared with, or added to, an amount of money. */
  isMoney: boolean
}

/** Every number that stands in a condition by itself, in the order of the text. Numbers in brackets are lists and left out. */
export function numbersOf(tree: Tree): WrittenNumber[] {
  const numbers: WrittenNumber[] = []
  const visit = (node: Tree, isMoney: boolean): void => {
    const value = writtenNumber(node)
    if (value !== undefined) {
      numbers.push({ value, node, isMoney, start: node.start, end: node.end })
      return
    }
    const isInside = isMoneyInside(node, isMoney)
    for (const child of childrenOf(node)) visit(child, isInside)
  }
  visit(tree, false)
  return numbers.sort((a, b) => a.start - b.start)
}

function isMoneyInside(tree: Tree, isMoney: boolean): boolean {
  switch (tree.op) {
    case 'compare':
    case 'equal':
      return isAmountTree(tree.left) || isAmountTree(tree.right)
    case 'arithmetic':
      if (tree.arithmetic !== '+' && tree.arithmetic !== '-') return false
      return isMoney || isAmountTree(tree.left) || isAmountTree(tree.right)
    case 'call':
      return AMOUNT_KEEPING.has(tree.function.name) && (isMoney || isAmountTree(tree))
    case 'negate':
    case 'choose':
      return isMoney
    default:
      return false
  }
}

/** The condition with another number in the place of one of its own. */
export function withNumber(tree: Tree, { node, start, end }: WrittenNumber, value: number): Tree {
  return replaced(tree, node, { op: 'constant', type: 'number', value, start, end })
}

function writtenNumber(node: Tree): number | undefined {
  if (node.op === 'negate') {
    const value = writtenNumber(node.of)
    return value === undefined ? undefined : -value
  }
  return node.op === 'constant' && typeof node.value === 'number' ? node.value : undefined
}

function replaced(tree: Tree, old: Tree, by: Tree): Tree {
  if (tree === old) return by
  const under = (child: Tree) => replaced(child, old, by)
  switch (tree.op) {
    case 'not':
    case 'negate':
      return { ...tree, of: under(tree.of) }
    case 'and':
    case 'or':
    case 'compare':
    case 'equal':
    case 'arithmetic':
    case 'join':
      return { ...tree, left: under(tree.left), right: under(tree.right) }
    case 'choose':
      return { ...tree, condition: under(tree.condition), yes: under(tree.yes), no: under(tree.no) }
    case 'within':
      return { ...tree, value: under(tree.value), values: under(tree.values) }
    case 'listed':
    case 'matches':
      return { ...tree, value: under(tree.value) }
    case 'call':
      return { ...tree, values: tree.values.map(under) }
    case 'quantifier':
      return { ...tree, over: under(tree.over), body: under(tree.body) }
    default:
      return tree
  }
}
