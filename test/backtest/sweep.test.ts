import { mkdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findSweepTarget } from '../../src/backtest/sweep-target.ts'
import { readValues, usualValues } from '../../src/backtest/sweep-values.ts'
import { loadRuleset } from '../../src/ruleset/load-ruleset.ts'
import { Workshop } from './run-command.ts'

const workshop = new Workshop()

/** Lines with numbers in every kind of place; `@` stands for the number that is swept. */
const SWEPT: Record<string, { fields: string; line: string; values: number[]; current: number }> = {
  count: { fields: 'when: [cards_per_ip >= @, amount > 5]', line: 'cards_per_ip', values: [1, 2, 4], current: 3 },
  mirrored: { fields: 'when: ["@ < amount"]', line: '1', values: [20, 75.5, 400], current: 100 },
  inside: {
    fields: 'when: [\'amount > 30 + @ * cards_per_ip || currency == "EUR"\']',
    line: '1#2',
    values: [-3, 0, 40],
    current: 10,
  },
  unless: {
    fields: 'when: [amount > 40]\nunless: [amount > @, ip.hosting]',
    line: '2',
    values: [50, 90, 300],
    current: 60,
  },
  absent: {
    fields: 'missing: hit\nwhen: [order.quantity >= @, cards_per_ip < 9]',
    line: 'order.quantity',
    values: [1, 3],
    current: 2,
  },
  negative: { fields: 'when: [amount - 100 > @]', line: '1#2', values: [-90, 0, 50], current: -40 },
  acting: { fields: 'action: block\nwhen: [amount > @]', line: '1', values: [60, 500], current: 200 },
}

function rulesWith(name: string, number: number): string {
  const dir = workshop.path(`rules-${name}-${number}`)
  mkdirSync(dir, { recursive: true })
  const folder = `rules-${name}-${number}`
  const tests =
    'tests: []\nscore: 30\nreason: because\nvelocity: { cards_per_ip: { distinct: card.fingerprint, by: ip, window: 1d } }'
  workshop.write(
    `${folder}/policy.yaml`,
    'thresholds: { review: 50, block: 80 }\nbase: USD\nrates: { as_of: 2026-01-01, EUR: 1.1 }\n',
  )
  workshop.write(
    `${folder}/other.yaml`,
    'rule: other\ntitle: Other\nmode: live\nwhen: [amount > 55]\nscore: 50\nreason: other\ntests: []\n',
  )
  const { fields } = SWEPT[name]!
  workshop.write(
    `${folder}/swept.yaml`,
    `rule: swept\ntitle: Swept\nmode: live\n${fields.replace('@', String(number))}\n${tests}\n`,
  )
  return dir
}

beforeAll(() => workshop.generate(1200, 31), 180_000)
afterAll(() => workshop.close())

describe('sweep', () => {
  for (const [name, { line, values, current }] of Object.entries(SWEPT)) {
    it(`says in one pass what score does with the changed file: ${name}`, async () => {
      const sweep = `swept:${line}`
      const labels = workshop.path('labels.csv')
      const rules = rulesWith(name, current)
      const report = await workshop.backtest({ rules, sweep, values: values.join(','), labels })
      expect(report.sweep!.current).toBe(current)
      expect(report.sweep!.points.map(({ value }) => value)).toEqual([...values, current].sort((a, b) => a - b))
      for (const value of values) {
        const again = await workshop.backtest({ rules: rulesWith(name, value), labels })
        const scored = await workshop.score(rulesWith(name, value))
        const point = report.sweep!.points.find(each => each.value === value)!
        const rule = again.ruleset.rules.find(each => each.rule === 'swept')!
        expect(point.overall).toEqual(again.ruleset.overall)
        expect([point.hits, point.truths, point.precision, point.recall]).toEqual([
          rule.hits,
          rule.truths,
          rule.precision,
          rule.recall,
        ])
        expect(point.hits.payments).toBe(scored.filter(({ hits }) => hits.some(hit => hit.rule === 'swept')).length)
        expect(point.overall.block.payments).toBe(scored.filter(({ action }) => action === 'block').length)
      }
      expect(new Set(report.sweep!.points.map(({ hits }) => hits.payments)).size).toBeGreaterThan(1)
      expect(report.sweep!.points.find(({ value }) => value === current)!.overall).toEqual(report.ruleset.overall)
    })
  }
})

describe('what is swept', () => {
  it('is named by a part of a line, or by its place', async () => {
    const { ruleset } = await loadRuleset('rules')
    const find = (written: string) => findSweepTarget(ruleset!, written)
    expect(find('many-cards-one-ip:1')).toMatchObject({ list: 'when', line: 0, number: 0, current: 3 })
    expect(find('many-cards-one-ip:cards_per_ip >= 3')).toEqual(find('many-cards-one-ip:1'))
    expect(find('many-cards-one-ip')).toMatch(/not of the form/)
    expect(find('many-cards-one-op:1')).toMatch(/did you mean `many-cards-one-ip`/)
    expect(find('many-cards-one-ip:7')).toMatch(/no line `7`; its lines are:\n {2}1 {2}when cards_per_ip >= 3/)
    expect(find('many-cards-one-ip:office')).toMatch(/no number/)
    expect(find('many-cards-one-ip:1#2')).toMatch(/no number 2/)
  })

  it('takes values from a list or a range, and the number as it stands', () => {
    expect(readValues('5, 1', 3)).toEqual([1, 3, 5])
    expect(readValues('1..2/0.5', 1)).toEqual([1, 1.5, 2])
    expect(readValues('0..100', 5)).toHaveLength(21)
    expect(readValues('1,,2', 3)).toMatch(/list/)
    expect(readValues('2..1', 3)).toMatch(/range/)
    expect(readValues('1..1000/1', 3)).toMatch(/at most/)
    expect(usualValues(3)).toEqual([1, 2, 3, 4, 5, 6])
    expect(usualValues(0)).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(usualValues(500)).toContain(500)
    expect(usualValues(0.35)).toContain(0.35)
    expect(usualValues(-20).at(0)).toBe(-80)
  })
})
