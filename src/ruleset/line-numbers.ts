import { minorDigits } from '../model/money.ts'
import type { Place } from '../model/problem.ts'
import { AMOUNT_KEEPING, isAmountTree } from './cel/amount-tree.ts'
import { compareNumbers, comparisonsOf } from './cel/comparisons.ts'
import { childrenOf, type Tree } from './cel/tree.ts'
import type { DraftLine } from './rule-draft.ts'
import type { Condition } from './ruleset.ts'

/** One number that is written out in a line. */
export interface LineNumber {
  place: Place
  /** As it is written: `50`, `0.5`. */
  written: string
  value: number
  /** The smallest step of its kind up and down: a unit of its last digit, and for amounts of money a minor unit. */
  moves: readonly NumberMove[]
}

export interface NumberMove {
  written: string
  value: number
  /** The line with this number in the place of the other. */
  line: Condition
  /** A value of what is compared for which the two lines answer differently: `cards_per_ip` is `3`. */
  toldApartBy?: { name: string; value: string }
}

interface Found {
  value: number
  start: number
  end: number
  isMoney: boolean
}

/** The numbers of a line in the order of its text. `build` compiles the moved lines. */
export function lineNumbers(line: DraftLine, base: string, build: (line: DraftLine) => Condition): LineNumber[] {
  const found: Found[] = []
  collect(line.tree, false, found)
  return found
    .sort((a, b) => a.start - b.start)
    .map(({ value, start, end, isMoney }) => {
      const written = line.text.slice(start, end)
      const decimals = Math.max(/\.(\d+)/.exec(written)?.[1]?.length ?? 0, isMoney ? (minorDigits(base) ?? 2) : 0)
      const moves = [1, -1].flatMap(direction => {
        const text = (value + direction * 10 ** -decimals).toFixed(decimals)
        const moved = line.text.slice(0, start) + (text.startsWith('-') ? `(${text})` : text) + line.text.slice(end)
        const tree = line.reread(moved)
        if (tree === undefined) return []
        const told = tellApart(line, start, value, Number(text), decimals)
        return [
          {
            written: text,
            value: Number(text),
            line: build({ ...line, text: moved, tree }),
            ...(told === undefined ? {} : { toldApartBy: told }),
          },
        ]
      })
      return { place: line.placeAt(start, end), written, value, moves }
    })
}

/** `isMoney` is true where the number is compared with, or added to, an amount. */
function collect(tree: Tree, isMoney: boolean, found: Found[]): void {
  if (tree.op === 'constant') {
    if (typeof tree.value === 'number') found.push({ value: tree.value, start: tree.start, end: tree.end, isMoney })
    return
  }
  const inside = childrenOf(tree)
  const isInside = isMoneyInside(tree, isMoney)
  for (const child of inside) collect(child, isInside, found)
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

/** Only where a name is compared with this number alone: elsewhere there is no one value to name. */
function tellApart({ tree }: DraftLine, start: number, from: number, to: number, decimals: number) {
  const compared = comparisonsOf(tree, true).find(each => each.limit.op === 'constant' && each.limit.start === start)
  if (compared?.value.op !== 'name') return undefined
  const { comparison } = compared
  const value = [from, to].find(each => compareNumbers(each, comparison, from) !== compareNumbers(each, comparison, to))
  return value === undefined ? undefined : { name: compared.value.name.name, value: value.toFixed(decimals) }
}
