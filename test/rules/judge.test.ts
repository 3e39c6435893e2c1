import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

interface Judge {
  judge(run: {
    payments: { id: string; amount: string; currency: string }[]
    decisions: object[]
    labels: ReadonlyMap<string, string>
    rates: Record<string, number>
    from?: string
  }): Record<string, unknown>
}

const { judge } = (await import(pathToFileURL(join(import.meta.dirname, '../../trials/judge.mjs')).href)) as Judge

const decision = (paymentId: string, action: string, rules: string[], day = '05') => ({
  paymentId,
  occurredAt: `2024-01-${day}T00:00:00.000Z`,
  action,
  hits: rules.map(rule => ({ rule })),
})

const run = {
  payments: ['a', 'b', 'c', 'd', 'e'].map((id, index) => ({
    id,
    amount: String(100 * (index + 1)),
    currency: index === 1 ? 'EUR' : 'USD',
  })),
  decisions: [
    decision('a', 'review', ['x', 'y']),
    decision('a', 'review', ['x', 'y']),
    decision('b', 'allow', ['y']),
    decision('c', 'block', ['x']),
    decision('d', 'allow', []),
    decision('e', 'review', ['x']),
  ],
  labels: new Map([
    ['a', 'ring'],
    ['b', 'ring'],
    ['c', 'legit'],
    ['d', 'legit'],
  ]),
  rates: { USD: 1, EUR: 2 },
}

test('repeats count once, unlabelled payments in no precision, value in base currency', () => {
  expect(judge(run)).toMatchObject({
    scored: 5,
    labelled: 4,
    fraud: 2,
    flagged: 3,
    blocked: 1,
    labelledFlagged: 2,
    caught: 1,
    fraudValueCaught: 100 / 500,
    rules: [
      { name: 'y', hits: 2, labelled: 2, right: 2, precision: 1, recall: 1 },
      { name: 'x', hits: 3, labelled: 2, right: 1, precision: 0.5, recall: 0.5 },
    ],
    patterns: [{ name: 'ring', payments: 2, caught: 1 }],
  })
})

test('payments before the judged time only give the history', () => {
  const decisions = [decision('a', 'review', ['x'], '01'), decision('b', 'review', ['x'], '09')]
  expect(judge({ ...run, decisions, from: '2024-01-05' })).toMatchObject({ scored: 1, fraud: 1, caught: 1 })
})

test('two payments of two merchants with one id are two payments', () => {
  const decisions = [
    { ...decision('a', 'review', ['x']), merchantId: 'm_1' },
    { ...decision('a', 'allow', []), merchantId: 'm_2' },
  ]
  const payments = ['m_1', 'm_2'].map((id, index) => ({
    id: 'a',
    merchant: { id },
    amount: String(100 * (index + 1)),
    currency: 'USD',
  }))
  expect(judge({ ...run, payments, decisions })).toMatchObject({
    scored: 2,
    fraud: 2,
    caught: 1,
    fraudValueCaught: 100 / 300,
  })
})
