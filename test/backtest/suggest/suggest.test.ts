import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Standing, Suggestion } from '../../../src/backtest/suggest/suggest-report.ts'
import { usualValues } from '../../../src/backtest/sweep-values.ts'
import { Random } from '../../../src/generator/random.ts'
import { MadeHistory, type MadePayment, madePayments } from './made-history.ts'

const COUNT = 1500
const CARDS = 'velocity: { cards: { distinct: card.fingerprint, by: ip, window: 1d } }'

const history = new MadeHistory()
afterAll(() => history.close())

const amountOf = ({ amount }: MadePayment) => Number(amount)

describe('the effect that is told', () => {
  const rules = {
    'large-amount': 'when: [amount > 1500]',
    'small-share': `${CARDS}\nwhen: [cards >= 4, amount > 20]\nscore: 30\nunless: [amount > 900]`,
    'poor-rule': 'when: [amount < 300]',
    'good-in-shadow': 'mode: shadow\nwhen: [amount > 1400]\nscore: 90',
    'number-in-shadow': 'mode: shadow\nwhen: [amount > 1900]',
  }
  let dir: string
  beforeAll(() => {
    const random = new Random(3)
    history.payments(madePayments(COUNT, random), payment => {
      if (random.next() < 0.15) return 'unknown'
      return random.next() < (amountOf(payment) > 1000 ? 0.7 : 0.04) ? 'fraud' : 'legit'
    })
    dir = history.rules('rules', rules)
  })

  it('is what two full backtests say, before and after the edit', async () => {
    const before = history.bytes('rules')
    const report = await history.suggest({ rules: dir, shadow: true })
    expect(history.bytes('rules')).toEqual(before)
    expect(report.suggestions.map(({ rule }) => rule).sort()).toEqual([
      'good-in-shadow',
      'large-amount',
      'number-in-shadow',
      'poor-rule',
    ])
    expect(new Set(report.suggestions.map(({ kind }) => kind))).toEqual(new Set(['number', 'mode']))
    const since = report.split!.at
    for (const suggestion of report.suggestions) {
      const was = await history.backtest(edited(suggestion, false), since)
      const becomes = await history.backtest(edited(suggestion, true), since)
      for (const [told, run] of [
        [suggestion.later.before, was],
        [suggestion.later.after, becomes],
      ] as const) {
        const rule = run.ruleset.rules.find(each => each.rule === suggestion.rule)!
        expect(told).toEqual({
          overall: run.ruleset.overall,
          hits: rule.hits.payments,
          bad: rule.truths.fraud,
          good: rule.truths.legit,
          precision: rule.precision,
        } satisfies Standing)
      }
      const { flagged, freed, gain } = suggestion.later
      const flags = ({ review, block }: Standing['overall']) => review.payments + block.payments
      const difference = flags(becomes.ruleset.overall) - flags(was.ruleset.overall)
      expect(sum(flagged) - sum(freed)).toBe(difference)
      expect(gain).toBeCloseTo(worth(becomes.ruleset.overall) - worth(was.ruleset.overall), 6)
      expect(gain).toBeGreaterThan(0)
    }
  })

  it('is shown by the backtest that is told to try', async () => {
    const report = await history.suggest({ rules: dir })
    const number = report.suggestions.find(each => each.kind === 'number')!
    const { sweep, proposed, later } = number
    const run = await history.backtest(dir, report.split!.at, { sweep, values: String(proposed) })
    expect(run.sweep!.points.find(({ value }) => value === proposed)!.overall).toEqual(later.after.overall)
    const { out } = await history.run({ rules: dir, format: 'human' })
    expect(out).toContain(`--since ${report.split!.at} --sweep ${sweep} --values ${proposed}`)
    expect(out).toContain(`${number.file}:${number.fileLine}  ${number.line}  →  ${number.proposedLine}`)
  })

  /** A copy of the rules with the suggestion followed, or not; a shadow rule whose number is tried counts as live. */
  function edited(suggestion: Suggestion, isFollowed: boolean): string {
    const copy = history.path(`copy-${suggestion.rule}-${isFollowed}`)
    cpSync(dir, copy, { recursive: true })
    const path = `${copy}/${suggestion.rule}.yaml`
    let text = readFileSync(path, 'utf8')
    if (suggestion.kind === 'number') {
      text = text.replace('mode: shadow', 'mode: live')
      if (isFollowed) text = text.replace(suggestion.line, suggestion.proposedLine)
    } else if (isFollowed) text = text.replace(`mode: ${suggestion.mode}`, `mode: ${suggestion.to}`)
    writeFileSync(path, text)
    return copy
  }
})

describe('a planted number', () => {
  const planted = [
    { rule: 'when: [amount > 1000]', current: 1000, field: amountOf, isAbove: true },
    { rule: 'when: [amount > 400]', current: 400, field: amountOf, isAbove: true },
    { rule: 'when: [1600 > amount]', current: 1600, field: amountOf, isAbove: false },
    { rule: 'when: [amount > 10]\nunless: [amount < 900]', current: 900, field: amountOf, isAbove: true },
  ]
  for (const [seed, { rule, current, field, isAbove }] of planted.entries()) {
    it(`is found: ${rule.replace('\n', ', ')}`, async () => {
      const among = usualValues(current).filter(value => value !== current && value > 300 && value < 1700)
      for (const number of [among[0]!, among.at(-1)!, among[Math.floor(among.length / 2)]!]) {
        history.payments(madePayments(COUNT, new Random(100 + seed)), payment =>
          field(payment) > number === isAbove ? 'fraud' : 'legit',
        )
        const dir = history.rules(`planted-${seed}`, { planted: rule })
        const report = await history.suggest({ rules: dir, insultCost: '1' })
        const [suggestion, ...others] = report.suggestions
        expect(others).toEqual([])
        expect(suggestion).toMatchObject({ kind: 'number', rule: 'planted', current, proposed: number })
      }
    })
  }

  it('is not suggested where the later payments say otherwise', async () => {
    const payments = madePayments(COUNT, new Random(9))
    history.payments(payments, payment => {
      const isEarlier = Number(payment.id.slice(1)) < COUNT * 0.6
      return amountOf(payment) > (isEarlier ? 500 : 1000) ? 'fraud' : 'legit'
    })
    const report = await history.suggest({ rules: history.rules('moved', { planted: 'when: [amount > 1000]' }) })
    expect(report.suggestions).toEqual([])
    expect(report.tried).toMatchObject({ chosen: 1, notHeld: 1 })
  })
})

describe('nothing is suggested', () => {
  it.each([1, 2, 3, 4, 5])('from random labels, seed %i', async seed => {
    const random = new Random(seed)
    history.payments(madePayments(COUNT, random), () => (random.next() < 0.2 ? 'fraud' : 'legit'))
    const rules = {
      'large-amount': 'when: [amount > 1500]',
      'cards-at-ip': `${CARDS}\nwhen: [cards >= 4, amount > 100]\nunless: [amount > 900]`,
      'small-amount': 'when: [amount < 200]\nscore: 30',
      shadow: 'mode: shadow\nwhen: [amount > 700, amount < 1200]',
    }
    const report = await history.suggest({ rules: history.rules('random', rules), shadow: true })
    expect(report.suggestions).toEqual([])
    expect(report.refused).toBeNull()
  })

  it('where too little is known', async () => {
    const random = new Random(4)
    history.payments(madePayments(200, random), ({ id }) => (id.endsWith('0') ? 'fraud' : 'unknown'))
    const { out, code } = await history.run({
      rules: history.rules('few', { few: 'when: [amount > 900]' }),
      format: 'human',
    })
    expect(code).toBe(0)
    expect(out).toMatch(/Nothing is suggested: the earlier part has \d+ payments that are known to be fraud and 0 that/)
  })

  it('where most of what would change has no label', async () => {
    history.payments(madePayments(COUNT, new Random(6)), payment => {
      const isUnknown = amountOf(payment) <= 1500 && !payment.id.endsWith('7')
      return isUnknown ? 'unknown' : amountOf(payment) > 1000 ? 'fraud' : 'legit'
    })
    const report = await history.suggest({ rules: history.rules('unknown', { large: 'when: [amount > 1500]' }) })
    expect(report.suggestions).toEqual([])
  })
})

describe('wrong use', () => {
  it.each([
    [{ labels: undefined }, /needs `--labels`/],
    [{ database: 'there' }, /two places/],
    [{ legitAfter: '120d' }, /payments of the desk/],
    [{ reviewCost: '-1' }, /`--review-cost` is an amount/],
    [{ insultCost: '2' }, /`--insult-cost` is a share/],
    [{ leastLabelled: '0' }, /`--least-labelled`/],
    [{ since: 'soon' }, /`--since` is a day/],
  ])('%o is told', async (options, message) => {
    const { code, err } = await history.run({ rules: 'rules', ...options })
    expect([code, err]).toEqual([2, expect.stringMatching(message)])
  })
})

function sum({ bad, good, unlabelled }: { bad: number; good: number; unlabelled: number }): number {
  return bad + good + unlabelled
}

function worth({ caught, insulted, insultedByBlock, review }: Standing['overall']): number {
  return caught.amount - 0.1 * (insulted.amount - insultedByBlock.amount) - insultedByBlock.amount - 5 * review.payments
}
