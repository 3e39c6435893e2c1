import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadRuleset } from '../../src/ruleset/load-ruleset.ts'
import { failingTests, withoutEachLine } from '../rules/rule-bench.ts'

const page = readFileSync('docs/cookbook.md', 'utf8')
const names: string[] = []

/** The starter rules, and the rules and lists of the cookbook among them, as a reader would save them. */
function savedFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-cookbook-'))
  cpSync('rules', join(folder, 'rules'), { recursive: true })
  mkdirSync(join(folder, 'rules/cookbook'))
  for (const [, path, body] of page.matchAll(/^```\w+(?: (\S+))?\n([\s\S]*?)^```$/gm)) {
    const name = /^rule: (\S+)/.exec(body!)?.[1]
    if (path === undefined) names.push(name!)
    writeFileSync(join(folder, path ?? `rules/cookbook/${name}.yaml`), body!)
  }
  return join(folder, 'rules')
}

const { testRuleset, problems, tests } = await loadRuleset(savedFolder())
const ruleset = testRuleset!()
const rules = ruleset.rules.filter(rule => names.includes(rule.name))

test('twenty questions have twenty rules, and nothing in them is wrong', () => {
  expect(problems).toEqual([])
  expect([...page.matchAll(/^## \d+\. .*\?$/gm)]).toHaveLength(20)
  expect(rules).toHaveLength(20)
})

test('the list of questions leads to them', () => {
  const anchors = [...page.matchAll(/^## (.*)$/gm)].map(([, title]) => anchorOf(title!))
  expect([...page.matchAll(/\(#(\S+)\)/g)].map(([, anchor]) => anchor)).toEqual(anchors)
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

/** As GitHub makes them. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-')
}
