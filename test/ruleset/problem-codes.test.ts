import { describe, expect, it } from 'vitest'
import { printProblems } from '../../src/problems/print-problems.ts'
import { PROBLEM_CODES } from '../../src/problems/problem-codes.ts'
import { loadRuleset } from '../../src/ruleset/load-ruleset.ts'
import { FIXTURES, fixtureCodes, layOut, PLAYBOOK_CODES, remove } from './problem-fixtures.ts'

describe('every problem code', () => {
  it('has a fixture, and every fixture a code', () => {
    expect(fixtureCodes()).toEqual(Object.keys(PROBLEM_CODES).sort())
  })

  // These are found when the tests run; see test/rule-tests and test/cli/known-good.test.ts.
  const testCodes = ['bad-payment', 'untested-line', 'untested-number', 'known-good-hit']
  // Playbooks are read beside the rules; see test/playbooks/problems.test.ts.
  const laterCodes = [...testCodes, ...PLAYBOOK_CODES]

  for (const code of fixtureCodes().filter(each => !laterCodes.includes(each))) {
    it(`${code} prints as in ${code}.txt`, async () => {
      const dir = layOut(code)
      const { problems, sources, ruleset } = await loadRuleset(dir, { nowMs: Date.UTC(2026, 10, 22, 12) })
      remove(dir)
      expect(problems.map(problem => problem.code)).toContain(code)
      expect(ruleset === undefined).toBe(problems.some(problem => problem.severity === 'error'))
      const printed = printProblems(problems, 'human', sources).replaceAll(dir, 'rules')
      await expect(`${printed}\n`).toMatchFileSnapshot(new URL(`${code}.txt`, FIXTURES).pathname)
    })
  }
})
