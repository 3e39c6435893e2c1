import { didYouMean } from '../problems/did-you-mean.ts'
import type { Condition, Rule, Ruleset } from '../ruleset/ruleset.ts'

/** One number in one line of one rule. */
export interface SweepTarget {
  /** Index of the rule in the ruleset. */
  rule: number
  list: 'when' | 'unless'
  /** Index of the line in its list, and of the number in the line. */
  line: number
  number: number
  current: number
}

/**
 * Finds what `RULE:LINE` names. LINE is a part of the text of just one line, or counts the lines of `when` and then those of
 * `unless` from 1; `#2` behind it takes the second number of the line. Answers a sentence when it names nothing, or several.
 */
export function findSweepTarget(ruleset: Ruleset, written: string): SweepTarget | string {
  const parts = /^([^:]+):(.+?)(?:#(\d+))?$/s.exec(written)
  if (parts === null) return `\`${written}\` is not of the form RULE:LINE`
  const [, name = '', which = '', ordinal] = parts
  const rule = ruleset.rules.findIndex(each => each.name === name)
  if (rule < 0) {
    const names = ruleset.rules.map(each => each.name)
    const meant = didYouMean(name, names)
    return `no live or shadow rule is called \`${name}\`${meant === undefined ? '' : `; did you mean \`${meant}\`?`}`
  }
  const lines = linesOf(ruleset.rules[rule]!)
  const found = linesNamed(lines, which.trim())
  if (found.length !== 1) return `${notOne(name, which, found.length)}; its lines are:\n${listed(lines)}`
  const [{ list, line, condition }] = found as [Line]
  const { text } = condition
  const numbers = condition.numbers()
  if (numbers.length === 0) return `\`${text}\` has no number to sweep`
  if (ordinal === undefined && numbers.length > 1) {
    return `\`${text}\` has ${numbers.length} numbers; say which one by \`#1\` … \`#${numbers.length}\` behind the line`
  }
  const number = Number(ordinal ?? 1) - 1
  const current = numbers[number]?.value
  if (current === undefined) return `\`${text}\` has no number ${ordinal}`
  return { rule, list, line, number, current }
}

interface Line {
  list: 'when' | 'unless'
  line: number
  condition: Condition
}

function linesOf({ when, unless }: Rule): Line[] {
  const of = (list: Line['list'], conditions: readonly Condition[]) =>
    conditions.map((condition, line) => ({ list, line, condition }))
  return [...of('when', when), ...of('unless', unless)]
}

function linesNamed(lines: readonly Line[], which: string): readonly Line[] {
  if (/^\d+$/.test(which)) return lines.slice(Number(which) - 1, Number(which))
  const wanted = which.replace(/\s+/g, ' ')
  const same = lines.filter(({ condition }) => condition.text === wanted)
  return same.length > 0 ? same : lines.filter(({ condition }) => condition.text.includes(wanted))
}

function notOne(rule: string, which: string, count: number): string {
  return count === 0 ? `rule \`${rule}\` has no line \`${which}\`` : `${count} lines of \`${rule}\` hold \`${which}\``
}

function listed(lines: readonly Line[]): string {
  return lines.map(({ list, condition }, at) => `  ${at + 1}  ${list} ${condition.text}`).join('\n')
}
