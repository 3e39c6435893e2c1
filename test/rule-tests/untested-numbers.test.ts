import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { printProblems } from '../../src/problems/print-problems.ts'
import { ProblemList } from '../../src/problems/problem-list.ts'
import { untestedNumberProblems, untestedNumbers } from '../../src/rule-tests/untested-numbers.ts'
import { loadFiles, loadRuleset } from '../../src/ruleset/load-ruleset.ts'
import { readRulesetFiles } from '../../src/ruleset/read-ruleset-files.ts'
import type { RulesetFile } from '../../src/ruleset/ruleset-file.ts'
import { compileFiles, ruleText } from '../engine/engine-fixture.ts'
import { FIXTURES } from '../ruleset/problem-fixtures.ts'
import { judgeTests } from './judge-tests.ts'

const RULES = join(import.meta.dirname, '../../rules')

/** `written → moved` for each move that the tests of a rule with these lines do not notice. */
async function unnoticed(fields: Record<string, string>): Promise<string[]> {
  const { rule, results } = await judgeTests(compileFiles({ 'a.yaml': ruleText('a', fields) }), 'a')
  return untestedNumbers(rule, results).flatMap(({ number, moves }) =>
    moves.map(move => `${number.written} → ${move.written}`),
  )
}

describe('untested numbers', () => {
  it('prints as in untested-number.txt', async () => {
    const text = readFileSync(new URL('untested-number.bad.yaml', FIXTURES), 'utf8')
    const { rule, results, sources } = await judgeTests(compileFiles({ 'a-rule.yaml': text }), 'a-rule')
    const printed = printProblems(untestedNumberProblems(rule, results), 'human', sources)
    await expect(`${printed}\n`).toMatchFileSnapshot(new URL('untested-number.txt', FIXTURES).pathname)
  })

  it('moves amounts by a cent, and other numbers by a unit of their last digit', async () => {
    const when =
      '["amount > 50", "amount * 1.5 >= 10", "size(currency) < 4", "abs(amount - 7) != 0", "local.hour > -2"]'
    expect(await unnoticed({ when })).toEqual([
      '50 → 50.01',
      '50 → 49.99',
      '1.5 → 1.6',
      '1.5 → 1.4',
      '10 → 10.01',
      '10 → 9.99',
      '4 → 5',
      '4 → 3',
      '7 → 7.01',
      '7 → 6.99',
      '0 → 0.01',
      '0 → -0.01',
      '-2 → -1',
      '-2 → -3',
    ])
  })

  it('leaves texts and lists alone', async () => {
    expect(await unnoticed({ when: '["amount in [10, 20]", "currency == \\"4\\""]' })).toEqual([])
  })

  it('is content with tests on both sides of a limit', async () => {
    const tests =
      '[{name: a, payment: {amount: "50.01"}, expect: hit}, {name: b, payment: {amount: "50.00"}, expect: no-hit}]'
    expect(await unnoticed({ when: '["amount > 50"]', tests })).toEqual([])
  })
})

describe('a move that no test of the starter rules notices', async () => {
  const compiled = await loadRuleset(RULES)
  const problems = new ProblemList()
  const files = await readRulesetFiles(RULES, problems)
  const names = compiled.testRuleset!().rules.map(rule => rule.name)

  /** Whether every test of the rule passes once its file says the other number: nothing but the text is changed. */
  async function passesWith(name: string, place: { line: number; column: number }, written: string, moved: string) {
    const changed = files
      .filter(file => file.kind !== 'rule' || basename(file.path) === `${name}.yaml`)
      .map((file): RulesetFile => {
        if (file.kind !== 'rule') return file
        const lines = file.text.split('\n')
        const line = lines[place.line - 1]!
        const at = place.column - 1
        expect(line.slice(at, at + written.length)).toBe(written)
        lines[place.line - 1] = `${line.slice(0, at)}${moved}${line.slice(at + written.length)}`
        return { ...file, text: lines.join('\n') }
      })
    const { results } = await judgeTests(await loadFiles(RULES, changed, new ProblemList()), name)
    return results.every(result => result.passed)
  }

  it.each(names)('%s: is unnoticed in the file as well, and a noticed one makes a test fail', async name => {
    const { rule, results } = await judgeTests(compiled, name)
    const unnoticedMoves = new Set(
      untestedNumbers(rule, results).flatMap(({ number, moves }) =>
        moves.map(move => `${number.place.line}:${number.place.column} ${move.written}`),
      ),
    )
    for (const { place, written, moves } of [...rule.when, ...rule.unless].flatMap(line => line.numbers())) {
      for (const move of moves) {
        const key = `${place.line}:${place.column} ${move.written}`
        expect([key, await passesWith(name, place, written, move.written)]).toEqual([key, unnoticedMoves.has(key)])
      }
    }
  })
})
