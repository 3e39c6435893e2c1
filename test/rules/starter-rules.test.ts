import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { loadRuleset } from '../../src/ruleset/load-ruleset.ts'
import type { WindowSpec } from '../../src/velocity/plan.ts'
import { FAMILIES, RULE_FILES, RULES_FOLDER } from './rule-files.ts'
import { rulesPage } from './rules-page.ts'

const policy = parse(readFileSync(join(RULES_FOLDER, 'policy.yaml'), 'utf8')) as {
  thresholds: { review: number; block: number }
}
const { problems, ruleset, modes } = await loadRuleset(RULES_FOLDER)

/** Signs that live rules must cover, and the rules that do. */
const SIGNS: Record<string, Record<string, string>> = {
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

test('the folder loads without a problem, and every rule stands in the folder of a family', () => {
  expect(problems).toEqual([])
  expect(ruleset?.rules.length).toBe(RULE_FILES.length)
  const folders = readdirSync(RULES_FOLDER, { withFileTypes: true }).filter(each => each.isDirectory())
  expect(folders.map(({ name }) => name).sort()).toEqual(['lists', 'playbooks', ...Object.keys(FAMILIES)].sort())
})

test('there are enough rules, live ones and ones on trial in the shadow', () => {
  expect(modes.live + modes.shadow).toBeGreaterThanOrEqual(45)
  expect(modes.live).toBeGreaterThanOrEqual(24)
  expect(modes.shadow).toBeGreaterThanOrEqual(1)
})

test('rules/README.md lists them; renew it with vitest -u', async () => {
  await expect(rulesPage()).toMatchFileSnapshot('../../rules/README.md')
})

describe.each(RULE_FILES)('%s', (path, rule) => {
  test('is called like its file, and says what a reviewer needs', () => {
    expect(`${rule.rule}.yaml`).toBe(basename(path))
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

describe.each(Object.entries(SIGNS))('the sign %s', (_, members) => {
  test.each(Object.entries(members))('%s: %s', (_, name) => {
    expect(RULE_FILES.find(([, { rule }]) => rule === name)?.[1].mode).toBe('live')
  })
})

describe('the matrix of the trade is counted by rules', () => {
  const keys = ['card.fingerprint', 'email', 'ip', 'customer.id', 'billing.address', 'shipping.address']
  const windows = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 }
  const cells = ['payments', 'authorizations', 'declines'].flatMap(of =>
    keys.flatMap(by => Object.entries(windows).map(([name, ms]) => [of, by, name, ms] as const)),
  )
  test.each(cells)('%s per %s and %s', (of, by, _, ms) => {
    const found = ruleset!.plan.velocities.some(
      each => each.fn === 'count' && each.of === of && each.by.join() === by && windowMs(each.window) === ms,
    )
    expect(found).toBe(true)
  })

  test.each(['chargebacks', 'disputes', 'refunds', 'warnings'])('prior %s', of => {
    expect(ruleset!.plan.velocities.some(each => each.of === of)).toBe(true)
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
  for (const [, { rule, score }] of RULE_FILES) {
    if (weak.includes(rule)) expect(score, rule).toBeLessThan(policy.thresholds.review)
  }
})

function windowMs(window: WindowSpec): number {
  return window.kind === 'sliding' ? window.ms : 0
}
