import colors from 'picocolors'
import { createDecoder } from '../decode/create-decoder.ts'
import { minorDigits } from '../model/money.ts'
import { type ProblemFormat, printProblems } from '../problems/print-problems.ts'
import { printRuleTest } from '../rule-tests/print-rule-test.ts'
import { type RuleTestResult, runRuleTest, type TestBench } from '../rule-tests/run-rule-test.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'
import type { Settings } from '../settings.ts'
import { createMemoryStore } from '../velocity/memory-store.ts'
import { loadOrExplain, terminal } from './check.ts'

import { metadataOf, settingsOrExplain } from './settings-or-explain.ts'

export interface TestOptions {
  format: ProblemFormat
}

const EXIT_GOOD = 0
const EXIT_PROBLEMS = 1
const EXIT_WRONG_USE = 2

/** `tripline test [DIR]`: runs the tests inside the rule files. Exit 0: all passed, 1: some failed or the files have errors, 2: no such folder. */
export async function testCommand(dir: string, { format }: TestOptions): Promise<number> {
  const settings = settingsOrExplain()
  if (settings === undefined) return EXIT_WRONG_USE
  const loaded = await loadOrExplain(dir, metadataOf(settings))
  if (loaded === undefined) return EXIT_WRONG_USE
  const { sources, tests, testRuleset } = loaded
  if (testRuleset === undefined) {
    const errors = loaded.problems.filter(problem => problem.severity === 'error')
    terminal.log(printProblems(errors, format, sources, colors))
    return EXIT_PROBLEMS
  }
  const ruleset = testRuleset()
  const bench = openBench(ruleset, settings)
  const failed: RuleTestResult[] = []
  for (const test of tests) {
    const result = await runRuleTest(test, bench)
    if (!result.passed) failed.push(result)
  }
  const printed = failed.map(result => printRuleTest(result, ruleset.plan, sources, colors))
  if (format === 'json') terminal.log(JSON.stringify(jsonReport(tests.length, failed), null, 2))
  else if (format === 'github') for (const result of failed) terminal.log(githubLine(result))
  else terminal.log([...printed, summary(tests.length, failed.length)].join('\n\n'))
  return failed.length === 0 ? EXIT_GOOD : EXIT_PROBLEMS
}

/** The decoder and the store that payments from the stream go through. */
function openBench(ruleset: Ruleset, settings: Settings): TestBench {
  const secret = 'rule tests'
  const decoder = createDecoder({ format: 'json', secret, metadataFields: Object.keys(settings['metadata.fields']) })
  const baseDigits = minorDigits(ruleset.policy.money.base)!
  return {
    ruleset,
    openStore: () => createMemoryStore({ secret, baseDigits }),
    decode(json, atMs) {
      const value = Buffer.from(JSON.stringify(json))
      const key = Buffer.from(String(json.id))
      const decoded = decoder.decode({ topic: 'test', partition: 0, offset: 0n, timestampMs: atMs, key, value })
      if (decoded.kind === 'payment') return decoded
      if (decoded.kind === 'rejected') return decoded.problem
      throw new Error(`the decoder left a payment out: ${decoded.reason}`)
    },
  }
}

function summary(total: number, failed: number): string {
  const tests = `${total} test${total === 1 ? '' : 's'}`
  return failed === 0 ? `${tests} passed` : `${failed} of ${tests} failed`
}

function jsonReport(total: number, failed: readonly RuleTestResult[]) {
  return {
    tests: total,
    failed: failed.map(({ test, got, problem, judged }) => ({
      rule: test.rule,
      test: test.name,
      place: test.place,
      expected: test.expect,
      got,
      problem,
      lines: judged?.explanation.lines,
    })),
  }
}

function githubLine({ test, got, problem }: RuleTestResult): string {
  const { file, line, column } = test.place
  const why = problem?.message ?? `expected ${test.expect}, got ${got}`
  return printProblems(
    [
      {
        code: 'test-failed',
        severity: 'error',
        message: `${test.name}: ${why}`,
        place: { ...test.place, file, line, column },
      },
    ],
    'github',
    new Map(),
  )
}
