import { afterEach, expect, it } from 'vitest'
import { checkCommand } from '../../src/cli/check.ts'
import { testCommand } from '../../src/cli/test.ts'
import { layOut, layOutFiles, remove, SMALL_POLICY } from '../ruleset/problem-fixtures.ts'
import { catchOutput } from './catch-output.ts'

const RULE = 'rule: a-rule\ntitle: A rule\nmode: live\nwhen: [amount > 50]\nscore: 10\nreason: large\ntests:\n'
const TESTS =
  '  - { name: large, payment: { amount: 80 }, expect: hit }\n  - { name: small, payment: { amount: 20 }, expect: no-hit }\n'

const dirs: string[] = []
const keep = (dir: string) => {
  dirs.push(dir)
  return dir
}
afterEach(() => {
  for (const dir of dirs.splice(0)) remove(dir)
})

it('check and test are good with good rules', async () => {
  const dir = keep(layOutFiles({ 'policy.yaml': SMALL_POLICY, 'a-rule.yaml': RULE + TESTS }))
  const checked = await catchOutput(() => checkCommand(dir, { format: 'human' }))
  expect(checked).toMatchObject({ code: 0, err: '' })
  expect(checked.out).toMatch(
    /^1 live, 0 shadow and 0 off rules, 2 tests, 0 errors, 0 warnings; ruleset [0-9a-f]{16}\n$/,
  )
  expect(await catchOutput(() => testCommand(dir, { format: 'human' }))).toEqual({
    code: 0,
    out: '2 tests passed\n',
    err: '',
  })
})

it('check and test answer 1 for mistakes, and print them', async () => {
  const dir = keep(layOut('unknown-name'))
  for (const command of [checkCommand, testCommand]) {
    const { code, out } = await catchOutput(() => command(dir, { format: 'human' }))
    expect(code).toBe(1)
    expect(out).toContain('did you mean `amount`?')
  }
  const { out } = await catchOutput(() => checkCommand(dir, { format: 'json' }))
  expect(JSON.parse(out)[0].code).toBe('unknown-name')
})

it('check lets warnings pass unless it is strict', async () => {
  const dir = keep(layOut('contradiction'))
  const checked = await catchOutput(() => checkCommand(dir, { format: 'github' }))
  expect(checked.code).toBe(0)
  expect(checked.out).toMatch(
    /^::warning file=.*a-rule\.yaml,line=7,endLine=7,col=5,endColumn=15,title=contradiction::/,
  )
  expect((await catchOutput(() => checkCommand(dir, { format: 'json', strict: true }))).code).toBe(1)
  const good = keep(layOutFiles({ 'policy.yaml': SMALL_POLICY, 'a-rule.yaml': RULE + TESTS }))
  expect((await catchOutput(() => checkCommand(good, { format: 'human', strict: true }))).code).toBe(0)
})

it('test answers 1 for a failing test, in each format', async () => {
  const dir = keep(
    layOutFiles({ 'policy.yaml': SMALL_POLICY, 'a-rule.yaml': RULE + TESTS.replace('expect: hit', 'expect: no-hit') }),
  )
  const human = await catchOutput(() => testCommand(dir, { format: 'human' }))
  expect(human.code).toBe(1)
  expect(human.out).toContain('FAILED')
  expect(human.out).toContain('1 of 2 tests failed')
  expect((await catchOutput(() => testCommand(dir, { format: 'github' }))).out).toContain(
    'title=test-failed::large: expected no-hit, got hit',
  )
  expect(JSON.parse((await catchOutput(() => testCommand(dir, { format: 'json' }))).out)).toMatchObject({
    tests: 2,
    failed: [{ got: 'hit' }],
  })
})

it('a folder that is not there is wrong use', async () => {
  for (const command of [checkCommand, testCommand]) {
    const { code, err } = await catchOutput(() => command('/nowhere', { format: 'human' }))
    expect([code, err]).toEqual([2, 'tripline: /nowhere is no folder of rule files\n'])
  }
})
