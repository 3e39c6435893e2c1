import type { Problem } from '../model/problem.ts'
import { PROBLEM_CODES } from '../problems/problem-codes.ts'
import type { Rule } from '../ruleset/ruleset.ts'
import type { RuleTestResult } from './run-rule-test.ts'

export interface LineCoverage {
  /** How many lines of `when` and `unless` there are, and how many the tests saw both to hold and not to hold. */
  lines: number
  covered: number
  problems: Problem[]
}

/** Whether the tests of a rule saw each of its lines to hold in one payment, and not to hold in another. */
export function lineCoverage(rule: Rule, results: readonly RuleTestResult[]): LineCoverage {
  const explained = results.flatMap(({ judged }) => (judged === undefined ? [] : [judged.explanation.lines]))
  const lines = [...rule.when, ...rule.unless]
  const problems = lines.flatMap((line, index): Problem[] => {
    const seen = new Set(explained.map(each => each[index]!.holds))
    const unseen = [...(seen.has('yes') ? [] : ['hold']), ...(seen.has('no') ? [] : ['not hold'])]
    if (unseen.length === 0) return []
    const message = `no test of this rule sees this line ${unseen.join(', and none sees it ')}`
    return [
      {
        code: 'untested-line',
        severity: PROBLEM_CODES['untested-line'].severity,
        place: line.place,
        message,
        suggestion:
          unseen.length === 2
            ? 'add tests of both'
            : `add a test in which it ${unseen[0] === 'hold' ? 'holds' : 'does not'}`,
      },
    ]
  })
  return { lines: lines.length, covered: lines.length - problems.length, problems }
}
