import colors from 'picocolors'
import { loadGeo } from '../enrich/geo.ts'
import type { Problem } from '../model/problem.ts'
import { type ProblemFormat, printProblems } from '../problems/print-problems.ts'
import type { KnownGood } from '../rule-tests/known-good.ts'
import { printRuleTest } from '../rule-tests/print-rule-test.ts'
import { type RuleTestResult, runRuleTest } from '../rule-tests/run-rule-test.ts'
import { lineCoverage } from '../rule-tests/untested-lines.ts'
import { untestedNumberProblems } from '../rule-tests/untested-numbers.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'
import type { RuleTest } from '../ruleset/tests/rule-test.ts'
import type { Settings } from '../settings.ts'
import { loadOrExplain, terminal } from './check.ts'
import { runKnownGood } from './run-known-good.ts'
import { metadataOf, settingsOrExplain } from './settings-or-explain.ts'
import { openTestBench } from './test-bench.ts'
import { githubLine, jsonReport, type TestReport, testSummary } from './test-report.ts'

export interface TestOptions {
  format: ProblemFormat
  /** Move each number of each condition one step, and ask that some test fails. */
  strict?: boolean
  /** Ask that each line is seen to hold and not to hold. */
  coverage?: boolean
  /** A file of payments on which live rules may not hit; true for the made-up ones. */
  knownGood?: string | true
}

const EXIT_GOOD = 0
const EXIT_PROBLEMS = 1
const EXIT_WRONG_USE = 2

/**
 * `tripline test [DIR]`: runs the tests inside the rule files. Exit 0: all passed and nothing was found that was asked for, 1:
 * some failed, something was found, or the files have errors, 2: no such folder, or no such file of known-good payments.
 */
export async function testCommand(dir: string, { format, strict, coverage, knownGood }: TestOptions): Promise<number> {
  const settings = settingsOrExplain()
  if (settings === undefined) return EXIT_WRONG_USE
  const loaded = await loadOrExplain(dir, { metadata: metadataOf(settings) })
  if (loaded === undefined) return EXIT_WRONG_USE
  const { sources, tests, testRuleset, ruleset: running } = loaded
  if (testRuleset === undefined || running === undefined) {
    const errors = loaded.problems.filter(problem => problem.severity === 'error')
    terminal.log(printProblems(errors, format, sources, colors))
    return EXIT_PROBLEMS
  }
  const ruleset = testRuleset()
  const report = await runTests(tests, ruleset, settings, { strict: strict === true, coverage: coverage === true })
  if (knownGood !== undefined) {
    const known = await scoreKnownGood(knownGood, running, settings)
    if (typeof known === 'string') {
      terminal.error(`tripline: ${known}`)
      return EXIT_WRONG_USE
    }
    report.knownGood = known
    report.problems.push(...known.problems(running))
  }
  const { failed, problems } = report
  if (format === 'json') terminal.log(JSON.stringify(jsonReport(report, running), null, 2))
  else if (format === 'github') {
    for (const result of failed) terminal.log(githubLine(result))
    if (problems.length > 0) terminal.log(printProblems(problems, format, sources))
  } else {
    const printed = failed.map(result => printRuleTest(result, ruleset.plan, sources, colors))
    const drawn = problems.length === 0 ? [] : [printProblems(problems, format, sources, colors)]
    terminal.log([...printed, ...drawn, testSummary(report, running)].join('\n\n'))
  }
  return failed.length + problems.length === 0 ? EXIT_GOOD : EXIT_PROBLEMS
}

/** Rule by rule, so that what one rule's tests counted can be let go of before the next. */
async function runTests(
  tests: readonly RuleTest[],
  ruleset: Ruleset,
  settings: Settings,
  { strict, coverage }: { strict: boolean; coverage: boolean },
): Promise<TestReport> {
  const bench = openTestBench(ruleset, settings)
  const report: TestReport = { tests: tests.length, failed: [], problems: [] }
  if (coverage) report.lines = { all: 0, covered: 0 }
  if (strict) report.numbers = { all: 0, covered: 0 }
  for (const rule of ruleset.rules) {
    const results: RuleTestResult[] = []
    for (const test of tests) if (test.rule === rule.name) results.push(await runRuleTest(test, bench))
    const failed = results.filter(result => !result.passed)
    report.failed.push(...failed)
    const found: Problem[] = []
    if (report.lines !== undefined) {
      const { lines, covered, problems } = lineCoverage(rule, results)
      report.lines.all += lines
      report.lines.covered += covered
      found.push(...problems)
    }
    // A failing test would take every move for noticed.
    if (report.numbers !== undefined && failed.length === 0) {
      const problems = untestedNumberProblems(rule, results)
      const numbers = [...rule.when, ...rule.unless].flatMap(line => line.numbers()).length
      report.numbers.all += numbers
      report.numbers.covered += numbers - problems.length
      found.push(...problems)
    }
    report.problems.push(...found.sort((a, b) => (a.place?.line ?? 0) - (b.place?.line ?? 0)))
  }
  return report
}

function scoreKnownGood(wanted: string | true, ruleset: Ruleset, settings: Settings): Promise<KnownGood | string> {
  loadGeo()
  return runKnownGood(wanted === true ? undefined : wanted, ruleset, settings)
}
