import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CATALOGUE } from '../../src/enrich/catalogue.ts'
import { ProblemList } from '../../src/problems/problem-list.ts'
import { compileRuleset } from '../../src/ruleset/compile-ruleset.ts'
import { RuleMemory } from '../../src/ruleset/rule-memory.ts'
import { kindOf, type RulesetFile } from '../../src/ruleset/ruleset-file.ts'
import { planVelocities } from '../../src/velocity/plan-velocities.ts'

const text = (path: string) => readFileSync(`rules/${path}`, 'utf8')
const rule = text('ip/many-cards-one-ip.yaml')

/** What each file of the folder may hold; undefined: it is not there. Some clash, some make mistakes of others. */
const CHOICES: Record<string, (string | undefined)[]> = {
  'policy.yaml': [text('policy.yaml'), text('policy.yaml').replace('review: 50', 'review: 60'), undefined],
  'sample-payment.yaml': [
    text('sample-payment.yaml'),
    text('sample-payment.yaml').replace(/^amount: .*$/m, ''),
    'id: [',
  ],
  'velocities.yaml': [undefined, 'orders: { count: payments, by: ip, window: 1h }\n', 'orders: { count: payments }\n'],
  'lists/office-networks.csv': [text('lists/office-networks.csv'), undefined],
  'many-cards-one-ip.yaml': [rule, rule.replace('score: ', 'score: 1'), rule.replace('when:', 'wenn:'), undefined],
  'large-order.yaml': [
    text('large-order/large-order.yaml'),
    text('large-order/large-order.yaml').replace('  - amount >= 600', '  - orders >= 2'),
    text('large-order/large-order.yaml').replace('mode: live', 'mode: shadow'),
  ],
  'more/large-order.yaml': [undefined, text('large-order/large-order.yaml')],
}

type Folder = Record<string, string | undefined>
const folders = fc.record<Folder>(
  Object.fromEntries(Object.entries(CHOICES).map(([path, texts]) => [path, fc.constantFrom(...texts)])),
)

function filesOf(folder: Folder): RulesetFile[] {
  const present = Object.entries(folder).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return present.map(([path, content]) => ({ kind: kindOf(path)!, path, shown: `rules/${path}`, text: content }))
}

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
