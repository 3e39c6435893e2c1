import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, expect, it } from 'vitest'
import { testCommand } from '../../src/cli/test.ts'
import { FIXTURES, layOut, remove } from '../ruleset/problem-fixtures.ts'
import { catchOutput } from './catch-output.ts'

const dir = layOut('known-good-hit')
const original = readFileSync(join(dir, 'a-rule.yaml'), 'utf8')
afterAll(() => remove(dir))
afterEach(() => writeFileSync(join(dir, 'a-rule.yaml'), original))

const payments = (amounts: readonly string[]) =>
  amounts
    .map(
      (amount, at) => `{"id":"p${at + 1}","occurredAt":"2026-11-21T10:00:00Z","amount":"${amount}","currency":"USD"}\n`,
    )
    .join('')

async function tested(lines: string) {
  const file = join(dir, 'good.ndjson')
  writeFileSync(file, lines)
  const { code, out, err } = await catchOutput(() => testCommand(dir, { format: 'human', knownGood: file }))
  return { code, out: out.replaceAll(dir, 'rules'), err: err.replaceAll(dir, 'rules') }
}

it('prints as in known-good-hit.txt, and answers 1', async () => {
  const { code, out } = await tested(payments(['60.00', '20.00', '75.50', '30.00']))
  expect(code).toBe(1)
  const [problem, summary] = out.split('\n\n')
  await expect(`${problem}\n`).toMatchFileSnapshot(new URL('known-good-hit.txt', FIXTURES).pathname)
  expect(summary).toBe(
    '2 tests passed\n4 known-good payments: 2 would be reviewed and 0 blocked\n0 of 1 live rules hit none of them, 0 no more than they may\n',
  )
})

it('answers 0 where no rule hits more than it may', async () => {
  expect((await tested(payments(['50.00', '20.00']))).code).toBe(0)
  writeFileSync(join(dir, 'a-rule.yaml'), original.replace('0.5%', '50%'))
  const { code, out } = await tested(payments(['60.00', '20.00']))
  expect(code).toBe(0)
  expect(out).toContain('  a-rule: 50% of 50%\n')
})

it('answers 2 for a file that will not do', async () => {
  expect(await tested('')).toMatchObject({ code: 2, err: 'tripline: rules/good.ndjson holds no payment\n' })
  const { code, err } = await tested(`${payments(['20.00'])}{"id":"p9"}\n`)
  expect(code).toBe(2)
  expect(err).toContain('1 line is no payment that Tripline takes; the first is rules/good.ndjson:2: [missing-field]')
  const missing = await catchOutput(() => testCommand(dir, { format: 'human', knownGood: '/nowhere' }))
  expect([missing.code, missing.err]).toEqual([2, 'tripline: /nowhere cannot be read: there is no such file\n'])
})

it('scores made-up payments without fraud where no file is named, and reports for programs', async () => {
  const { code, out } = await catchOutput(() =>
    testCommand('rules', { format: 'json', knownGood: true, coverage: true, strict: true }),
  )
  const report = JSON.parse(out)
  expect(report.knownGood.payments).toBeGreaterThan(3900)
  const codes = new Set(report.problems.map((problem: { code: string }) => problem.code))
  expect([code, [...codes]]).toEqual([0, []])
  expect(report.lines.covered).toBe(report.lines.all)
  expect(report.numbers.all).toBeGreaterThan(50)
})
