import type { Comparison, Tree } from '../cel/tree.ts'
import type { Slots } from './slots.ts'
import { truthSlot } from './truth-slot.ts'
import { writeNumber } from './write-number.ts'

const OPPOSITE: Record<Comparison, Comparison> = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' }

/**
 * An expression without jumps that is true only where the condition is `wanted`, from values that are loaded already.
 * Undefined where those cannot tell. A comparison with an unknown number is false, and so is its opposite.
 */
export function writeSettled<From>(tree: Tree, wanted: boolean, slots: Slots<From>): string | undefined {
  switch (tree.op) {
    case 'not':
      return writeSettled(tree.of, !wanted, slots)
    case 'and':
    case 'or': {
      const sides = [tree.left, tree.right].map(side => writeSettled(side, wanted, slots))
      const known = sides.filter(side => side !== undefined)
      if ((tree.op === 'or') === wanted) return known.length === 0 ? undefined : any(known)
      return known.length < 2 ? undefined : `(${known.join(' & ')})`
    }
    case 'compare': {
      const sides = knownSides(tree.left, tree.right, slots)
      return sides && `(${sides.join(` ${wanted ? tree.comparison : OPPOSITE[tree.comparison]} `)})`
    }
    case 'equal': {
      if (tree.left.type !== 'number') return writeTruth({ ...tree, negated: false }, wanted !== tree.negated, slots)
      const sides = knownSides(tree.left, tree.right, slots)
      if (sides === undefined || wanted !== tree.negated) return sides && `(${sides.join(' === ')})`
      return any([`(${sides.join(' < ')})`, `(${sides.join(' > ')})`])
    }
    case 'name':
    case 'within':
      return tree.op === 'within' && tree.value.type === 'number' ? undefined : writeTruth(tree, wanted, slots)
    default:
      return undefined
  }
}

/** True where one of them is. Bits are joined and not truth values, because each of those would be a jump. */
export function any(tests: readonly string[]): string {
  return tests.length === 1 ? tests[0]! : `(${tests.join(' | ')})`
}

function knownSides<From>(left: Tree, right: Tree, slots: Slots<From>): [string, string] | undefined {
  if ([left, right].some(side => side.op !== 'constant' && side.op !== 'name')) return undefined
  const [one, other] = [writeNumber(left, slots), writeNumber(right, slots)]
  return one.isKnown && other.isKnown ? [one.again, other.again] : undefined
}

function writeTruth<From>(tree: Tree, wanted: boolean, slots: Slots<From>): string | undefined {
  const slot = truthSlot(tree, slots)
  return slot.isCertain ? `(${slots.again(slot)} === ${wanted})` : undefined
}
