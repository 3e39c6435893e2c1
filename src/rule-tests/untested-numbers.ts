import type { Problem } from '../model/problem.ts'
import { PROBLEM_CODES } from '../problems/problem-codes.ts'
import type { ChangedLine, LineNumber, NumberMove } from '../ruleset/line-numbers.ts'
import type { Condition, Rule } from '../ruleset/ruleset.ts'
import type { RuleTestResult } from './run-rule-test.ts'
import { verdictOf } from './verdict-of.ts'

/** A number of a rule, and the moves of it that none of the rule's tests notices. */
export interface UntestedNumber {
  number: LineNumber
  line: Condition
  moves: readonly NumberMove[]
}

/**
 * Moves each number of each line one step up and one step down, and gives those moves with which every test still comes
 * out as it is expected. The results are those of all tests of the rule, all passed: numbers change no count, so each
 * test is judged again on the frame that it was judged on.
 */
export function untestedNumbers(rule: Rule, results: readonly RuleTestResult[]): UntestedNumber[] {
  const judged = results.flatMap(({ test, judged }) => (judged === undefined ? [] : [{ test, frame: judged.frame }]))
  const isNoticed = (moved: Rule) => judged.some(({ test, frame }) => verdictOf(moved, frame) !== test.expect)
  return [...rule.when, ...rule.unless].flatMap(line =>
    line.numbers().flatMap(number => {
      const moves = number.moves.filter(move => !isNoticed(withLine(rule, line, move.line)))
      return moves.length === 0 ? [] : [{ number, line, moves }]
    }),
  )
}

function withLine(rule: Rule, line: Condition, other: ChangedLine): Rule {
  const swap = (each: Condition) => (each === line ? { ...each, ...other } : each)
  return { ...rule, when: rule.when.map(swap), unless: rule.unless.map(swap) }
}

/** As problems, each at its number. */
export function untestedNumberProblems(rule: Rule, results: readonly RuleTestResult[]): Problem[] {
  return untestedNumbers(rule, results).map(({ number, moves }) => ({
    code: 'untested-number',
    severity: PROBLEM_CODES['untested-number'].severity,
    place: number.place,
    message: `no test of this rule fails when \`${number.written}\` is ${moves.map(move => `\`${move.written}\``).join(' or ')}`,
    suggestion: suggestionFor(moves),
  }))
}

function suggestionFor(moves: readonly NumberMove[]): string {
  const telling = moves.flatMap(({ toldApartBy }) => toldApartBy ?? [])
  const values = [...new Set(telling.map(({ value }) => `\`${value}\``))]
  if (values.length === 0) return 'add a test in which only this number decides'
  const tests = values.length === 1 ? 'a test' : 'tests'
  return `add ${tests} with \`${telling[0]!.name}\` at ${values.join(' and at ')}, where only this line decides`
}
