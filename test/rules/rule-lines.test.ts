import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadRuleset } from '../../src/ruleset/load-ruleset.ts'
import { failingTests, withoutEachLine } from './rule-bench.ts'

const { testRuleset, tests } = await loadRuleset(join(import.meta.dirname, '../../rules'))
const ruleset = testRuleset!()

describe('the tests inside the rules pass', () => {
  test.each(ruleset.rules.map(rule => [rule.name, rule] as const))('%s', async (_, rule) => {
    expect(await failingTests(rule, ruleset, tests)).toEqual([])
  })
})

describe('every line of every rule matters to one of its tests', () => {
  test.each(ruleset.rules.flatMap(withoutEachLine))('%s: %s', async (_name, _line, changed) => {
    expect(await failingTests(changed, ruleset, tests)).not.toEqual([])
  })
})
