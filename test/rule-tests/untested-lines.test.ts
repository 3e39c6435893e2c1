import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { printProblems } from '../../src/problems/print-problems.ts'
import { lineCoverage } from '../../src/rule-tests/untested-lines.ts'
import { compileFiles, ruleText } from '../engine/engine-fixture.ts'
import { FIXTURES } from '../ruleset/problem-fixtures.ts'
import { judgeTests } from './judge-tests.ts'

it('prints as in untested-line.txt', async () => {
  const text = readFileSync(new URL('untested-line.bad.yaml', FIXTURES), 'utf8')
  const { rule, results, sources } = await judgeTests(compileFiles({ 'a-rule.yaml': text }), 'a-rule')
  const { lines, covered, problems } = lineCoverage(rule, results)
  expect([lines, covered]).toEqual([3, 1])
  const printed = printProblems(problems, 'human', sources)
  await expect(`${printed}\n`).toMatchFileSnapshot(new URL('untested-line.txt', FIXTURES).pathname)
})

it('does not take an unknown line for one that was seen', async () => {
  const tests =
    '[{name: a, payment: {amount: "60.00"}, expect: hit}, {name: b, payment: {currency: GBP}, expect: unknown}]'
  const files = { 'a.yaml': ruleText('a', { when: '["amount > 50"]', tests }) }
  const { rule, results } = await judgeTests(compileFiles(files), 'a')
  expect(results.map(({ got }) => got)).toEqual(['hit', 'unknown'])
  expect(lineCoverage(rule, results).problems.map(({ message }) => message)).toEqual([
    'no test of this rule sees this line not hold',
  ])
})

it('sees nothing in a rule without tests', async () => {
  const { rule, results } = await judgeTests(compileFiles({ 'a.yaml': ruleText('a', {}) }), 'a')
  expect(lineCoverage(rule, results)).toMatchObject({ lines: 1, covered: 0 })
})
