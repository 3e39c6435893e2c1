import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { BacktestReport } from '../../src/backtest/report.ts'
import { backtestPage } from '../../src/cli/backtest/backtest-page.ts'

const none = { payments: 0, amount: 0 }
const truths = { fraud: 1, abuse: 0, legit: 2, unknown: 0 }
const overall = {
  ...{ payments: none, review: none, block: none, caught: none, missed: none, insulted: none, insultedByBlock: none },
  ...{ reviewsPerDay: 1, blocksPerDay: 0.25, precision: 0.5, recall: null, recallByAmount: 1 },
}

/** A report with the same foreign text in every place that holds one. */
function reportWith(text: string): BacktestReport {
  const rule = { rule: text, title: text, mode: 'live' as const, score: 5, hits: { payments: 3, amount: 9.5 }, truths }
  const ruleset = {
    ...{ dir: text, hash: text, thresholds: { review: 50, block: 100 }, overall },
    rules: [1, 2].map(() => ({ ...rule, precision: 1 / 3, recall: 1, alone: none, aloneBad: 0 })),
    overlap: [
      [3, 1],
      [1, 3],
    ],
    labels: [{ label: text, truth: 'fraud' as const, payments: { payments: 3, amount: 1 }, flagged: none, blocked: 0 }],
    daily: [{ day: '2026-01-05', payments: 3, review: 1, block: 1, caught: 1 }],
  }
  const hit = { rule: text, score: 5, reason: text }
  const example = {
    ...{ paymentId: text, occurredAt: '2026-01-05T00:00:00.000Z', amount: null, label: text },
    ...{ scoreBefore: 0, scoreAfter: 60, gained: [hit], lost: [hit], byPolicy: true },
    rescored: [{ rule: text, before: 1, after: 2 }],
  }
  const point = { value: 3, line: text, hits: none, truths, precision: null, recall: 0.5, overall }
  return {
    input: {
      ...{
        file: text,
        baseCurrency: 'USD',
        records: 3,
        repeated: 1,
        statusChanges: 0,
        rejected: 1,
        warmed: 1,
        afterUntil: 0,
        judged: 3,
      },
      ...{ withoutAmount: 0, from: '2026-01-05T00:00:00.000Z', to: '2026-01-06T00:00:00.000Z', days: 1 },
      truths: { fraud: { payments: 3, amount: 1 }, abuse: none, legit: none, unknown: none },
    },
    ruleset,
    against: ruleset,
    diff: {
      ...{ different: 2, changed: { payments: 1, amount: 1 }, rules: [{ rule: text, gained: 1, lost: 1 }] },
      changes: [
        { before: 'allow', after: 'review', payments: { payments: 1, amount: 1 }, truths, examples: [example] },
      ],
    },
    sweep: {
      rule: text,
      mode: 'shadow',
      line: text,
      list: 'when',
      current: 3,
      points: [point, { ...point, value: 4 }],
    },
  }
}

/** What a browser takes for markup: every tag with its attributes. */
function tagsOf(page: string): string[] {
  return page.match(/<[a-z!/][^>]*>/gi) ?? []
}

it('lets no text of a payment, a rule or a label become markup', () => {
  const plain = tagsOf(backtestPage(reportWith('word')))
  expect(plain.length).toBeGreaterThan(100)
  const hostile = fc.oneof(
    fc.constantFrom(
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      '</style><svg onload=x>',
      '&lt;b&gt;',
    ),
    fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', '`', '=', '/', '!', '-', 'a', ';', ' ') }),
  )
  fc.assert(
    fc.property(hostile, text => {
      expect(tagsOf(backtestPage(reportWith(text)))).toEqual(plain)
    }),
  )
})

it('shows the text as it is', () => {
  expect(backtestPage(reportWith('a<b>&"c'))).toContain('a&#60;b&#62;&#38;&#34;c')
})

it('needs nothing from elsewhere and runs nothing', () => {
  const page = backtestPage(reportWith('word'))
  expect(page).not.toMatch(/<script|<link|<iframe|<img|https?:|url\(|@import|\son[a-z]+=/i)
  expect(page).toContain("default-src 'none'")
  expect(page).toContain('prefers-color-scheme: dark')
})

it('draws no figure that is not one', () => {
  expect(backtestPage(reportWith('word'))).not.toMatch(/NaN|Infinity|undefined|\[object/)
})

it('can be drawn of nothing', () => {
  const { input, ruleset } = reportWith('word')
  const empty = {
    ...input,
    judged: 0,
    from: null,
    to: null,
    truths: { fraud: none, abuse: none, legit: none, unknown: none },
  }
  const page = backtestPage({ input: empty, ruleset: { ...ruleset, daily: [], labels: [], rules: [], overlap: [] } })
  expect(page).not.toMatch(/NaN|Infinity|undefined/)
})
