import { expect, it } from 'vitest'
import { KnownGood, percentText } from '../../src/rule-tests/known-good.ts'
import { compileFiles, rulesetOf, ruleText } from '../engine/engine-fixture.ts'

const ruleset = rulesetOf({
  'a.yaml': ruleText('a', { known_good: '25%' }),
  'b.yaml': ruleText('b', {}),
  'c.yaml': ruleText('c', { mode: 'shadow' }),
})

const decision = (paymentId: string, rules: string[], action: 'allow' | 'review' = 'allow') => ({
  paymentId,
  action,
  hits: rules.map(rule => ({ rule, mode: 'live' as const, score: 1, reason: `because of ${rule}` })),
})

it('lists live rules that hit more than they may, with the first payments, and counts a repeat once', () => {
  const known = new KnownGood()
  for (const each of [
    decision('p1', ['a']),
    decision('p1', ['a']),
    decision('p2', ['b'], 'review'),
    decision('p3', []),
    decision('p4', []),
  ])
    known.add(each)
  expect(known.payments).toBe(4)
  expect(known.actions).toEqual({ allow: 3, review: 1, block: 0 })
  expect(known.shares(ruleset)).toEqual([
    { rule: 'a', hits: 1, share: 0.25, shareMax: 0.25 },
    { rule: 'b', hits: 1, share: 0.25, shareMax: 0 },
  ])
  expect(known.problems(ruleset)).toMatchObject([
    {
      code: 'known-good-hit',
      place: { file: 'rules/b.yaml', line: 1 },
      message: 'hits 1 of 4 known-good payments (25%) and may hit none',
      notes: ['p2: because of b'],
    },
  ])
  known.add(decision('p5', ['a']))
  expect(known.problems(ruleset).map(({ message }) => message)).toEqual([
    'hits 2 of 5 known-good payments (40%) and may hit 25%',
    'hits 1 of 5 known-good payments (20%) and may hit none',
  ])
})

it('writes shares as rules take them, rounded up', () => {
  expect([0, 0.00025, 0.002007, 0.02, 0.29, 1].map(percentText)).toEqual(['0%', '0.03%', '0.21%', '2%', '29%', '100%'])
})

it.each(['2', '0.02', '101%', '-1%', 'few', '[2%]'])('`known_good: %s` is no share', written => {
  const { problems } = compileFiles({ 'a.yaml': ruleText('a', { known_good: written }) })
  const errors = problems.filter(({ severity }) => severity === 'error')
  expect(errors).toMatchObject([
    { code: 'bad-value', place: { line: 7, column: 13 }, suggestion: 'for example `known_good: 2%`' },
  ])
})
