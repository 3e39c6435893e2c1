import { expect, it } from 'vitest'
import { compareDecisions } from '../../src/engine/compare-decisions.ts'
import type { Decision } from '../../src/model/decision.ts'

const DECISION: Decision = {
  paymentId: 'p',
  occurredAt: '2026-01-01T00:00:00.000Z',
  action: 'review',
  score: 60,
  ruleset: 'one',
  hits: [{ rule: 'a', mode: 'live', score: 60, reason: '4 cards' }],
  velocity: { cards: 4 },
  facts: { 'ip.country': 'RO' },
  queue: 'general',
  priority: 'normal',
  handling: 'self',
}

const values: Record<string, number | string> = { cards: 4, 'ip.country': 'RO' }

it('finds nothing where nothing differs, whatever else the decision of now lists', () => {
  const now = { ...DECISION, velocity: { cards: 4, others: 1 }, unknown: [{ rule: 'b', missing: ['ip'] }] }
  expect(compareDecisions(DECISION, now, name => values[name])).toMatchObject({ same: true, rules: [], values: [] })
})

it('finds another ruleset, action, score, rules, values and handling', () => {
  const now: Decision = {
    ...DECISION,
    action: 'block',
    score: 100,
    ruleset: 'two',
    hits: [{ rule: 'b', mode: 'live', score: 100, reason: 'because' }],
    queue: 'blocked',
  }
  expect(compareDecisions(DECISION, now, () => undefined)).toEqual({
    same: false,
    rulesetChanged: true,
    before: { ruleset: 'one', action: 'review', score: 60 },
    now: { ruleset: 'two', action: 'block', score: 100 },
    rules: [
      { rule: 'a', before: { mode: 'live', score: 60, reason: '4 cards' }, now: undefined },
      { rule: 'b', before: undefined, now: { mode: 'live', score: 100, reason: 'because' } },
    ],
    values: [
      { name: 'cards', before: 4, now: undefined },
      { name: 'ip.country', before: 'RO', now: undefined },
    ],
    handling: [{ name: 'queue', before: 'general', now: 'blocked' }],
  })
})

it('finds a rule that went from live to shadow, and a reason with another number', () => {
  const now: Decision = {
    ...DECISION,
    hits: [],
    shadowHits: [{ rule: 'a', mode: 'shadow', score: 60, reason: '5 cards' }],
  }
  expect(compareDecisions(DECISION, now, name => values[name]).rules).toEqual([
    {
      rule: 'a',
      before: { mode: 'live', score: 60, reason: '4 cards' },
      now: { mode: 'shadow', score: 60, reason: '5 cards' },
    },
  ])
})
