import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BacktestReport } from '../../src/backtest/report.ts'
import { loadRuleset } from '../../src/ruleset/load-ruleset.ts'
import { hitsOf, isFlagged, isFraud, type Known, known, ratio, sumOf } from './recount.ts'
import { Workshop } from './run-command.ts'

/** All figures, counted again in the obvious way from what `tripline score` writes on the same stream. */
describe('backtest against score', () => {
  const workshop = new Workshop()
  let judged: Known[] = []
  let report: BacktestReport

  beforeAll(async () => {
    await workshop.generate(4000, 17)
    const { ruleset } = await loadRuleset('rules')
    const decisions = await workshop.score('rules')
    const payments = workshop.lines('payments.ndjson')
    judged = known(decisions, payments, workshop.lines('labels.csv'), ruleset!.policy.money)
    report = await workshop.backtest({ rules: 'rules', labels: workshop.path('labels.csv') })
  }, 180_000)

  afterAll(() => workshop.close())

  it('judges each payment once', () => {
    expect(report.input.judged).toBe(judged.length)
    expect(report.input.records).toBe(workshop.lines('payments.ndjson').length)
    expect(report.ruleset.hash).toBe(judged[0]!.decision.ruleset)
    expect(report.input.truths.fraud).toEqual(sumOf(judged.filter(isFraud)))
  })

  it('counts actions, what was caught and who was insulted', () => {
    const of = (test: (each: Known) => boolean) => sumOf(judged.filter(test))
    const { overall } = report.ruleset
    const caught = judged.filter(each => isFraud(each) && isFlagged(each)).length
    const fraud = judged.filter(isFraud)
    expect(caught).toBeGreaterThan(50)
    expect(overall).toMatchObject({
      review: of(({ decision }) => decision.action === 'review'),
      block: of(({ decision }) => decision.action === 'block'),
      caught: of(each => isFraud(each) && isFlagged(each)),
      missed: of(each => isFraud(each) && !isFlagged(each)),
      insulted: of(each => !isFraud(each) && isFlagged(each)),
      insultedByBlock: of(each => !isFraud(each) && each.decision.action === 'block'),
      precision: ratio(caught, judged.filter(isFlagged).length),
      recall: ratio(caught, fraud.length),
    })
    expect(overall.recallByAmount).toBeCloseTo(overall.caught.amount / sumOf(fraud).amount, 10)
    const times = judged.map(({ decision }) => Date.parse(decision.occurredAt))
    const days = (Math.max(...times) - Math.min(...times)) / 86_400_000
    expect(overall.reviewsPerDay).toBeCloseTo(overall.review.payments / days, 10)
    expect(report.ruleset.daily.reduce((sum, day) => sum + day.review, 0)).toBe(overall.review.payments)
  })

  it('counts each rule, what it alone hits, and what it shares', () => {
    const fraud = judged.filter(isFraud)
    const { rules, overlap } = report.ruleset
    expect(rules.filter(({ hits }) => hits.payments > 0).length).toBeGreaterThan(20)
    rules.forEach(({ rule, hits, precision, recall, alone, aloneBad }, row) => {
      const hit = judged.filter(each => hitsOf(each).includes(rule))
      const right = hit.filter(isFraud).length
      const lonely = hit.filter(({ decision }) => decision.hits.every(other => other.rule === rule))
      expect({ rule, hits, precision, recall, alone, aloneBad }).toEqual({
        rule,
        hits: sumOf(hit),
        precision: ratio(right, hit.length),
        recall: ratio(right, fraud.length),
        alone: sumOf(lonely),
        aloneBad: lonely.filter(isFraud).length,
      })
      const shared = rules.map(other => hit.filter(each => hitsOf(each).includes(other.rule)).length)
      expect(overlap[row]).toEqual(shared)
    })
  })

  it('counts each label', () => {
    const labels = [...new Set(judged.map(({ label }) => label))]
    expect(labels.length).toBeGreaterThan(5)
    for (const label of labels) {
      const of = judged.filter(each => each.label === label)
      expect(report.ruleset.labels.find(each => each.label === label)).toMatchObject({
        payments: sumOf(of),
        flagged: sumOf(of.filter(isFlagged)),
        blocked: of.filter(({ decision }) => decision.action === 'block').length,
      })
    }
  })

  it('leaves out what only warms the velocities, and counts it all the same', async () => {
    const half = workshop.lines('payments.ndjson').slice(0, 2000)
    const early = new Set(half.map(line => (JSON.parse(line) as { id: string }).id))
    const late = judged.filter(({ decision }) => !early.has(decision.paymentId))
    const warmed = await workshop.backtest({ rules: 'rules', warmUntil: '50%' })
    expect(warmed.input).toMatchObject({ judged: late.length, warmed: early.size })
    expect(warmed.ruleset.overall.review).toEqual(sumOf(late.filter(({ decision }) => decision.action === 'review')))
    const day = '2026-01-06'
    const since = judged.filter(({ decision }) => decision.occurredAt >= day)
    const dated = await workshop.backtest({ rules: 'rules', warmUntil: day })
    expect(since.length).toBeLessThan(judged.length)
    expect(dated.ruleset.overall.payments).toEqual(sumOf(since))
    expect(dated.ruleset.overall.block).toEqual(sumOf(since.filter(({ decision }) => decision.action === 'block')))
  })
})
