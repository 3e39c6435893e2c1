import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { loadRuleset } from '../../src/ruleset/load-ruleset.ts'

const FOLDER = join(import.meta.dirname, '../../rules')
const NOT_RULES = ['policy.yaml', 'sample-payment.yaml', 'velocities.yaml']

interface RuleFile {
  rule: string
  mode: string
  owner: string
  why: string
  score: number
  reason: string
  check: string[]
  tests: { name: string; expect: string }[]
}

const files = readdirSync(FOLDER).filter(name => name.endsWith('.yaml') && !NOT_RULES.includes(name))
const rules = files.map(name => [name, parse(readFileSync(join(FOLDER, name), 'utf8')) as RuleFile] as const)
const policy = parse(readFileSync(join(FOLDER, 'policy.yaml'), 'utf8')) as {
  thresholds: { review: number; block: number }
}

/** The families that the rules must cover, and the rules that do. */
const FAMILIES: Record<string, Record<string, string>> = {
  'unusually large order': {
    absolute: 'very-large-order',
    'against the own history': 'far-above-usual',
    'first order large': 'first-order-large',
    'many items': 'many-costly-items',
  },
  'unfamiliar IP': {
    'first time for this customer': 'new-ip-for-customer',
    'country differs from billing and card': 'ip-country-matches-nothing',
    'hosting-like network': 'hosting-network',
    'many cards on it': 'many-cards-one-ip',
    'many customers on it': 'many-customers-one-ip',
  },
  'billing and shipping differ': {
    country: 'ships-to-another-country',
    'street with high value': 'ships-elsewhere-high-value',
    forwarder: 'ships-to-forwarder',
  },
  'suspicious e-mail': {
    disposable: 'disposable-email',
    'looks random': 'random-email',
    'typo domain': 'typo-domain-email',
    'unrelated to the name': 'email-unrelated-to-name',
    'many on one card': 'many-emails-one-card',
  },
}

test('the folder loads without a problem', async () => {
  const { problems, ruleset } = await loadRuleset(FOLDER)
  expect(problems).toEqual([])
  expect(ruleset?.rules.length).toBe(rules.length)
})

test('there are enough live rules, and one is on trial in the shadow', () => {
  expect(rules.filter(([, rule]) => rule.mode === 'live').length).toBeGreaterThanOrEqual(24)
  expect(rules.filter(([, rule]) => rule.mode === 'shadow').length).toBeGreaterThanOrEqual(1)
})

describe.each(rules)('%s', (name, rule) => {
  test('is called like its file, and says what a reviewer needs', () => {
    expect(`${rule.rule}.yaml`).toBe(name)
    expect(rule.owner).not.toBe('')
    expect(rule.why.trim().split('\n').length).toBeGreaterThanOrEqual(2)
    expect(rule.check.length).toBeGreaterThanOrEqual(1)
    expect(rule.reason).toContain('{')
  })

  test('has a test that hits and one that does not', () => {
    const expected = rule.tests.map(each => each.expect)
    expect(expected).toContain('hit')
    expect(expected).toContain('no-hit')
  })

  test('never blocks alone', () => {
    expect(rule.score).toBeGreaterThan(0)
    expect(rule.score).toBeLessThan(policy.thresholds.block)
  })
})

describe.each(Object.entries(FAMILIES))('the family %s', (_, members) => {
  test.each(Object.entries(members))('%s: %s', (_, name) => {
    expect(rules.find(([file]) => file === `${name}.yaml`)?.[1].mode).toBe('live')
  })
})

test('weak signs are too weak to flag alone', () => {
  const weak = [
    'large-order',
    'new-ip-for-customer',
    'disposable-email',
    'random-email',
    'typo-domain-email',
    'hosting-network',
  ]
  for (const [, { rule, score }] of rules) {
    if (weak.includes(rule)) expect(score, rule).toBeLessThan(policy.thresholds.review)
  }
})
