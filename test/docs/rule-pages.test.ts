import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { CATALOGUE } from '../../src/enrich/catalogue.ts'
import { FUNCTION_NAMES } from '../../src/ruleset/cel/functions.ts'
import { loadRuleset } from '../../src/ruleset/load-ruleset.ts'
import { RULE_FIELDS } from '../../src/ruleset/rule-fields.ts'
import { COUNTED_KINDS, VELOCITY_FIELDS } from '../../src/ruleset/velocity-fields.ts'
import { failingTests, withoutEachLine } from '../rules/rule-bench.ts'
import { saveRulesOf } from './saved-rules.ts'

const COOKBOOK = 'docs/cookbook.md'
const COMING_FROM = 'docs/coming-from.md'
const page = (path: string) => readFileSync(path, 'utf8')

const { folder, names } = saveRulesOf([COOKBOOK, COMING_FROM])
const { testRuleset, problems, tests } = await loadRuleset(folder)
const ruleset = testRuleset!()
const rules = ruleset.rules.filter(rule => names.includes(rule.name))

test('nothing in the rules of the pages is wrong', () => {
  // A page may show a starter rule under a name of its own.
  expect(problems.filter(({ code }) => code !== 'same-conditions')).toEqual([])
  expect(rules).toHaveLength(names.length)
})

describe('the examples in the rules pass', () => {
  test.each(rules.map(rule => [rule.name, rule] as const))('%s', async (_, rule) => {
    expect(await failingTests(rule, ruleset, tests)).toEqual([])
  })
})

describe('every line matters to an example', () => {
  test.each(rules.flatMap(withoutEachLine))('%s: %s', async (_name, _line, changed) => {
    expect(await failingTests(changed, ruleset, tests)).not.toEqual([])
  })
})

test('the cookbook answers twenty questions with a rule each, and its list leads to them', () => {
  const titles = [...page(COOKBOOK).matchAll(/^## (\d+\. .*\?)$/gm)].map(([, title]) => title!)
  expect(titles).toHaveLength(20)
  for (const answer of page(COOKBOOK).split(/^## /m).slice(1)) expect(answer).toMatch(/^```yaml\nrule: /m)
  expect([...page(COOKBOOK).matchAll(/\(#(\S+)\)/g)].map(([, anchor]) => anchor)).toEqual(titles.map(anchorOf))
})

test('names of ours that the translations give exist', () => {
  const shared = page('rules/velocities.yaml').match(/^\w+(?=:)/gm)!
  const known = new Set([
    ...[...CATALOGUE.keys(), ...FUNCTION_NAMES, ...shared, ...COUNTED_KINDS],
    ...[...Object.keys(RULE_FIELDS), ...Object.keys(VELOCITY_FIELDS)],
  ])
  const ours = [...page(COMING_FROM).matchAll(/^\| [^|]+ \| ([^|]+) \|$/gm)].flatMap(([, cell]) =>
    [...cell!.matchAll(/`([a-z_0-9]+(?:\.[a-z_0-9]+)*)`/g)].map(([, name]) => name!),
  )
  const elsewhere = ['policy.yaml', 'metadata.key', 'metadata.fields']
  expect(ours.length).toBeGreaterThan(60)
  expect(ours.filter(name => !known.has(name) && !elsewhere.includes(name))).toEqual([])
})

test.each([COOKBOOK, COMING_FROM, 'docs/rule-guide.md', 'rules/README.md'])('%s links to what exists', path => {
  const from = path.slice(0, path.lastIndexOf('/'))
  const targets = [...page(path).matchAll(/\]\((?!https?:|#)([^)#]+)\)/g)].map(([, target]) => target!)
  expect(targets.filter(target => !existsSync(`${from}/${target}`))).toEqual([])
})

/** As GitHub makes them. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-')
}
