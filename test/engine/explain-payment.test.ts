import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { explain } from '../../src/engine/explain.ts'
import { explainPayment } from '../../src/engine/explain-payment.ts'
import { frameOf, rulesetOf, ruleText } from './engine-fixture.ts'

/** What each line of a rule says of how far it is from being in favour of a hit, for a payment of 129.90 USD. */
function gapsOf(fields: Record<string, string>, changes = {}): string[] {
  const ruleset = rulesetOf({ 'a.yaml': ruleText('a', fields) })
  const { lines } = explain(ruleset.rules[0]!, frameOf(ruleset, changes))
  return lines.map(({ gaps }) => gaps.map(({ text, says }) => `${text}: ${says}`).join('; '))
}

describe('how far a line is from holding', () => {
  it.each([
    ['amount > 200', 'amount > 200: short by 70.10'],
    ['amount > 129.90', 'amount > 129.90: must be more than 129.90'],
    ['amount < 100', 'amount < 100: too high by 29.90'],
    ['amount < 129.9', 'amount < 129.9: must be less than 129.90'],
    ['200 <= amount', '200 <= amount: short by 70.10'],
    ['amount == 100', 'amount == 100: off by 29.90'],
    ['amount != 129.9', 'amount != 129.9: must not be 129.90'],
    ['!(amount > 100)', 'amount > 100: too high by 29.90'],
    ['!(amount >= 129.9)', 'amount >= 129.9: must be less than 129.90'],
    ['amount * 2 > 300', 'amount * 2 > 300: short by 40.20'],
    ['size(currency) > 4', 'size(currency) > 4: short by 1'],
    ['amount > 200 && size(currency) == 2', 'amount > 200: short by 70.10; size(currency) == 2: off by 1'],
    ['amount > 200 || currency == "EUR"', 'amount > 200: short by 70.10'],
    ['amount > 100 && amount < 110', 'amount < 110: too high by 19.90'],
    ['currency == "EUR"', ''],
    ['amount > 100', ''],
  ])('%s', (line, says) => {
    expect(gapsOf({ when: JSON.stringify([line]) })).toEqual([says])
  })

  it('is told of the lines of `unless` that let the payment pass', () => {
    expect(gapsOf({ unless: '["amount < 200", "amount < 100"]' })).toEqual(['', 'amount < 200: short by 70.10', ''])
  })

  it('is not told where a value is absent', () => {
    expect(gapsOf({ when: '["amount > 200"]' }, { currency: 'GBP' })).toEqual([''])
  })
})

const comparison = fc
  .tuple(
    fc.constantFrom('amount', 'size(currency)', 'amount - 100'),
    fc.constantFrom('<', '<=', '>', '>=', '==', '!='),
    fc.constantFrom('3', '29.9', '100', '129.9'),
    fc.boolean(),
  )
  .map(([name, operator, limit, turned]) => (turned ? `${limit} ${operator} ${name}` : `${name} ${operator} ${limit}`))
const { condition } = fc.letrec<{ condition: string }>(tie => ({
  condition: fc.oneof(
    { depthSize: 'small' },
    comparison,
    tie('condition').map(inner => `!(${inner})`),
    fc.tuple(tie('condition'), tie('condition')).map(([one, other]) => `(${one} && ${other})`),
    fc.tuple(tie('condition'), tie('condition')).map(([one, other]) => `(${one} || ${other})`),
  ),
}))

/** The gaps of a condition, and whether it is what is wanted, for a payment of 129.90 USD. */
function judged(text: string, wanted: boolean) {
  const ruleset = rulesetOf({ 'a.yaml': ruleText('a', { when: JSON.stringify([text]) }) })
  const frame = frameOf(ruleset)
  const [line] = ruleset.rules[0]!.when
  return { gaps: line!.gaps(frame, wanted), isWanted: line!.holds(frame) === wanted }
}

describe('gaps', () => {
  it('are there for one comparison, however often it is turned around, exactly when it is not what is wanted', () => {
    fc.assert(
      fc.property(comparison, fc.nat(3), fc.boolean(), (text, turns, wanted) => {
        const { gaps, isWanted } = judged(`${'!('.repeat(turns)}${text}${')'.repeat(turns)}`, wanted)
        expect(gaps.length).toBe(isWanted ? 0 : 1)
        for (const { by, value, limit } of gaps) expect(by).toBe(Math.abs(value - limit))
      }),
      { numRuns: 200 },
    )
  })

  it('are there for many comparisons whenever they are not together what is wanted', () => {
    fc.assert(
      fc.property(condition, fc.boolean(), (text, wanted) => {
        const { gaps, isWanted } = judged(text, wanted)
        if (!isWanted) expect(gaps).not.toEqual([])
      }),
      { numRuns: 100 },
    )
  })
})

describe('all rules for one payment', () => {
  const ruleset = rulesetOf({
    'hit.yaml': ruleText('hit', { when: '["amount > 50"]', reason: '"{amount} is large"' }),
    'near.yaml': ruleText('near', { when: '["amount > 130"]' }),
    'far.yaml': ruleText('far', { when: '["amount > 1000"]' }),
    'two.yaml': ruleText('two', { when: '["amount > 130", "currency == \\"EUR\\""]' }),
    'open.yaml': ruleText('open', { when: '["ip == \\"1.2.3.4\\""]' }),
    'guess.yaml': ruleText('guess', { when: '["ip == \\"1.2.3.4\\""]', missing: 'hit' }),
    'silent.yaml': ruleText('silent', { when: '["amount > 50"]', mode: 'shadow' }),
    'count.yaml': ruleText('count', {
      velocity: '{ cards: { distinct: card.fingerprint, by: [ip, device.id], window: 1h } }',
      when: '["cards > 2"]',
    }),
  })
  const { decision, rules } = explainPayment(ruleset, frameOf(ruleset))

  it('stand hits first, then what is open, then the nearest to a hit', () => {
    expect(rules.map(({ rule }) => rule)).toEqual(['guess', 'hit', 'silent', 'count', 'open', 'near', 'far', 'two'])
  })

  it('agree with the decision', () => {
    expect(decision.hits.map(({ rule }) => rule)).toEqual(['guess', 'hit'])
    expect(rules.find(({ rule }) => rule === 'hit')?.reason).toBe('129.90 is large')
    expect(decision.score).toBe(20)
  })

  it('say why a velocity is absent', () => {
    expect(rules.find(({ rule }) => rule === 'count')?.absences).toEqual([
      'cards: the payment has no ip and no device.id to count on',
    ])
  })
})
