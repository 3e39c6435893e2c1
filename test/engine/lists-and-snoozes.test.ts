import { describe, expect, it } from 'vitest'
import { decide } from '../../src/engine/decide.ts'
import { formatDecision } from '../../src/engine/format-decision.ts'
import { startSummary } from '../../src/pipeline-summary.ts'
import { createMetrics } from '../../src/telemetry/create-metrics.ts'
import { compileFiles, frameOf, POLICY, payment, rulesetOf, ruleText } from './engine-fixture.ts'

const LISTS = `${POLICY}lists:
  stolen: { kind: block, on: card.fingerprint }
  watched: { kind: review, on: [email, ip] }
  trusted: { kind: allow, on: customer.id }
  towns: { kind: plain, on: shipping.city, case: ignore }
`
const files = {
  'policy.yaml': LISTS,
  'large.yaml': ruleText('large', { when: '[amount > 100]', score: 60 }),
  'quiet.yaml': ruleText('quiet', { mode: 'shadow', when: '[amount > 100]', score: 100 }),
  'lists/stolen.csv': 'value,reason,expires\nfp_1,reported,\nfp_2,until tomorrow,2026-11-21\nfp_3,over,2026-11-20\n',
  'lists/watched.txt': '203.0.113.0/24\nJoe.Doe@gmail.com\n',
  'lists/trusted.csv': 'value,reason\nc_1,a large customer\n',
  'lists/towns.txt': 'PARIS\n',
}
const ruleset = rulesetOf(files)
const of = (customer: string, more: Parameters<typeof frameOf>[1] = {}) =>
  decide(ruleset, frameOf(ruleset, { customer: { id: customer }, ...more }), 'hits')

describe('lists that act', () => {
  it('let pass what rules would stop, and say why', () => {
    expect(of('c_2')).toMatchObject({ action: 'review', score: 60 })
    const { action, score, hits, lists, queue } = of('c_1')
    expect([action, score, hits.length, queue]).toEqual(['allow', 60, 1, undefined])
    expect(lists).toEqual([{ list: 'trusted', kind: 'allow', on: 'customer.id', reason: 'a large customer' }])
  })

  it('give the strictest list its way', () => {
    const actions = [
      of('c_1', { card: { fingerprint: 'fp_1' } }),
      of('c_1', { ip: '203.0.113.9' }),
      of('c_1', { ip: '203.0.113.9', card: { fingerprint: 'fp_1' } }),
      of('c_2', { amountMinor: 100, ip: '203.0.113.9' }),
      of('c_2', { amountMinor: 100, card: { fingerprint: 'fp_1' } }),
    ].map(({ action }) => action)
    expect(actions).toEqual(['block', 'review', 'block', 'review', 'block'])
  })

  it('end by the time of the payment', () => {
    const stolen = (fingerprint: string, occurredAtMs: number) =>
      of('c_2', { card: { fingerprint }, occurredAtMs }).action
    const { occurredAtMs } = payment
    expect(stolen('fp_3', occurredAtMs)).toBe('review')
    expect(stolen('fp_2', occurredAtMs)).toBe('block')
    expect(stolen('fp_2', occurredAtMs + 86_400_000)).toBe('review')
    expect(stolen('fp_3', occurredAtMs - 86_400_000)).toBe('block')
  })

  it('know a mailbox in every spelling', () => {
    const customer = { id: 'c_2', email: 'joedoe+shop@googlemail.com' }
    const { lists } = decide(ruleset, frameOf(ruleset, { customer }), 'hits')
    expect(lists).toEqual([{ list: 'watched', kind: 'review', on: 'email' }])
  })

  it('leave the bytes of other payments as they were, but for the hash', () => {
    const bare = rulesetOf({
      'policy.yaml': POLICY,
      'large.yaml': files['large.yaml'],
      'quiet.yaml': files['quiet.yaml'],
    })
    for (const amountMinor of [100, 20_000]) {
      const [with_, without] = [ruleset, bare].map(each => {
        const decision = decide(
          each,
          frameOf(each, { amountMinor, customer: { id: 'c_9' }, ip: '198.51.100.1' }),
          'all',
        )
        return formatDecision(decision).replace(each.hash, '')
      })
      expect(with_).toBe(without)
    }
  })
})

describe('snoozed rules', () => {
  const snoozes =
    'rule,key,value,until,by,why\nlarge,customer.id,c_1,2026-11-21,ann,a fair\nquiet,ip,203.0.113.0/24,2026-12-31,ann,a school\n'
  const snoozed = rulesetOf({ ...files, 'policy.yaml': POLICY, 'snoozes.csv': snoozes })
  const decided = (customer: string, more: Parameters<typeof frameOf>[1] = {}) =>
    decide(snoozed, frameOf(snoozed, { customer: { id: customer }, ...more }), 'hits')

  it('count for nothing for that value until that day, and the decision says so', () => {
    const decision = decided('c_1')
    expect([decision.action, decision.score, decision.hits]).toEqual(['allow', 0, []])
    expect(decision.snoozed).toEqual([{ rule: 'large', mode: 'live', key: 'customer.id', until: '2026-11-21' }])
    expect(decided('c_2')).not.toHaveProperty('snoozed')
    const tomorrow = decided('c_1', { occurredAtMs: payment.occurredAtMs + 86_400_000 })
    expect([tomorrow.action, tomorrow.snoozed]).toEqual(['review', undefined])
  })

  it('silence shadow hits too', () => {
    const decision = decided('c_2', { ip: '203.0.113.9' })
    expect(decision.shadowHits).toBeUndefined()
    expect(decision.snoozed).toEqual([{ rule: 'quiet', mode: 'shadow', key: 'ip', until: '2026-12-31' }])
  })

  it('are counted, as matches of lists are', async () => {
    const metrics = createMetrics({ processMetrics: false })
    const summary = startSummary([], snoozed.hash)
    summary.decided(decided('c_1'))
    summary.decided(of('c_1'))
    summary.finish(0)
    metrics.batch(summary)
    const scraped = await metrics.registry.metrics()
    expect(scraped).toContain('tripline_snoozed_hits_total{rule="large"} 1\n')
    expect(scraped).toContain('tripline_list_matches_total{list="trusted"} 1\n')
    expect(scraped).toContain('tripline_rule_hits_total{rule="large",mode="live"} 1\n')
  })
})

it('a shadow rule is counted and listed, and changes neither action, score nor queue', () => {
  const live = { 'policy.yaml': POLICY, 'large.yaml': files['large.yaml'] }
  const quiet = ruleText('quiet', { mode: 'shadow', when: '["true"]', score: 1000, action: 'block' })
  const [without, with_] = [rulesetOf(live), rulesetOf({ ...live, 'quiet.yaml': quiet })]
  for (const amountMinor of [100, 20_000]) {
    const before = decide(without!, frameOf(without!, { amountMinor }), 'hits')
    const { shadowHits, ...after } = decide(with_!, frameOf(with_!, { amountMinor }), 'hits')
    expect(shadowHits?.map(({ rule }) => rule)).toEqual(['quiet'])
    expect({ ...after, ruleset: '' }).toEqual({ ...before, ruleset: '' })
  }
})

it('what the policy says of lists is checked though the rest of it is wrong', () => {
  const policy = `${LISTS.replace('base: USD', 'base: USDD')}  countries: { kind: block, on: ip.country }\n`
  const { problems } = compileFiles({ ...files, 'policy.yaml': policy, 'lists/countries.txt': 'US\nGermany\n' })
  expect(problems.map(({ code, place }) => [code, place!.file])).toEqual(
    expect.arrayContaining([
      ['bad-list', 'rules/lists/countries.txt'],
      ['bad-value', 'rules/policy.yaml'],
    ]),
  )
})
