import type { Problem } from '../model/problem.ts'
import { printProblems } from '../problems/print-problems.ts'
import { type KnownGood, percentText } from '../rule-tests/known-good.ts'
import type { RuleTestResult } from '../rule-tests/run-rule-test.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'

/** What a run of `tripline test` found. */
export interface TestReport {
  tests: number
  failed: RuleTestResult[]
  /** Of coverage, of moved numbers and of known-good payments. */
  problems: Problem[]
  /** There when it was asked for. */
  lines?: { all: number; covered: number }
  numbers?: { all: number; covered: number }
  knownGood?: KnownGood
}

/** The last lines for a person. */
export function testSummary({ tests, failed, lines, numbers, knownGood }: TestReport, ruleset: Ruleset): string {
  const all = `${tests} test${tests === 1 ? '' : 's'}`
  const summary = [failed.length === 0 ? `${all} passed` : `${failed.length} of ${all} failed`]
  if (lines !== undefined) summary.push(`${lines.covered} of ${lines.all} lines are seen both to hold and not to hold`)
  if (numbers !== undefined) {
    summary.push(`${numbers.covered} of ${numbers.all} numbers cannot be moved one step without a test failing`)
  }
  if (knownGood !== undefined) summary.push(...knownGoodSummary(knownGood, ruleset))
  return summary.join('\n')
}

function knownGoodSummary(known: KnownGood, ruleset: Ruleset): string[] {
  const { payments, actions } = known
  const shares = known.shares(ruleset)
  const hitting = shares.filter(({ hits }) => hits > 0)
  const tolerated = hitting.filter(({ share, shareMax }) => share <= shareMax)
  const lines = [
    `${payments} known-good payments: ${actions.review} would be reviewed and ${actions.block} blocked`,
    `${shares.length - hitting.length} of ${shares.length} live rules hit none of them, ${tolerated.length} no more than they may`,
  ]
  return [
    ...lines,
    ...tolerated.map(({ rule, share, shareMax }) => `  ${rule}: ${percentText(share)} of ${percentText(shareMax)}`),
  ]
}

/** The same for programs. */
export function jsonReport({ tests, failed, problems, lines, numbers, knownGood }: TestReport, ruleset: Ruleset) {
  return {
    tests,
    failed: failed.map(({ test, got, problem, judged }) => ({
      rule: test.rule,
      test: test.name,
      place: test.place,
      expected: test.expect,
      got,
      problem,
      lines: judged?.explanation.lines,
    })),
    problems,
    lines,
    numbers,
    knownGood: knownGood && {
      payments: knownGood.payments,
      actions: knownGood.actions,
      rules: knownGood.shares(ruleset),
    },
  }
}

/** A failing test as a workflow command for GitHub. */
export function githubLine({ test, got, problem }: RuleTestResult): string {
  const why = problem?.message ?? `expected ${test.expect}, got ${got}`
  const failed: Problem = {
    code: 'test-failed',
    severity: 'error',
    message: `${test.name}: ${why}`,
    place: test.place,
  }
  return printProblems([failed], 'github', new Map())
}
