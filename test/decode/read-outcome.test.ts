import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createDecoder, createOutcomeDecoder } from '../../src/decode/create-decoder.ts'
import { TopicDecoder } from '../../src/decode/topic-decoder.ts'
import { NOTICE_KINDS, OUTCOME_TYPES } from '../../src/model/outcome.ts'

const decoder = createOutcomeDecoder({ format: 'json', secret: 'secret of the tests' })

const CHARGEBACK = {
  type: 'chargeback',
  id: 'cb_1',
  paymentId: 'pay_1',
  merchant: { id: 'm_1' },
  occurredAt: '2026-11-21T10:15:30.123Z',
  amount: '129.90',
  currency: 'USD',
  reason: 'fraudulent',
  status: 'needs_response',
  deadline: '2026-12-01T00:00:00Z',
}

function recordOf(value: Buffer, timestampMs?: number, topic = 'outcomes') {
  const record = { topic, partition: 0, offset: 0n, key: null, value }
  return timestampMs === undefined ? record : { ...record, timestampMs }
}

function decode(value: unknown, timestampMs?: number) {
  return decoder.decode(recordOf(Buffer.from(JSON.stringify(value)), timestampMs))
}

describe('an outcome', () => {
  test('is read field by field', () => {
    expect(decode(CHARGEBACK)).toEqual({
      kind: 'outcome',
      warnings: [],
      outcome: {
        type: 'chargeback',
        id: 'cb_1',
        merchantId: 'm_1',
        paymentId: 'pay_1',
        occurredAtMs: Date.UTC(2026, 10, 21, 10, 15, 30, 123),
        countedAtMs: Date.UTC(2026, 10, 21, 10, 15, 30, 123),
        amountMinor: 12_990,
        currency: 'USD',
        reason: 'fraudulent',
        status: 'needs_response',
        deadlineMs: Date.UTC(2026, 11, 1),
        notice: undefined,
      },
    })
  })

  test.each(OUTCOME_TYPES.filter(type => type !== 'notice'))('of type %s needs no more than its payment', type => {
    const least = { type, id: 'o', paymentId: 'p', occurredAt: '2026-11-21T10:15:30Z' }
    expect(decode(least)).toMatchObject({
      kind: 'outcome',
      outcome: { type, merchantId: '', paymentId: 'p', amountMinor: undefined, currency: undefined },
    })
  })

  test.each(NOTICE_KINDS)('may be a notice of a %s, which is about no payment', notice => {
    const read = decode({ type: 'notice', id: 'n', notice, occurredAt: '2026-11-21T10:15:30Z', paymentId: 'left out' })
    expect(read).toMatchObject({ kind: 'outcome', outcome: { type: 'notice', notice, paymentId: undefined } })
  })

  test('says its stage, its dispute and its network, the same way whatever the gateway', () => {
    const more = { stage: 'second', disputeId: 'dp_1', network: 'VISA', networkReason: '10.4', gateway: 'Stripe' }
    expect(decode({ ...CHARGEBACK, ...more })).toMatchObject({
      kind: 'outcome',
      outcome: { ...more, network: 'visa', gateway: 'stripe' },
    })
    expect(decode({ ...CHARGEBACK, stage: 'lost in the post' })).toMatchObject({
      problem: { code: 'not-in-list', field: 'stage' },
    })
  })

  test('may name its dispute in the place of its payment, when it is a step of one', () => {
    const step = (type: string, disputeId: string) => decode({ ...CHARGEBACK, type, paymentId: null, disputeId })
    expect(step('chargeback', 'dp_1')).toMatchObject({ outcome: { paymentId: undefined, disputeId: 'dp_1' } })
    expect(step('dispute', 'dp_1')).toMatchObject({ kind: 'outcome' })
    expect(step('refund', 'dp_1')).toMatchObject({ problem: { code: 'missing-field', field: 'paymentId' } })
    expect(step('chargeback', '')).toMatchObject({ problem: { code: 'missing-field', field: 'paymentId' } })
  })

  const without = (name: string) => Object.fromEntries(Object.entries(CHARGEBACK).filter(([key]) => key !== name))
  const rows: [string, unknown, string, string | undefined][] = [
    ['a list', [CHARGEBACK], 'not-an-object', undefined],
    ['no type', without('type'), 'missing-field', 'type'],
    ['no id', without('id'), 'missing-field', 'id'],
    ['no time', without('occurredAt'), 'missing-field', 'occurredAt'],
    ['no payment', without('paymentId'), 'missing-field', 'paymentId'],
    ['a notice of nothing', { ...CHARGEBACK, type: 'notice' }, 'missing-field', 'notice'],
    ['an amount without a currency', without('currency'), 'missing-field', 'currency'],
    ['an unknown type', { ...CHARGEBACK, type: 'fraud' }, 'not-in-list', 'type'],
    ['an unknown notice', { ...CHARGEBACK, notice: 'hold' }, 'not-in-list', 'notice'],
    ['a number for an id', { ...CHARGEBACK, id: 7 }, 'wrong-type', 'id'],
    ['a blank payment', { ...CHARGEBACK, paymentId: ' ' }, 'bad-id', 'paymentId'],
    ['an invisible merchant', { ...CHARGEBACK, merchant: { id: 'm\u200b' } }, 'bad-id', 'merchant.id'],
    ['an id too long', { ...CHARGEBACK, id: 'x'.repeat(257) }, 'field-too-long', 'id'],
    ['a reason too long', { ...CHARGEBACK, reason: 'x'.repeat(4097) }, 'field-too-long', undefined],
    ['a negative amount', { ...CHARGEBACK, amount: '-1.00' }, 'negative-amount', 'amount'],
    ['too many decimals', { ...CHARGEBACK, amount: '1.001' }, 'too-many-decimals', 'amount'],
    ['an unknown currency', { ...CHARGEBACK, currency: 'usd' }, 'unknown-currency', 'currency'],
    ['a time without a zone', { ...CHARGEBACK, occurredAt: '2026-11-21T10:15:30' }, 'bad-time', 'occurredAt'],
    ['a time before 2015', { ...CHARGEBACK, occurredAt: '2014-01-01T00:00:00Z' }, 'implausible-time', 'occurredAt'],
  ]
  test.each(rows)('is refused for %s', (_what, value, code, field) => {
    const read = decode(value)
    expect(read).toMatchObject({ kind: 'rejected', problem: { code } })
    expect(read.kind === 'rejected' && read.problem.field).toBe(field)
  })

  test('is refused far ahead of its record, and held back a little ahead', () => {
    const atMs = Date.UTC(2026, 10, 21, 10, 15, 30, 123)
    expect(decode(CHARGEBACK, atMs - 25 * 3_600_000)).toMatchObject({ problem: { code: 'future-time' } })
    expect(decode(CHARGEBACK, atMs - 3_600_000)).toMatchObject({
      outcome: { occurredAtMs: atMs, countedAtMs: atMs - 3_600_000 },
      warnings: ['future-time-held-back'],
    })
  })

  test('passes no secret on, neither when it is read nor when it is refused', () => {
    const secrets = { cvv: '987', track2: 'track-secret', pan: '4111111111111111', unknown: 'unknown-secret' }
    const read = decode({ ...CHARGEBACK, ...secrets, reason: 'card 4111 1111 1111 1111 stolen' })
    const refused = decode({ ...CHARGEBACK, ...secrets, amount: '4111111111111111', reason: 'joe@example.com' })
    expect(refused).toMatchObject({ kind: 'rejected', paymentId: 'pay_1' })
    for (const secret of ['987', 'track-secret', '4111111111111111', '4111 1111 1111 1111', 'unknown-secret']) {
      expect(JSON.stringify(read)).not.toContain(secret)
      expect(JSON.stringify(refused)).not.toContain(secret)
    }
    expect(JSON.stringify(refused)).not.toContain('joe')
    expect(read).toMatchObject({ warnings: expect.arrayContaining(['sad-present', 'pan-in-text', 'unknown-field']) })
    const card = decode({ ...CHARGEBACK, paymentId: '4111111111111111', type: 'x' })
    expect(JSON.stringify(card)).not.toContain('4111111111111111')
  })

  test('never makes the decoder throw, whatever the value', () => {
    const names = [...Object.keys(CHARGEBACK), 'notice', 'cvv', '__proto__']
    const values = fc.oneof(fc.constantFrom(...Object.values(CHARGEBACK)), fc.jsonValue())
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), values), drawn => {
        expect(['outcome', 'rejected']).toContain(decode({ ...CHARGEBACK, ...drawn }).kind)
      }),
      { numRuns: 500 },
    )
  })
})

test('records are read as what their topic holds', () => {
  const payments = createDecoder({ format: 'json', secret: 'secret of the tests' })
  const both = new TopicDecoder({ payments, outcomes: decoder, outcomesTopic: 'outcomes' })
  const payment = { id: 'p', occurredAt: '2026-11-21T10:15:30Z', amount: '1.00', currency: 'USD' }
  const kindOf = (value: unknown, topic: string) =>
    both.decode(recordOf(Buffer.from(JSON.stringify(value)), undefined, topic)).kind
  expect(kindOf(payment, 'payments')).toBe('payment')
  expect(kindOf(CHARGEBACK, 'outcomes')).toBe('outcome')
  expect(kindOf(payment, 'outcomes')).toBe('rejected')
  expect(kindOf(CHARGEBACK, 'payments')).toBe('rejected')
})
