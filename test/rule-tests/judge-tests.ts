import { openTestBench } from '../../src/cli/test-bench.ts'
import type { SourceText } from '../../src/problems/source-text.ts'
import { type RuleTestResult, runRuleTest } from '../../src/rule-tests/run-rule-test.ts'
import type { CompiledRuleset } from '../../src/ruleset/compile-ruleset.ts'
import type { Rule } from '../../src/ruleset/ruleset.ts'
import { readSettings } from '../../src/settings.ts'

const { settings } = readSettings({})

export interface JudgedTests {
  rule: Rule
  results: RuleTestResult[]
  sources: ReadonlyMap<string, SourceText>
}

/** Runs the tests of one rule as `tripline test` does. */
export async function judgeTests(compiled: CompiledRuleset, name: string): Promise<JudgedTests> {
  const { testRuleset, tests, sources, problems } = compiled
  if (testRuleset === undefined) throw new Error(JSON.stringify(problems, null, 2))
  const ruleset = testRuleset()
  const bench = openTestBench(ruleset, settings)
  const results: RuleTestResult[] = []
  for (const test of tests) if (test.rule === name) results.push(await runRuleTest(test, bench))
  return { rule: ruleset.rules.find(each => each.name === name)!, results, sources }
}
