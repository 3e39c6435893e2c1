import { minorDigits } from '../model/money.ts'
import { isAmountTree } from './cel/amount-tree.ts'
import { compareNumbers, comparisonsOf, type NumberComparison } from './cel/comparisons.ts'
import { compileTree } from './cel/compile-tree.ts'
import type { Access } from './cel/reader.ts'
import { formatAmount, formatNumber } from './format-value.ts'
import type { DraftLine } from './rule-draft.ts'
import type { Frame } from './ruleset.ts'

/** A comparison that did not come out as wanted, and how far it is from that. */
export interface Gap {
  /** The comparison as it is written in the line. */
  text: string
  value: number
  limit: number
  /** How far the value is from the limit, 0 when it is the limit itself that does not count. */
  by: number
  /** `short by 2`, `too high by 49.90`, `must be more than 50.00`. */
  says: string
}

/** What of a line's numbers keeps it from being `wanted`. Comparisons with an absent value are left out: nobody knows. */
export function lineGaps(
  { text, tree }: DraftLine,
  wanted: boolean,
  frame: Frame,
  access: Access<Frame>,
  base: string,
): Gap[] {
  const digits = minorDigits(base) ?? 2
  const gaps: Gap[] = []
  for (const { comparison, value: valueTree, limit: limitTree, start, end } of comparisonsOf(tree, wanted)) {
    const value = compileTree(valueTree, access)(frame)
    const limit = compileTree(limitTree, access)(frame)
    if (typeof value !== 'number' || typeof limit !== 'number' || compareNumbers(value, comparison, limit)) continue
    const isMoney = isAmountTree(valueTree) || isAmountTree(limitTree)
    const written = (number: number) => (isMoney ? formatAmount(number, digits) : formatNumber(number))
    const by = Math.abs(limit - value)
    const says = by === 0 ? AT_THE_LIMIT[comparison](written(limit)) : `${DIRECTION[comparison]} ${written(by)}`
    gaps.push({ text: text.slice(start, end).replace(/\s+/g, ' '), value, limit, by, says })
  }
  return gaps
}

const DIRECTION: Record<NumberComparison, string> = {
  '<': 'too high by',
  '<=': 'too high by',
  '>': 'short by',
  '>=': 'short by',
  '==': 'off by',
  '!=': 'off by',
}

/** With the value at the limit only these three can be wrong. */
const AT_THE_LIMIT: Record<NumberComparison, (limit: string) => string> = {
  '<': limit => `must be less than ${limit}`,
  '<=': limit => `must be at most ${limit}`,
  '>': limit => `must be more than ${limit}`,
  '>=': limit => `must be at least ${limit}`,
  '==': limit => `must be ${limit}`,
  '!=': limit => `must not be ${limit}`,
}
