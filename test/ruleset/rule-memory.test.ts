import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CATALOGUE } from '../../src/enrich/catalogue.ts'
import { ProblemList } from '../../src/problems/problem-list.ts'
import { compileRuleset } from '../../src/ruleset/compile-ruleset.ts'
import { RuleMemory } from '../../src/ruleset/rule-memory.ts'
import type { RulesetFile } from '../../src/ruleset/ruleset-file.ts'
import { planVelocities } from '../../src/velocity/plan-velocities.ts'
import { type Folder, filesOf, folders } from './changing-folders.ts'

function compile(folder: Folder, memory?: RuleMemory) {
  const surroundings = { catalogue: CATALOGUE, planVelocities, memory }
  const { ruleset, problems, modes, tests, sources } = compileRuleset(
    filesOf(folder),
    surroundings,
    new ProblemList(),
    'rules',
  )
  // Compiled conditions are functions, which compare by identity only; everything around them compares by value.
  return JSON.stringify({ ruleset, problems, modes, tests, sources: [...sources.keys()] })
}

it('a reading that remembers earlier ones comes to the same as one that does not', () => {
  fc.assert(
    fc.property(fc.array(folders, { minLength: 2, maxLength: 6 }), versions => {
      const memory = new RuleMemory()
      for (const version of versions) expect(compile(version, memory)).toBe(compile(version))
    }),
    { numRuns: 40 },
  )
})

it('a file is read again only when it, or what it is read against, changed', () => {
  const memory = new RuleMemory()
  const file: RulesetFile = { kind: 'rule', path: 'a.yaml', shown: 'rules/a.yaml', text: 'one' }
  let reads = 0
  const recall = (against: string, text: string) => {
    memory.begin(against)
    memory.recall({ ...file, text }, () => {
      reads++
      return { draft: undefined, problems: [] }
    })
    return reads
  }
  expect(recall('sample', 'one')).toBe(1)
  expect(recall('sample', 'one')).toBe(1)
  expect(recall('sample', 'two')).toBe(2)
  expect(recall('sample', 'one')).toBe(3)
  expect(recall('other sample', 'one')).toBe(4)
  memory.begin('other sample') // a reading in which the file was gone
  expect(recall('other sample', 'one')).toBe(5)
})
