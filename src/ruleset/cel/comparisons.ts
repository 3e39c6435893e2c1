import type { Comparison, Span, Tree } from './tree.ts'

export type NumberComparison = Comparison | '==' | '!='

/** One comparison of two numbers, turned around so that a number that is written out stands on the right. */
export interface ComparedNumbers extends Span {
  comparison: NumberComparison
  value: Tree
  limit: Tree
}

const NEGATED: Record<NumberComparison, NumberComparison> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '==': '!=',
  '!=': '==',
}
const MIRRORED: Record<NumberComparison, NumberComparison> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '==': '==',
  '!=': '!=',
}

/**
 * The comparisons of numbers whose coming out as given here would make the condition come out as `wanted`, alone or
 * together with others: `!(a > 3)` wanted true gives `a <= 3`. What stands inside `? :`, `exists` and `all` is left out,
 * because no number of one payment says how far those are from holding.
 */
export function comparisonsOf(tree: Tree, wanted: boolean): ComparedNumbers[] {
  switch (tree.op) {
    case 'not':
      return comparisonsOf(tree.of, !wanted)
    case 'and':
    case 'or':
      return [...comparisonsOf(tree.left, wanted), ...comparisonsOf(tree.right, wanted)]
    case 'compare':
      return [turned(tree, tree.left, tree.right, wanted ? tree.comparison : NEGATED[tree.comparison])]
    case 'equal':
      return tree.left.type === 'number'
        ? [turned(tree, tree.left, tree.right, tree.negated === wanted ? '!=' : '==')]
        : []
    default:
      return []
  }
}

function turned({ start, end }: Span, left: Tree, right: Tree, comparison: NumberComparison): ComparedNumbers {
  return isWritten(left) && !isWritten(right)
    ? { comparison: MIRRORED[comparison], value: right, limit: left, start, end }
    : { comparison, value: left, limit: right, start, end }
}

/** Written out as a number, with or without a sign. */
export function isWritten(tree: Tree): boolean {
  return tree.op === 'constant' || (tree.op === 'negate' && isWritten(tree.of))
}

export function compareNumbers(value: number, comparison: NumberComparison, limit: number): boolean {
  switch (comparison) {
    case '<':
      return value < limit
    case '<=':
      return value <= limit
    case '>':
      return value > limit
    case '>=':
      return value >= limit
    case '==':
      return value === limit
    case '!=':
      return value !== limit
  }
}
