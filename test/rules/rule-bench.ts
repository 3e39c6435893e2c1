import { createDecoder } from '../../src/decode/create-decoder.ts'
import { minorDigits } from '../../src/model/money.ts'
import { runRuleTest, type TestBench } from '../../src/rule-tests/run-rule-test.ts'
import type { Rule, Ruleset } from '../../src/ruleset/ruleset.ts'
import type { RuleTest } from '../../src/ruleset/tests/rule-test.ts'
import { createMemoryStore } from '../../src/velocity/memory-store.ts'

const SECRET = 'a secret for this test only'
const decoder = createDecoder({ format: 'json', secret: SECRET })

function benchOf(ruleset: Ruleset): TestBench {
  return {
    ruleset,
    openStore: () => createMemoryStore({ secret: SECRET, baseDigits: minorDigits(ruleset.policy.money.base)! }),
    decode(json, atMs) {
      const value = Buffer.from(JSON.stringify(json))
      const decoded = decoder.decode({ topic: 't', partition: 0, offset: 0n, timestampMs: atMs, key: null, value })
      if (decoded.kind === 'payment') return decoded
      throw new Error(decoded.kind === 'rejected' ? decoded.problem.message : decoded.reason)
    },
  }
}

/** Names of the tests of a rule that fail when the rule is replaced by `changed`. */
export async function failingTests(changed: Rule, ruleset: Ruleset, tests: readonly RuleTest[]): Promise<string[]> {
  const rules = ruleset.rules.map(rule => (rule.name === changed.name ? changed : rule))
  const bench = benchOf({ ...ruleset, rules })
  const failed: string[] = []
  for (const each of tests.filter(test => test.rule === changed.name)) {
    if (!(await runRuleTest(each, bench)).passed) failed.push(each.name)
  }
  return failed
}

/** Each line of a rule with the rule as it would be without that line. */
export function withoutEachLine(rule: Rule): (readonly [string, string, Rule])[] {
  return [
    ...rule.when.map(
      line => [rule.name, line.text, { ...rule, when: rule.when.filter(each => each !== line) }] as const,
    ),
    ...rule.unless.map(
      line =>
        [rule.name, `unless ${line.text}`, { ...rule, unless: rule.unless.filter(each => each !== line) }] as const,
    ),
  ]
}
