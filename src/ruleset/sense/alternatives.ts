import type { Comparison, Tree } from '../cel/tree.ts'
import { canonicalText } from './canonical.ts'
import type { Conjunction, Literal } from './literal.ts'
import { neededNames } from './needs.ts'
import { ALL_NUMBERS, type NumberRange, rangeFrom } from './number-range.ts'

/** More ways than this are not looked at; a person has not written such a line for the sake of one mistake. */
const ALTERNATIVES_MAX = 128

const MIRRORED = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const
const OPPOSITE = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const

/**
 * The ways in which a condition can come out as `wanted`, known and not merely open: each is a list of literals, and at
 * least one of the lists holds whenever the condition does. No way at all: it never does. Undefined: too many to tell.
 */
export function alternatives(tree: Tree, wanted: boolean): Conjunction[] | undefined {
  switch (tree.op) {
    case 'constant':
      return tree.value === wanted ? [[]] : []
    case 'not':
      return alternatives(tree.of, !wanted)
    case 'and':
    case 'or': {
      const left = alternatives(tree.left, wanted)
      const right = alternatives(tree.right, wanted)
      return (tree.op === 'and') === wanted ? both(left, right) : either(left, right)
    }
    case 'choose': {
      const yes = both(alternatives(tree.condition, true), alternatives(tree.yes, wanted))
      return either(yes, both(alternatives(tree.condition, false), alternatives(tree.no, wanted)))
    }
    case 'compare':
      return [compared(tree.left, wanted ? tree.comparison : OPPOSITE[tree.comparison], tree.right)]
    case 'equal':
      return equal(tree.left, tree.right, tree.negated !== wanted)
    case 'within':
      return tree.values.op === 'constant'
        ? [[among(tree.value, tree.values.value as readonly unknown[], !wanted)]]
        : [[among(tree, [wanted], false)]]
    case 'has':
      return [[{ kind: 'there', name: tree.name, negated: !wanted }]]
    default:
      return [[among(tree, [wanted], false)]]
  }
}

/** Every way of the one together with every way of the other. */
export function both(
  one: readonly Conjunction[] | undefined,
  other: readonly Conjunction[] | undefined,
): Conjunction[] | undefined {
  if (one === undefined || other === undefined || one.length * other.length > ALTERNATIVES_MAX) return undefined
  return one.flatMap(first => other.map(second => [...first, ...second]))
}

function either(one: Conjunction[] | undefined, other: Conjunction[] | undefined): Conjunction[] | undefined {
  if (one === undefined || other === undefined || one.length + other.length > ALTERNATIVES_MAX) return undefined
  return [...one, ...other]
}

function compared(left: Tree, comparison: Comparison, right: Tree): Conjunction {
  if (left.op === 'constant') return compared(right, MIRRORED[comparison], left)
  if (right.op === 'constant') return [inRangeOf(left, limited(comparison, Number(right.value)))]
  return [difference(left, right, limited(comparison, 0))]
}

function equal(left: Tree, right: Tree, holds: boolean): Conjunction[] | undefined {
  if (left.op === 'constant') return equalTo(right, left.value, holds)
  if (right.op === 'constant') return equalTo(left, right.value, holds)
  if (left.type === 'number') {
    if (holds) return [[difference(left, right, rangeFrom(0, 0))]]
    return [[difference(left, right, limited('<', 0))], [difference(left, right, limited('>', 0))]]
  }
  const [one, other] = [canonicalText(left), canonicalText(right)].sort()
  const needs = [...neededNames(left), ...neededNames(right)]
  const tree = { ...left, type: 'boolean' as const }
  return [[{ kind: 'among', term: `${one} == ${other}`, tree, values: new Set([holds]), negated: false, needs }]]
}

function equalTo(tree: Tree, value: unknown, holds: boolean): Conjunction[] | undefined {
  if (typeof value === 'boolean') return alternatives(tree, value === holds)
  return [[among(tree, [value], !holds)]]
}

function among(tree: Tree, values: readonly unknown[], negated: boolean): Literal {
  return { kind: 'among', term: canonicalText(tree), tree, values: new Set(values), negated, needs: neededNames(tree) }
}

function inRangeOf(tree: Tree, range: NumberRange): Literal {
  return { kind: 'range', term: canonicalText(tree), tree, range, needs: neededNames(tree) }
}

/** `a > b` says that `a - b` lies above 0, so comparisons of the same two terms meet in one term. */
function difference(left: Tree, right: Tree, range: NumberRange): Literal {
  const [one, other] = [canonicalText(left), canonicalText(right)]
  const needs = [...neededNames(left), ...neededNames(right)]
  if (one === other) return { kind: 'range', term: '0', tree: { ...CONSTANT_ZERO }, range, needs }
  const turned = one > other
  const term = turned ? `${other} minus ${one}` : `${one} minus ${other}`
  return { kind: 'range', term, tree: undefined, range: turned ? mirrored(range) : range, needs }
}

const CONSTANT_ZERO: Tree = { op: 'constant', type: 'number', value: 0, start: 0, end: 0 }

function limited(comparison: Comparison, limit: number): NumberRange {
  const open = comparison === '<' || comparison === '>'
  return comparison === '<' || comparison === '<='
    ? { ...ALL_NUMBERS, high: limit, highOpen: open }
    : { ...ALL_NUMBERS, low: limit, lowOpen: open }
}

function mirrored({ low, lowOpen, high, highOpen, whole }: NumberRange): NumberRange {
  return { low: -high, lowOpen: highOpen, high: -low, highOpen: lowOpen, whole }
}
