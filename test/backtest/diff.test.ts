import { afterAll, beforeAll, expect, it } from 'vitest'
import type { DiffReport } from '../../src/backtest/report.ts'
import type { Decision } from '../../src/model/decision.ts'
import { Workshop } from './run-command.ts'

const workshop = new Workshop()
let other = ''

beforeAll(async () => {
  await workshop.generate(1500, 23)
  const lower = workshop.changedRules('rules', 'lower', 'ip/many-cards-one-ip.yaml', text =>
    text.replace('cards_per_ip >= 3', 'cards_per_ip >= 2').replace('score: 60', 'score: 45'),
  )
  const stricter = workshop.changedRules(lower, 'stricter', 'policy.yaml', text =>
    text.replace('review: 50', 'review: 40'),
  )
  other = workshop.changedRules(stricter, 'other', 'email/random-email.yaml', text =>
    text.replace('mode: live', 'mode: shadow'),
  )
}, 180_000)

afterAll(() => workshop.close())

it('finds nothing between a ruleset and itself', async () => {
  const { diff } = await workshop.backtest({ rules: 'rules', against: 'rules' })
  expect(diff).toEqual({ different: 0, changed: { payments: 0, amount: 0 }, changes: [], rules: [] })
})

it('finds what two runs of score decide differently, and why', async () => {
  const before = await workshop.score('rules')
  const after = await workshop.score(other)
  const pairs = before.map((one, at) => ({ one, two: after[at]! }))
  const moved = pairs.filter(({ one, two }) => one.action !== two.action)
  const names = ({ hits }: Decision) => hits.map(({ rule }) => rule).join()
  const different = pairs.filter(
    ({ one, two }) => one.action !== two.action || one.score !== two.score || names(one) !== names(two),
  )
  expect(moved.length).toBeGreaterThan(10)
  const { diff } = await workshop.backtest({ rules: other, against: 'rules', examples: '9999' })
  expect(diff!.different).toBe(different.length)
  expect(diff!.changed.payments).toBe(moved.length)
  const examples = diff!.changes.flatMap(change => change.examples.map(each => ({ change, each })))
  expect(examples.map(({ each }) => each.paymentId).sort()).toEqual(moved.map(({ one }) => one.paymentId).sort())
  for (const { change, each } of examples) {
    const { one, two } = moved.find(pair => pair.one.paymentId === each.paymentId)!
    expect([change.before, change.after]).toEqual([one.action, two.action])
    expect([each.scoreBefore, each.scoreAfter]).toEqual([one.score, two.score])
    const hasNot = (hits: Decision['hits']) => (hit: { rule: string }) => hits.every(({ rule }) => rule !== hit.rule)
    const why = ({ rule, score, reason }: Decision['hits'][number]) => ({ rule, score, reason })
    expect(each.byPolicy).toBe(one.score === two.score && names(one) === names(two))
    expect(each.gained).toEqual(two.hits.filter(hasNot(one.hits)).map(why))
    expect(each.lost).toEqual(one.hits.filter(hasNot(two.hits)).map(why))
  }
})

it('is its own mirror image when the two change places', async () => {
  const { diff } = await workshop.backtest({ rules: other, against: 'rules' })
  const turned = await workshop.backtest({ rules: 'rules', against: other })
  expect(mirrored(turned.diff!)).toEqual(ordered(diff!))
})

it('lists the largest amounts, no more than asked for', async () => {
  const all = await workshop.backtest({ rules: other, against: 'rules', examples: '9999' })
  const few = await workshop.backtest({ rules: other, against: 'rules', examples: '2' })
  few.diff!.changes.forEach(({ examples }, at) => {
    expect(examples).toEqual(all.diff!.changes[at]!.examples.slice(0, 2))
    const amounts = all.diff!.changes[at]!.examples.map(({ amount }) => amount ?? 0)
    expect(amounts).toEqual(amounts.toSorted((a, b) => b - a))
  })
})

function mirrored(diff: DiffReport): DiffReport {
  return ordered({
    ...diff,
    changes: diff.changes.map(({ before, after, examples, ...rest }) => ({
      ...rest,
      before: after,
      after: before,
      examples: examples.map(({ scoreBefore, scoreAfter, gained, lost, rescored, ...same }) => ({
        ...same,
        scoreBefore: scoreAfter,
        scoreAfter: scoreBefore,
        gained: lost,
        lost: gained,
        rescored: rescored.map(({ rule, before: was, after: is }) => ({ rule, before: is, after: was })),
      })),
    })),
    rules: diff.rules.map(({ rule, gained, lost }) => ({ rule, gained: lost, lost: gained })),
  })
}

/** Ties of changes are broken by their names, which change places too. */
function ordered(diff: DiffReport): DiffReport {
  const name = ({ before, after }: { before: string; after: string }) => `${before} ${after}`
  return { ...diff, changes: diff.changes.toSorted((a, b) => (name(a) < name(b) ? -1 : 1)) }
}
