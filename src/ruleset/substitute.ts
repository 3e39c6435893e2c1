import { minorDigits } from '../model/money.ts'
import type { Access } from './cel/reader.ts'
import { usesOf } from './cel/tree.ts'
import { formatAmount, formatValue } from './format-value.ts'
import { isAmount } from './reason-template.ts'
import type { DraftLine } from './rule-draft.ts'
import type { Frame } from './ruleset.ts'

/** Writes a line with the values in place of its names. Texts are quoted, amounts have their digits. */
export function compileSubstitute(line: DraftLine, access: Access<Frame>, base: string): (frame: Frame) => string {
  const scalarText = line.text
  const digits = minorDigits(base) ?? 2
  const uses = usesOf(line.tree).map(({ name, start, end }) => ({
    start,
    end,
    read: access.name(name),
    amount: isAmount(name),
  }))
  return frame => {
    let text = ''
    let at = 0
    for (const { start, end, read, amount } of uses) {
      const value = read(frame)
      const written =
        typeof value === 'number' && amount
          ? formatAmount(value, digits)
          : typeof value === 'string'
            ? JSON.stringify(formatValue(value))
            : formatValue(value)
      text += scalarText.slice(at, start) + written
      at = end
    }
    return (text + scalarText.slice(at)).replace(/\s+/g, ' ').trim()
  }
}
