import { minorDigits } from '../model/money.ts'
import type { Place } from '../model/problem.ts'
import { compareNumbers, comparisonsOf } from './cel/comparisons.ts'
import { numbersOf, type WrittenNumber, withNumber } from './cel/numbers.ts'
import type { Tree } from './cel/tree.ts'
import type { DraftLine } from './rule-draft.ts'
import type { Condition } from './ruleset.ts'

/** One number that is written out in a line. */
export interface LineNumber {
  place: Place
  /** As it is written: `50`, `0.5`, `-1`. */
  written: string
  value: number
  /** The smallest step of its kind up and down: a unit of its last digit, and for amounts of money a minor unit. */
  moves: readonly NumberMove[]
  /** The line with another number in the place of this one. */
  withValue(value: number): ChangedLine
}

export interface NumberMove {
  written: string
  value: number
  /** The line with this number in the place of the other. */
  line: ChangedLine
  /** A value of what is compared for which the two lines answer differently: `cards_per_ip` is `3`. */
  toldApartBy?: { name: string; value: string }
}

export type ChangedLine = Pick<Condition, 'text' | 'holds'>

/**
 * The numbers of a line in the order of its text. A number is changed in the tree and not in the text, so that what was
 * checked stays checked; `holds` compiles a changed tree.
 */
export function lineNumbers(line: DraftLine, base: string, holds: (tree: Tree) => Condition['holds']): LineNumber[] {
  return numbersOf(line.tree).map(number => {
    const { value, start, end, isMoney } = number
    const written = line.text.slice(start, end)
    const withText = (text: string): ChangedLine => ({
      text: (line.text.slice(0, start) + text + line.text.slice(end)).replace(/\s+/g, ' ').trim(),
      holds: holds(withNumber(line.tree, number, Number(text))),
    })
    const decimals = Math.max(/\.(\d+)/.exec(written)?.[1]?.length ?? 0, isMoney ? (minorDigits(base) ?? 2) : 0)
    const moves = [1, -1].map((direction): NumberMove => {
      const text = (value + direction * 10 ** -decimals).toFixed(decimals)
      const told = tellApart(line, number, Number(text), decimals)
      return {
        written: text,
        value: Number(text),
        line: withText(text),
        ...(told === undefined ? {} : { toldApartBy: told }),
      }
    })
    return { place: line.placeAt(start, end), written, value, moves, withValue: other => withText(String(other)) }
  })
}

/** Only where a name is compared with this number alone: elsewhere there is no one value to name. */
function tellApart({ tree }: DraftLine, { node, value: from }: WrittenNumber, to: number, decimals: number) {
  const compared = comparisonsOf(tree, true).find(each => each.limit === node)
  if (compared?.value.op !== 'name') return undefined
  const { comparison } = compared
  const value = [from, to].find(each => compareNumbers(each, comparison, from) !== compareNumbers(each, comparison, to))
  return value === undefined ? undefined : { name: compared.value.name.name, value: value.toFixed(decimals) }
}
