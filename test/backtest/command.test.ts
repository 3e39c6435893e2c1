import { mkdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readLabels } from '../../src/backtest/labels.ts'
import { truthOf } from '../../src/backtest/truth.ts'
import { readWarmUntil } from '../../src/cli/backtest/warm-until.ts'
import { Workshop } from './run-command.ts'

const workshop = new Workshop()
beforeAll(() => workshop.generate(300, 3), 180_000)
afterAll(() => workshop.close())

it('answers wrong use with 2 and what cannot be read with 1', async () => {
  const code = async (options: object) => (await workshop.run({ rules: 'rules', ...options })).code
  expect(await code({ warmUntil: 'soon' })).toBe(2)
  expect(await code({ warmUntil: '0.5', in: '-' })).toBe(2)
  expect(await code({ values: '1,2' })).toBe(2)
  expect(await code({ sweep: 'no-such-rule:1' })).toBe(2)
  expect(await code({ sweep: 'many-cards-one-ip:1', values: 'x' })).toBe(2)
  expect(await code({ examples: '-1' })).toBe(2)
  expect(await code({ in: workshop.path('absent') })).toBe(1)
  expect(await code({ labels: workshop.path('absent') })).toBe(1)
  expect(await code({ labels: workshop.write('bad.csv', 'a,b\n') })).toBe(1)
  expect(await code({ rules: workshop.path('absent') })).toBe(1)
})

it('prints a table for a person', async () => {
  const labels = workshop.path('labels.csv')
  const { out, code } = await workshop.run({
    rules: 'rules',
    labels,
    sweep: 'large-order:1',
    format: 'human',
    against: 'rules',
  })
  expect(code).toBe(0)
  for (const text of [
    'payments judged',
    'reviews per day',
    'precision',
    'No payment is judged differently',
    '→ amount >= ',
  ]) {
    expect(out).toContain(text)
  }
  expect(out).not.toMatch(/NaN|undefined|Infinity/)
})

it('reads labels as generate and import write them', () => {
  expect(readLabels('paymentId,pattern\na,card-testing\n')).toEqual({
    of: new Map([['a', 'card-testing']]),
    unlisted: 'legit',
  })
  expect(readLabels('\ufeffpaymentId,label\r\na,legit\r\n"b,c",abuse\r\n\r\n')).toEqual({
    of: new Map([
      ['a', 'legit'],
      ['b,c', 'abuse'],
    ]),
    unlisted: 'unknown',
  })
  expect(readLabels('paymentId,label\na\nb,\nc,fraud\nc,legit\nc,fraud\n')).toEqual([
    { line: 2, message: 'a line is a payment id, a comma and a label' },
    { line: 3, message: 'a line is a payment id, a comma and a label' },
    { line: 5, message: 'payment c is labelled `fraud` already' },
  ])
  const words = ['fraud', 'abuse', 'legit', 'unknown', 'ordinary', 'quiet-theft']
  expect(words.map(truthOf)).toEqual(['fraud', 'abuse', 'legit', 'unknown', 'legit', 'fraud'])
})

it('reads until when payments only warm', () => {
  expect(readWarmUntil('2026-04-01')).toEqual({ kind: 'moment', ms: Date.UTC(2026, 3, 1) })
  expect(readWarmUntil('2026-04-01T02:00+02:00')).toEqual({ kind: 'moment', ms: Date.UTC(2026, 3, 1) })
  expect(readWarmUntil('25%')).toEqual({ kind: 'share', share: 0.25 })
  expect(readWarmUntil('.5')).toEqual({ kind: 'share', share: 0.5 })
  for (const wrong of ['1', '100%', '2026-13-01', 'soon', '-0.5', '']) expect(readWarmUntil(wrong)).toBeUndefined()
})

it('counts outcomes as score does', async () => {
  const dir = 'chargeback-rules'
  mkdirSync(workshop.path(dir))
  workshop.write(`${dir}/policy.yaml`, 'thresholds: { review: 50, block: 100 }\nbase: USD\n')
  const velocity = 'velocity: { back: { count: chargebacks, by: card.fingerprint, window: 30d } }'
  const rule = `rule: back\ntitle: Back\nmode: live\n${velocity}\nwhen: [back >= 1]\nscore: 50\nreason: back\ntests: []\n`
  workshop.write(`${dir}/back.yaml`, rule)
  const payment = (id: string, day: number) =>
    JSON.stringify({
      id,
      occurredAt: `2026-01-0${day}T10:00:00Z`,
      amount: '20.00',
      currency: 'USD',
      card: { fingerprint: 'fp' },
    })
  workshop.write('few.ndjson', `${[payment('a', 1), payment('b', 2), payment('c', 4)].join('\n')}\n`)
  const outcome = {
    type: 'chargeback',
    id: 'cb_1',
    paymentId: 'a',
    occurredAt: '2026-01-03T10:00:00Z',
    amount: '20.00',
    currency: 'USD',
  }
  const outcomes = workshop.write('outcomes.ndjson', `${JSON.stringify(outcome)}\n`)
  const [rules, input] = [workshop.path(dir), workshop.path('few.ndjson')]
  const without = await workshop.backtest({ rules, in: input })
  const report = await workshop.backtest({ rules, in: input, outcomes })
  const decisions = await workshop.score(rules, 'few.ndjson', outcomes)
  expect(decisions.map(({ action }) => action)).toEqual(['allow', 'allow', 'review'])
  expect(without.ruleset.overall.review.payments).toBe(0)
  expect(report.ruleset.overall.review.payments).toBe(1)
  expect(report.input).toMatchObject({ judged: 3, records: 4, rejected: 0 })
})
