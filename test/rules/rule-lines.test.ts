import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createDecoder } from '../../src/decode/create-decoder.ts'
import { minorDigits } from '../../src/model/money.ts'
import { runRuleTest, type TestBench } from '../../src/rule-tests/run-rule-test.ts'
import { loadRuleset } from '../../src/ruleset/load-ruleset.ts'
import type { Rule, Ruleset } from '../../src/ruleset/ruleset.ts'
import { createMemoryStore } from '../../src/velocity/memory-store.ts'

const SECRET = 'a secret for this test only'
const { testRuleset, tests } = await loadRuleset(join(import.meta.dirname, '../../rules'))
const ruleset = testRuleset!()
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
async function failing(changed: Rule): Promise<string[]> {
  const rules = ruleset.rules.map(rule => (rule.name === changed.name ? changed : rule))
  const bench = benchOf({ ...ruleset, rules })
  const failed: string[] = []
  for (const each of tests.filter(test => test.rule === changed.name)) {
    if (!(await runRuleTest(each, bench)).passed) failed.push(each.name)
  }
  return failed
}

/** Each line of each rule with the rule as it would be without that line. */
const withoutLines = ruleset.rules.flatMap(rule => [
  ...rule.when.map(line => [rule.name, line.text, { ...rule, when: rule.when.filter(each => each !== line) }] as const),
  ...rule.unless.map(
    line => [rule.name, `unless ${line.text}`, { ...rule, unless: rule.unless.filter(each => each !== line) }] as const,
  ),
])

describe('the tests inside the rules pass', () => {
  test.each(ruleset.rules.map(rule => [rule.name, rule] as const))('%s', async (_, rule) => {
    expect(await failing(rule)).toEqual([])
  })
})

describe('every line of every rule matters to one of its tests', () => {
  test.each(withoutLines)('%s: %s', async (_name, _line, changed) => {
    expect(await failing(changed)).not.toEqual([])
  })
})
