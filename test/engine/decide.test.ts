import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide } from '../../src/engine/decide.ts'
import { formatDecision } from '../../src/engine/format-decision.ts'
import type { Action } from '../../src/model/decision.ts'
import type { Ruleset } from '../../src/ruleset/ruleset.ts'
import { frameOf, payment, rulesetOf, ruleText } from './engine-fixture.ts'

const cards = ruleText('cards', {
  velocity: '{ cards_per_ip: { distinct: card.fingerprint, by: ip, window: 1h } }',
  when: '[amount > 50, cards_per_ip >= 3]',
  score: 60,
  reason: '"{cards_per_ip} cards from {ip} within 1h, this one for {amount} {currency}"',
})

describe('a decision', () => {
  it('says what hit, why, and what the hits read', () => {
    const abroad = ruleText('abroad', { when: '[ip.country == "GB"]', score: 5 })
    const ruleset = rulesetOf({ 'cards.yaml': cards, 'abroad.yaml': abroad })
    const decision = decide(ruleset, frameOf(ruleset, { ip: '81.2.69.160' }, [4]), 'hits')
    expect(decision).toEqual({
      paymentId: 'pay_1',
      occurredAt: '2026-11-21T10:15:30.123Z',
      action: 'review',
      score: 65,
      ruleset: ruleset.hash,
      hits: [
        { rule: 'abroad', mode: 'live', score: 5, reason: 'because' },
        {
          rule: 'cards',
          mode: 'live',
          score: 60,
          reason: '4 cards from 81.2.69.160 within 1h, this one for 129.90 USD',
        },
      ],
      velocity: { cards_per_ip: 4 },
      facts: { 'ip.country': 'GB' },
      queue: 'testing',
      priority: 'high',
      handling: 'approval',
    })
  })

  it('names what the hits read in one order, however the rule is written', () => {
    const velocity = '{ z: { count: payments, by: ip, window: 1h }, a: { count: payments, by: ip, window: 2h } }'
    const ruleset = rulesetOf({
      'r.yaml': ruleText('r', { velocity, when: '[z > 0, ip.version == 4, a > 0, ip.country == "GB"]' }),
    })
    const decision = decide(ruleset, frameOf(ruleset, { ip: '81.2.69.160' }, [1, 1]), 'hits')
    expect([Object.keys(decision.velocity!), Object.keys(decision.facts!)]).toEqual([
      ['a', 'z'],
      ['ip.country', 'ip.version'],
    ])
  })

  it('stays under 250 bytes when nothing happened', () => {
    const ruleset = rulesetOf({ 'cards.yaml': cards })
    const text = formatDecision(
      decide(ruleset, frameOf(ruleset, { id: 'p'.repeat(64), merchantId: 'm'.repeat(30) }, [1]), 'hits'),
    )
    expect(text.length).toBeLessThan(250)
  })

  it.each<[number, Action]>([
    [0, 'allow'],
    [49, 'allow'],
    [50, 'review'],
    [99, 'review'],
    [100, 'block'],
    [-20, 'allow'],
  ])('with score %i is %s', (score, action) => {
    const ruleset = rulesetOf({ 'a-rule.yaml': ruleText('a-rule', { score }) })
    const decision = decide(ruleset, frameOf(ruleset), 'hits')
    expect([decision.score, decision.action]).toEqual([score, action])
    expect(decision.queue).toBe({ allow: undefined, review: 'rest', block: 'blocked' }[action])
  })

  it('is at least the action of a live rule that hit, and no less for it', () => {
    const ruleset = rulesetOf({
      'a.yaml': ruleText('a', { action: 'block', score: 0 }),
      'b.yaml': ruleText('b', { action: 'review', score: 60 }),
      'c.yaml': ruleText('c', { action: 'review', score: 0 }),
    })
    const only = (...names: string[]): Ruleset => ({
      ...ruleset,
      rules: ruleset.rules.filter(rule => names.includes(rule.name)),
    })
    const action = (...names: string[]) => decide(only(...names), frameOf(ruleset), 'hits').action
    expect([action('a'), action('b'), action('c'), action('a', 'b', 'c'), action()]).toEqual([
      'block',
      'review',
      'review',
      'block',
      'allow',
    ])
  })

  it('is not changed by shadow rules, which are listed apart', () => {
    const ruleset = rulesetOf({
      'a.yaml': ruleText('a', { mode: 'shadow', action: 'block', score: 500, when: '[amount > 1]' }),
    })
    const decision = decide(ruleset, frameOf(ruleset), 'hits')
    expect(decision).toMatchObject({
      action: 'allow',
      score: 0,
      hits: [],
      shadowHits: [{ rule: 'a', mode: 'shadow', score: 500 }],
    })
  })

  it('treats an unknown rule as its `missing` says, and lists it with detail `all`', () => {
    const ruleset = rulesetOf({
      'quiet.yaml': ruleText('quiet', { when: '[device.id == "x"]' }),
      'strict.yaml': ruleText('strict', { when: '[device.id == "x", amount > 1]', missing: 'hit', score: 70 }),
      'spared.yaml': ruleText('spared', { unless: '[device.id == "x"]' }),
      'never.yaml': ruleText('never', { when: '[device.id == "x", amount < 1]', missing: 'hit' }),
    })
    const unknown: string[] = []
    const decision = decide(ruleset, frameOf(ruleset), 'hits', rule => unknown.push(rule.name))
    expect(decision.hits.map(hit => hit.rule)).toEqual(['strict'])
    expect(decision.unknown).toBeUndefined()
    expect(unknown).toEqual(['quiet', 'spared', 'strict'])
    expect(decide(ruleset, frameOf(ruleset), 'all').unknown).toEqual(
      ['quiet', 'spared', 'strict'].map(rule => ({ rule, missing: ['device.id'] })),
    )
  })

  it('lists every velocity with detail `all`, under the rule where names clash, and which are approximate', () => {
    const counting = (rule: string, window: string, mode: string) =>
      ruleText(rule, {
        mode,
        velocity: `{ per_ip: { count: payments, by: ip, window: ${window} }, ${rule}_seen: { seen_before: ip, by: customer.id, window: 1d } }`,
        when: '[per_ip > 100]',
      })
    const ruleset = rulesetOf({
      'a.yaml': counting('a', '1h', 'live'),
      'b.yaml': counting('b', '2h', 'shadow'),
      'off.yaml': counting('off', '3h', 'off'),
    })
    expect(ruleset.rules.map(rule => rule.name)).toEqual(['a', 'b'])
    const decision = decide(ruleset, frameOf(ruleset, {}, [2, true, 5]), 'all')
    expect(decision.velocity).toEqual({ 'a.per_ip': 2, a_seen: true, 'b.per_ip': 5, b_seen: true })
    expect(decision.approximate).toEqual(['a_seen', 'b_seen'])
    expect(decide(ruleset, frameOf(ruleset, {}, [2, true, 5]), 'hits').velocity).toBeUndefined()
  })

  it('has the same bytes each time and in any order of the rules', () => {
    const rules = Array.from({ length: 6 }, (_, index) =>
      ruleText(`r${index}`, {
        mode: index % 2 === 0 ? 'live' : 'shadow',
        score: 15 + index,
        when: `[amount > ${index * 30}, "ip.country == \\"GB\\" || amount > ${index}"]`,
        velocity: `{ v${index}: { count: payments, by: ip, window: ${index + 1}h } }`,
        reason: `"{v${index}} {ip.country}"`,
      }),
    )
    const original = rulesetOf(Object.fromEntries(rules.map((text, index) => [`r${index}.yaml`, text])))
    const expected = formatDecision(
      decide(original, frameOf(original, { ip: '81.2.69.160' }, [1, 2, 3, 4, 5, 6]), 'all'),
    )
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), order => {
        const shuffled = rulesetOf(Object.fromEntries(order.map(index => [`r${index}.yaml`, rules[index]!])))
        expect(shuffled.hash).toBe(original.hash)
        const values = [1, 2, 3, 4, 5, 6]
        expect(formatDecision(decide(shuffled, frameOf(shuffled, { ip: '81.2.69.160' }, values), 'all'))).toBe(expected)
      }),
      { numRuns: 40 },
    )
  })
})

describe('a reason', () => {
  const reasonFor = (reason: string, changes: Parameters<typeof frameOf>[1]) => {
    const velocity =
      '{ usual: { avg: amount, by: customer.id, window: 30d }, share: { ratio: declines, by: ip, window: 1h } }'
    const ruleset = rulesetOf({ 'a.yaml': ruleText('a', { velocity, reason: JSON.stringify(reason) }) })
    return ruleset.rules[0]!.reason(frameOf(ruleset, changes, [61.2, 0.3333]))
  }

  it.each([
    ['{amount} {currency}, usually {usual}', {}, '129.90 USD, usually 61.20'],
    ['{amount} {currency}, usually {usual}', { currency: 'EUR' }, '129.90 EUR, usually 61.20 USD'],
    ['{amount} where {usual} {currency} is usual', { currency: 'EUR' }, '155.88 USD where 61.20 USD is usual'],
    ['{amount} {currency}', { currency: 'JPY', amountMinor: 5000 }, '5000 JPY'],
    ['{amount}', { currency: 'GBP' }, 'absent'],
    ['{share} of {ip}, {{so}}', { ip: '192.0.2.1' }, '0.33 of 192.0.2.1, {so}'],
    ['{customer.name}', { customer: { name: 'a\u202eb\nc' } }, 'a b c'],
    ['{order.item_count} items, {email.disposable}', {}, 'absent items, absent'],
  ])('%s', (reason, changes, expected) => {
    expect(reasonFor(reason, changes)).toBe(expected)
  })

  it('is about the payment that is decided', () => {
    expect(payment.currency).toBe('USD')
  })
})
