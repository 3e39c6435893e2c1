import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Decision } from '../../src/model/decision.ts'
import { Workshop } from './run-command.ts'

const workshop = new Workshop()
let acting = ''

interface Written {
  id: string
  customer?: { id?: string }
  ip?: string
}

beforeAll(async () => {
  await workshop.generate(900, 53)
  const plain = await workshop.score('rules')
  const payments = new Map(
    workshop.lines('payments.ndjson').map(line => [(JSON.parse(line) as Written).id, JSON.parse(line) as Written]),
  )
  const of = (test: (decision: Decision) => boolean) =>
    plain.filter(test).flatMap(({ paymentId }) => payments.get(paymentId)!)
  const passed = of(({ action }) => action === 'allow').slice(0, 20)
  const stopped = of(({ action }) => action !== 'allow')
  const hit = of(({ hits }) => hits.some(({ rule }) => rule === 'many-cards-one-ip'))
  acting = workshop.changedRules('rules', 'acting', 'policy.yaml', text => {
    const lists = 'blocked: { kind: block, on: [customer.id] }, trusted: { kind: allow, on: [customer.id] }'
    return `${text}\nlists: { ${lists} }\n`
  })
  const listed = (some: Written[]) => some.flatMap(({ customer }) => customer?.id ?? []).join('\n')
  appendFileSync(join(acting, 'lists/blocked.txt'), `${listed(passed)}\n`)
  appendFileSync(join(acting, 'lists/trusted.txt'), `${listed(stopped.slice(0, 10))}\n`)
  const snoozes = [...new Set(hit.map(({ ip }) => ip))].map(ip => `many-cards-one-ip,ip,${ip},2999-12-31,ann,testing`)
  appendFileSync(join(acting, 'snoozes.csv'), `rule,key,value,until,by,why\n${snoozes.join('\n')}\n`)
}, 180_000)

afterAll(() => workshop.close())

it('lets lists and snoozes have the say that they have when payments are scored', async () => {
  const decisions = await workshop.score(acting)
  expect(decisions.filter(({ lists }) => lists !== undefined).length).toBeGreaterThan(20)
  expect(decisions.filter(({ snoozed }) => snoozed !== undefined).length).toBeGreaterThan(3)
  const { ruleset, diff } = await workshop.backtest({ rules: acting, against: 'rules', examples: '9999' })
  const count = (action: string) => decisions.filter(each => each.action === action).length
  expect(ruleset.overall.review.payments).toBe(count('review'))
  expect(ruleset.overall.block.payments).toBe(count('block'))
  const hits = decisions.filter(each => each.hits.some(({ rule }) => rule === 'many-cards-one-ip')).length
  expect(ruleset.rules.find(({ rule }) => rule === 'many-cards-one-ip')!.hits.payments).toBe(hits)
  expect(diff!.changes.map(({ before, after }) => `${before} ${after}`)).toContain('allow block')
})

it('sweeps a number as if the file had it, snoozes and lists too', async () => {
  const swept = await workshop.backtest({ rules: acting, sweep: 'many-cards-one-ip:cards_per_ip', values: '2,4' })
  for (const { value, hits, overall } of swept.sweep!.points) {
    const changed = workshop.changedRules(acting, `acting-${value}`, 'ip/many-cards-one-ip.yaml', text =>
      text.replace('cards_per_ip >= 3', `cards_per_ip >= ${value}`),
    )
    const decisions = await workshop.score(changed)
    expect(hits.payments).toBe(decisions.filter(each => each.hits.some(h => h.rule === 'many-cards-one-ip')).length)
    expect(overall.review.payments).toBe(decisions.filter(({ action }) => action === 'review').length)
    expect(overall.block.payments).toBe(decisions.filter(({ action }) => action === 'block').length)
  }
})
