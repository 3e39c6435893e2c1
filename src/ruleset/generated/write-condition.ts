import type { Tree } from '../cel/tree.ts'
import { boundedOf } from './bounded.ts'
import type { Slots } from './slots.ts'
import { truthSlot } from './truth-slot.ts'
import { numberLiteral, writeNumber } from './write-number.ts'

/** What the program does with each answer: a statement, or nothing to go on behind the condition. */
export interface Ways {
  yes: string
  no: string
  open: string
}

/**
 * A condition as statements that take one of three ways, in Kleene's logic and in the order in which closures ask, so that
 * nothing is read that they would not read. A statement other than nothing is either a jump or sets a flag.
 */
export function writeCondition<From>(tree: Tree, ways: Ways, slots: Slots<From>, depth = 0): string {
  switch (tree.op) {
    case 'constant':
      return tree.value === true ? ways.yes : ways.no
    case 'not':
      return writeCondition(tree.of, { yes: ways.no, no: ways.yes, open: ways.open }, slots, depth)
    case 'and':
    case 'or':
      return writeJoin(tree, ways, slots, depth)
    case 'has': {
      const slot = slots.name(tree.name)
      const value = slots.value(slot)
      const test = slot.isNumber ? `${value} === ${slots.again(slot)}` : `${value} !== undefined`
      return branch(test, 'true', ways)
    }
    case 'compare':
      return writeBounded(tree, ways, slots, () => writeComparison(tree.left, tree.comparison, tree.right, ways, slots))
    case 'equal': {
      const sides = tree.negated ? { yes: ways.no, no: ways.yes, open: ways.open } : ways
      if (tree.left.type === 'number') {
        return writeBounded(tree, ways, slots, () => writeComparison(tree.left, '===', tree.right, sides, slots))
      }
      return writeTruth({ ...tree, negated: false }, sides, slots)
    }
    case 'within': {
      if (tree.values.op !== 'constant' || tree.value.type !== 'number') return writeTruth(tree, ways, slots)
      const { first, again } = writeNumber(tree.value, slots)
      const test = slots.isOneOf(first, again, tree.values.value as readonly number[], numberLiteral)
      return branch(test, `${again} === ${again}`, ways)
    }
    default:
      return writeTruth(tree, ways, slots)
  }
}

/** Something that is true, false or undefined by itself. */
function writeTruth<From>(tree: Tree, ways: Ways, slots: Slots<From>): string {
  const slot = truthSlot(tree, slots)
  return branch(`${slots.value(slot)} === true`, `${slots.again(slot)} === false`, ways)
}

/** Where a bound on the number settles the comparison, the number need not be read. */
function writeBounded<From>(tree: Tree, ways: Ways, slots: Slots<From>, read: () => string): string {
  const bounded = boundedOf(tree, slots.access)
  const compared = bounded && slots.compared(bounded)
  if (bounded === undefined || compared === undefined) return read()
  const way = (holds: boolean) => (holds ? ways.yes : ways.no)
  const { whenBelow, whenAtLeast } = bounded
  const atLeast = whenAtLeast === undefined ? '' : `if (side > 0) { ${way(whenAtLeast)} } else `
  return `side = ${compared}; if (side < 0) { ${way(whenBelow)} } else ${atLeast}{ ${read()} }`
}

/** A comparison with NaN is false, so the unknown is looked for only where one does not hold. */
function writeComparison<From>(left: Tree, operator: string, right: Tree, ways: Ways, slots: Slots<From>): string {
  const one = writeNumber(left, slots)
  const other = writeNumber(right, slots)
  const known = [one, other].map(({ again }) => `${again} === ${again}`).join(' && ')
  if (other.isKnown) return branch(`${one.first} ${operator} ${other.first}`, known, ways)
  const rest = branch(`${one.again} ${operator} ${other.first}`, `${other.again} === ${other.again}`, ways)
  return `if (${one.first} !== ${one.again}) { ${ways.open} } else { ${rest} }`
}

function writeJoin<From>(tree: Tree & { op: 'and' | 'or' }, ways: Ways, slots: Slots<From>, depth: number): string {
  const isAnd = tree.op === 'and'
  const [settled, otherwise] = isAnd ? [ways.no, ways.yes] : [ways.yes, ways.no]
  // The answer that settles a join jumps away, and the other one goes on: then both sides are as good as two lines.
  if (otherwise === '' && isJump(settled)) {
    return `${writeCondition(tree.left, ways, slots, depth)}\n${writeCondition(tree.right, ways, slots, depth)}`
  }
  const [flag, label] = [slots.flag(depth), `j${depth}`]
  const leave = isJump(settled) ? settled : `${settled} break ${label};`
  const open = `${flag} = true;`
  const inner = isAnd ? { yes: '', no: leave, open } : { yes: leave, no: '', open }
  const [one, other] = [tree.left, tree.right].map(side => writeCondition(side, inner, slots, depth + 1))
  return `${label}: { ${flag} = false;\n${one}\n${other}\nif (${flag}) { ${ways.open} } else { ${otherwise} } }`
}

function isJump(statement: string): boolean {
  return statement.includes('break ')
}

function branch(test: string, known: string, { yes, no, open }: Ways): string {
  const otherwise = known === 'true' ? no : `if (${known}) { ${no} } else { ${open} }`
  return yes === '' ? `if (!(${test})) { ${otherwise} }` : `if (${test}) { ${yes} } else { ${otherwise} }`
}
