import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createDecoder, createOutcomeDecoder } from '../../src/decode/create-decoder.ts'
import { actOnCase } from '../../src/desk/act-on-case.ts'
import { follow, followUp } from '../../src/desk/follow.ts'
import { type Arrived, ingest } from '../../src/desk/ingest.ts'
import { prepareSchema, WHAT_HAPPENED } from '../../src/desk/schema.ts'
import { CASES } from '../../src/desk/schema-cases.ts'
import { ship } from '../../src/desk/ship.ts'
import { verifyCases } from '../../src/desk/verify-cases.ts'
import type { Decision } from '../../src/model/decision.ts'
import type { Outcome } from '../../src/model/outcome.ts'
import type { Payment } from '../../src/model/payment.ts'
import type { Database } from '../../src/ports.ts'
import { followNews } from '../../src/rescore/follow-news.ts'
import { loadRuleset } from '../../src/ruleset/load-ruleset.ts'
import type { Ruleset } from '../../src/ruleset/ruleset.ts'
import { CASE_POLICY } from '../cases/case-policy.ts'
import { madeOutcome } from '../model/made-outcome.ts'
import { madePayment } from '../model/made-payment.ts'
import { layOutFiles, remove } from '../ruleset/problem-fixtures.ts'

const START_MS = Date.parse('2026-03-01T00:00:00Z')
const HOUR_MS = 3_600_000
const RULE = (name: string, velocity: string, when: string): string => `
rule: ${name}
title: For a test
mode: live
owner: tests
why: A test asks.
velocity: { seen: ${velocity} }
when: [ ${when} ]
score: 60
reason: "{seen} seen"
`
const FILES = {
  'policy.yaml': `
thresholds: { review: 50, block: 100 }
base: USD
lists:
  blocked: { kind: block, on: email }
cases: { watch_unshipped: 3d }
`,
  'lists/blocked.csv': 'value,reason,owner,expires\nother@example.com,,,\n',
  'charged-back.yaml': RULE('charged-back', '{ count: chargebacks, by: card.fingerprint, window: 90d }', 'seen >= 1'),
  'many-cards.yaml': RULE('many-cards', '{ distinct: card.fingerprint, by: device.id, window: 2d }', 'seen >= 4'),
}
const scoring = {
  payments: createDecoder({ secret: 'a secret of the test', format: 'json' }),
  outcomes: createOutcomeDecoder({ secret: 'a secret of the test', format: 'json' }),
  secret: 'a secret of the test',
}

const TRUNCATE =
  'truncate payments, decisions, hits, outcomes, outcome_history, cases, case_events, case_links, labels, shipments, rescores, desk_state cascade'

let database: Database
let ruleset: Ruleset

/** That payments which are not shipped are scored again when there is news, whatever database keeps them. */
export function describeRescore(name: string, open: () => Promise<Database>): void {
  describe(name, () => {
    beforeAll(async () => {
      database = await open()
      await prepareSchema(database, [WHAT_HAPPENED, CASES])
      ruleset = await rulesOf(FILES)
    }, 180_000)
    beforeEach(() => database.execute(TRUNCATE))
    afterAll(() => database.close())

    test('a chargeback brings those payments on its card to a case that are let pass and not shipped', async () => {
      await give({ payments: ['victim', 'waiting', 'shipped', 'other-card', 'old'].map(passed) })
      await give({ decisions: ['victim', 'waiting', 'shipped', 'other-card', 'old'].map(allowed) })
      await ship(database, [{ merchant_id: 'm', payment_id: 'shipped', shipped_at: new Date(START_MS).toISOString() }])
      await give({ outcomes: [chargeback('victim', 30)] })
      expect(await reviews()).toEqual([
        {
          payment_id: 'waiting',
          state: 'open',
          why: 'scored again: chargeback on victim; review with score 60; charged-back: 1 seen',
        },
      ])
      await give({ outcomes: [chargeback('victim', 30)], payments: [passed('waiting')] })
      await give({ outcomes: [chargeback('shipped', 31)] })
      // The second one is news to the first payment, and none to what is under review already.
      expect(await database.query('select payment_id, because from rescores order by 1')).toEqual([
        { payment_id: 'victim', because: 'chargeback on shipped' },
        { payment_id: 'waiting', because: 'chargeback on victim' },
      ])
    })

    test('a chargeback that came before its payment is news when the payment comes', async () => {
      await give({ payments: [passed('waiting')], decisions: [allowed('waiting')] })
      await give({ outcomes: [chargeback('victim', 30)] })
      expect(await reviews()).toEqual([])
      await give({ payments: [passed('victim')] })
      expect((await reviews()).map(({ payment_id }) => payment_id)).toEqual(['waiting'])
    })

    test('three more cards on its device bring a payment to a case, two do not', async () => {
      await give({ payments: [passed('waiting')], decisions: [allowed('waiting')] })
      const later = (number: number): Payment => ({
        ...passed(`later-${number}`),
        occurredAtMs: START_MS + number * HOUR_MS,
        card: { fingerprint: `card-${number}` },
      })
      await give({ payments: [later(1), later(2), { ...later(3), card: { fingerprint: 'card-2' } }] })
      expect(await reviews()).toEqual([])
      await give({ payments: [later(4)] })
      expect(await reviews()).toEqual([
        {
          payment_id: 'waiting',
          state: 'open',
          why: 'scored again: 3 more cards on its device; review with score 60; many-cards: 4 seen',
        },
      ])
    })

    test('which payments are scored again does not depend on which topic is faster', async () => {
      const later = (number: number): Payment => ({
        ...passed(`later-${number}`),
        occurredAtMs: START_MS + number * HOUR_MS,
        countedAtMs: START_MS + number * HOUR_MS,
        card: { fingerprint: `card-${number}` },
      })
      const payments = [passed('waiting'), passed('victim'), ...[1, 2, 3, 4].map(later)].map(each => ({
        payments: [each],
      }))
      const decisions = ['waiting', 'victim', 'later-1', 'later-2', 'later-3', 'later-4'].map(id => ({
        decisions: [allowed(id)],
      }))
      const outcomes = [{ outcomes: [chargeback('victim', 30)] }, { outcomes: [chargeback('later-4', 31)] }]
      const scored = () => database.query<object>('select distinct payment_id, action from rescores order by 1, 2')
      let asked: object[] | undefined
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(2), { minLength: 60, maxLength: 60 }), async turns => {
          await database.execute(TRUNCATE)
          const topics = [[...payments], [...decisions], [...outcomes]] as Partial<Arrived>[][]
          for (const turn of [...turns, ...topics.flatMap((topic, index) => topic.map(() => index))]) {
            const next = topics[turn]!.shift()
            if (next !== undefined) await give(next)
          }
          const found = await scored()
          asked ??= found
          expect(found).toEqual(asked)
        }),
        { numRuns: 6, endOnFailure: true },
      )
      expect(asked!.length).toBeGreaterThan(1)
    })

    test('a case that people had ended begins again when its payment comes to more when it is scored again', async () => {
      const payment = passed('waiting')
      await give({ payments: [payment, passed('victim')], decisions: [allowed('waiting')] })
      await give({ outcomes: [chargeback('victim', 30)] })
      const [found] = await database.query<{ case_id: string }>("select case_id from cases where kind = 'review'")
      const resolve = { action: 'resolve', by: 'ana', resolution: 'release', label: 'legit' } as const
      const resolved = await actOnCase(database, CASE_POLICY, found!.case_id, resolve, START_MS + 40 * HOUR_MS)
      expect(resolved).toMatchObject({ case: { state: 'resolved', label: 'legit' } })
      const label = () => database.query("select label, source from payment_labels where payment_id = 'waiting'")
      expect(await label()).toEqual([{ label: 'legit', source: 'resolution' }])

      // News of the same weight leaves it as it is; a list that blocks is more.
      await give({ outcomes: [chargeback('victim', 41)] })
      expect((await reviews()).map(({ state }) => state)).toEqual(['resolved'])
      const listed = await rulesOf({
        ...FILES,
        'lists/blocked.csv': 'value,reason,owner,expires\nw@example.com,stolen,,\n',
      })
      await give({}, listed)
      await give({}, listed)
      await give({ payments: [payment] }, listed)
      const [again] = await database.query<Record<string, unknown>>('select * from cases where case_id = $1', [
        found!.case_id,
      ])
      expect(again).toMatchObject({ state: 'open', assignee: null, resolution: null, label: null, closed_at: null })
      expect(await label()).toEqual([])
      const history = await database.query<{ action: string; why: string }>(
        "select action, body->>'why' as why from case_events where case_id = $1 order by number",
        [found!.case_id],
      )
      expect(history.map(({ action }) => action)).toEqual(['opened', 'resolve', 'reopen'])
      expect(history.at(-1)!.why).toMatch(/^scored again: its email is in the list blocked; block with score /)
      expect((await verifyCases(database)).broken).toEqual([])
    })

    test('an entry that comes into a list is held against what is not shipped', async () => {
      await give({ payments: [passed('waiting'), { ...passed('safe'), customer: { email: 'safe@example.com' } }] })
      await give({ decisions: [allowed('waiting'), allowed('safe')] })
      const listed = await rulesOf({
        ...FILES,
        'lists/blocked.csv': 'value,reason,owner,expires\nw@example.com,stolen,,\n',
      })
      await give({}, listed)
      await give({}, listed)
      expect(await reviews()).toEqual([
        {
          payment_id: 'waiting',
          state: 'open',
          why: 'scored again: its email is in the list blocked; block with score 0',
        },
      ])
    })
  })
}

async function rulesOf(files: Record<string, string>): Promise<Ruleset> {
  const dir = layOutFiles(files)
  const loaded = await loadRuleset(dir)
  remove(dir)
  expect(loaded.problems.filter(({ severity }) => severity === 'error')).toEqual([])
  return loaded.ruleset!
}

async function give(part: Partial<Arrived>, by = ruleset): Promise<void> {
  const arrived: Arrived = { payments: [], decisions: [], outcomes: [], ...part }
  await database.transaction(async sql => {
    const fresh = await ingest(sql, arrived, by.policy.money)
    await follow(sql, by.policy, arrived, fresh)
    await followNews(sql, by, scoring, arrived, fresh, START_MS + 2 * HOUR_MS)
  })
  await database.transaction(sql => followUp(sql, by.policy, arrived))
}

function reviews(): Promise<{ payment_id: string; state: string; why: string }[]> {
  return database.query(
    `select payment_id, state, (select body->>'why' from case_events e where e.case_id = c.case_id and number = version) as why
     from cases c where kind = 'review' order by 1`,
  )
}

function passed(id: string): Payment {
  return madePayment({
    id,
    occurredAtMs: id === 'old' ? START_MS - 100 * HOUR_MS : START_MS,
    card: { fingerprint: id === 'other-card' ? 'B' : 'A' },
    device: { id: 'd' },
    customer: { id: `c-${id}`, email: 'w@example.com' },
  })
}

function allowed(paymentId: string): Decision {
  const occurredAt = new Date(START_MS).toISOString()
  return { paymentId, merchantId: 'm', occurredAt, action: 'allow', score: 0, ruleset: 'one', hits: [] }
}

function chargeback(paymentId: string, hour: number): Outcome {
  return madeOutcome({
    type: 'chargeback',
    id: `cb-${paymentId}`,
    paymentId,
    occurredAtMs: START_MS + hour * HOUR_MS,
    reason: 'fraudulent',
    status: 'needs_response',
  })
}
