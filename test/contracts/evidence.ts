import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { casesWhere, historyOf } from '../../src/desk/case-store.ts'
import { follow } from '../../src/desk/follow.ts'
import { type Arrived, ingest } from '../../src/desk/ingest.ts'
import { setLabel } from '../../src/desk/relabel.ts'
import { prepareSchema, WHAT_HAPPENED } from '../../src/desk/schema.ts'
import { CASES } from '../../src/desk/schema-cases.ts'
import { verifyCases } from '../../src/desk/verify-cases.ts'
import { gather } from '../../src/evidence/gather.ts'
import { ITEM_BYTES_MAX } from '../../src/evidence/item.ts'
import { judgeFile, judgeText, type NewItem } from '../../src/evidence/judge-file.ts'
import { addItems, itemsOf } from '../../src/evidence/keep-items.ts'
import { compellingPayments, LINKS, type Link, priorPayments } from '../../src/evidence/prior-payments.ts'
import { EVIDENCE } from '../../src/evidence/schema-evidence.ts'
import type { Outcome } from '../../src/model/outcome.ts'
import type { Payment } from '../../src/model/payment.ts'
import { loadPlaybooks } from '../../src/playbooks/load-playbooks.ts'
import type { Database } from '../../src/ports.ts'
import { CASE_POLICY } from '../cases/case-policy.ts'
import { POLICY } from '../cases/desk-policy.ts'
import { madeOutcome } from '../model/made-outcome.ts'

const DAY_MS = 86_400_000
const DISPUTED_MS = Date.parse('2026-10-28T08:00:00Z')

/** Few values, so that payments share them; the days lie on both sides of, and exactly on, the edges of the rule. */
const few = fc.constantFrom('x', 'x', 'x', 'y', undefined)
const days = fc.constantFrom<number>(5, 50, 119, 120, 120, 121, 200, 364, 365, 365, 366, 500)
const made = fc.record({
  daysBefore: days,
  card: few,
  ip: fc.constantFrom('81.2.69.160', '81.2.69.160', '81.2.69.161', undefined),
  device: few,
  account: few,
  address: few,
  status: fc.constantFrom(
    'captured' as const,
    'authorized' as const,
    'captured' as const,
    'declined' as const,
    'blocked' as const,
  ),
  fate: fc.constantFrom(
    'good',
    'good',
    'good',
    'good',
    'good',
    'good',
    'dispute',
    'chargeback',
    'early_fraud_warning',
    'refund',
    'labelled',
    'elsewhere',
  ),
})
/** Half of the histories hold two payments of the same card, device and IP address from half a year before. */
const histories = fc
  .tuple(fc.array(made, { maxLength: 25 }), fc.boolean())
  .map(([all, isRegular]) => (isRegular ? [...all, REGULAR, REGULAR] : all))
type Made = typeof made extends fc.Arbitrary<infer T> ? T : never

const DISPUTED: Made = {
  daysBefore: 20,
  card: 'x',
  ip: '81.2.69.160',
  device: 'x',
  account: 'x',
  address: 'x',
  status: 'captured',
  fate: 'good',
}

const REGULAR: Made = { ...DISPUTED, daysBefore: 200 }

function paymentOf(id: string, of: Made): Payment {
  const occurredAtMs = DISPUTED_MS - of.daysBefore * DAY_MS
  const payment = {
    id,
    merchantId: of.fate === 'elsewhere' ? 'other' : 'm',
    occurredAtMs,
    countedAtMs: occurredAtMs,
    status: of.status,
    amountMinor: 1050,
    currency: 'USD',
    card: of.card && { fingerprint: of.card },
    ip: of.ip,
    device: of.device && { id: of.device },
    customer: of.account && { id: of.account },
    shipping: of.address && { line1: of.address },
  }
  return Object.fromEntries(Object.entries(payment).filter(([, value]) => value !== undefined)) as unknown as Payment
}

function outcomeOf(type: Outcome['type'], paymentId: string): Outcome {
  const occurredAtMs = DISPUTED_MS
  const [reason, status] = ['fraudulent', 'needs_response']
  return madeOutcome({ type, id: `${type}-${paymentId}`, paymentId, occurredAtMs, reason, status })
}

const OUTCOMES = ['dispute', 'chargeback', 'early_fraud_warning', 'refund'] as const

/** The rule as its words have it, payment by payment. */
function plainly(all: readonly Made[], disputed: Made): { id: string; links: Link[]; isInWindow: boolean }[] {
  return all.flatMap((each, index) => {
    const links = LINKS.filter(link => each[link] !== undefined && each[link] === disputed[link])
    if (links.length === 0 || each.status === 'declined' || each.status === 'blocked') return []
    if (each.fate !== 'good' && each.fate !== 'refund') return []
    if (each.daysBefore > 365 || each.daysBefore <= disputed.daysBefore) return []
    return [{ id: `p${index}`, links, isInWindow: each.daysBefore >= 120 }]
  })
}

/** Whether any two things, one of them the IP address or the device, are shared by two payments of the card and the window. */
function isCompelling(prior: ReturnType<typeof plainly>): boolean {
  const eligible = prior.filter(({ links, isInWindow }) => isInWindow && links.includes('card'))
  const things = ['ip', 'device', 'account', 'address'] as const
  return things.some(a =>
    things.some(
      b =>
        a !== b &&
        (a === 'ip' || a === 'device' || b === 'ip' || b === 'device') &&
        eligible.filter(({ links }) => links.includes(a) && links.includes(b)).length >= 2,
    ),
  )
}

/** What every database promises to those who gather evidence. `open` gives an empty one. */
export function describeEvidence(name: string, open: () => Promise<Database>): void {
  describe(name, () => {
    let database: Database
    beforeAll(async () => {
      database = await open()
      await prepareSchema(database, [WHAT_HAPPENED, CASES, EVIDENCE])
    }, 120_000)
    afterAll(() => database.close())

    const empty = () =>
      database.execute(
        'truncate payments, decisions, hits, outcomes, outcome_history, cases, case_events, case_links, labels, evidence_items cascade',
      )
    const give = (arrived: Partial<Arrived>) =>
      database.transaction(async sql => {
        const whole: Arrived = { payments: [], decisions: [], outcomes: [], ...arrived }
        await follow(sql, POLICY, whole, await ingest(sql, whole, POLICY.money))
      })

    test('prior payments are those that a plain reading of the rule finds', async () => {
      let found = 0
      await fc.assert(
        fc.asyncProperty(histories, async all => {
          await empty()
          const payments = [paymentOf('disputed', DISPUTED), ...all.map((each, index) => paymentOf(`p${index}`, each))]
          const outcomes = all.flatMap((each, index) => {
            const type = OUTCOMES.find(one => one === each.fate)
            return type === undefined ? [] : [outcomeOf(type, `p${index}`)]
          })
          await database.transaction(sql => ingest(sql, { payments, decisions: [], outcomes }, POLICY.money))
          for (const [index, { fate }] of all.entries()) {
            const label = { merchantId: 'm', paymentId: `p${index}`, source: 'file', label: 'fraud', atMs: 0, by: 't' }
            if (fate === 'labelled') await setLabel(database, label)
          }
          const prior = await priorPayments(database, 'm', 'disputed', DISPUTED_MS)
          const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
          const told = prior.map(({ id, links, isInWindow }) => ({ id, links, isInWindow }))
          const expected = plainly(all, DISPUTED)
          expect(told.toSorted(byId)).toEqual(expected.toSorted(byId))
          expect(compellingPayments(prior).length >= 2).toBe(isCompelling(expected))
          if (isCompelling(expected)) found++
        }),
        { numRuns: 60 },
      )
      expect(found).toBeGreaterThan(3)
    })

    test('of many payments those that fulfil the rule are kept, whatever else there is', async () => {
      await empty()
      const nearby: Made = { ...DISPUTED, daysBefore: 30, ip: undefined, device: undefined }
      const two: Made = { ...DISPUTED, daysBefore: 200, account: undefined, address: undefined }
      const all = [...Array.from({ length: 80 }, () => nearby), two, two]
      const payments = [paymentOf('disputed', DISPUTED), ...all.map((each, index) => paymentOf(`p${index}`, each))]
      await database.transaction(sql => ingest(sql, { payments, decisions: [], outcomes: [] }, POLICY.money))
      const prior = await priorPayments(database, 'm', 'disputed', DISPUTED_MS)
      expect(prior).toHaveLength(50)
      expect(compellingPayments(prior).map(({ id }) => id)).toEqual(['p80', 'p81'])
    })

    const openedCase = async (): Promise<string> => {
      await empty()
      await give({ payments: [paymentOf('disputed', DISPUTED)] })
      await give({ outcomes: [outcomeOf('dispute', 'disputed')] })
      const [row] = await database.query<{ case_id: string }>('select case_id from cases')
      return row!.case_id
    }
    const good = (judged: ReturnType<typeof judgeFile>): NewItem => {
      if ('code' in judged) throw new Error(judged.message)
      return judged
    }
    const adding = (caseId: string, by = 'ana') => ({ caseId, by, atMs: DISPUTED_MS + DAY_MS })

    test('what is added comes back byte for byte, in order, and the history says who and what', async () => {
      const caseId = await openedCase()
      const bytes = Buffer.concat([
        Buffer.from('%PDF-'),
        Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 7) % 256)),
      ])
      const first = good(judgeFile('delivery_proof', 'signed.pdf', bytes))
      const second = good(judgeText('tracking_number', ' 1Z999 '))
      expect(await addItems(database, CASE_POLICY, adding(caseId), [first, second])).toHaveProperty('case')
      const [pdf, text] = await itemsOf(database, caseId)
      expect(pdf).toMatchObject({ number: 1, kind: 'delivery_proof', name: 'signed.pdf', addedBy: 'ana' })
      expect(pdf!.bytes.equals(bytes)).toBe(true)
      expect(text).toMatchObject({ number: 2, kind: 'tracking_number', bytes: Buffer.from('1Z999') })
      const last = (await historyOf(database, caseId)).at(-1)
      expect(last).toMatchObject({ action: 'note', actor: 'ana' })
      expect(last!.body.note).toContain(`delivery_proof (signed.pdf, 5,005 bytes, SHA-256 ${pdf!.sha256.slice(0, 16)})`)
      expect((await verifyCases(database)).broken).toEqual([])
    })

    test('an addition that is refused, as a whole or in part, leaves nothing: no file and no line in the history', async () => {
      const caseId = await openedCase()
      const receipt = good(judgeFile('receipt', 'a.txt', Buffer.from('paid')))
      const other = good(judgeFile('receipt', 'b.txt', Buffer.from('paid twice')))
      expect(await addItems(database, CASE_POLICY, adding(caseId, 'nobody'), [receipt])).toMatchObject({
        problem: { code: 'unknown-person' },
      })
      expect(await addItems(database, CASE_POLICY, adding('C-none'), [receipt])).toMatchObject({
        problem: { code: 'no-such-case' },
      })
      await addItems(database, CASE_POLICY, adding(caseId), [receipt])
      const before = await historyOf(database, caseId)
      expect(await addItems(database, CASE_POLICY, adding(caseId), [other, receipt])).toMatchObject({
        problem: { code: 'same-evidence' },
      })
      const large = Array.from({ length: 9 }, (_, at) =>
        good(judgeFile('other_file', `${at}.txt`, Buffer.alloc(ITEM_BYTES_MAX, `${at}`))),
      )
      expect(await addItems(database, CASE_POLICY, adding(caseId), large)).toMatchObject({
        problem: { code: 'evidence-too-large' },
      })
      expect((await itemsOf(database, caseId)).map(({ name }) => name)).toEqual(['a.txt'])
      expect(await historyOf(database, caseId)).toEqual(before)
    })

    test('people who add at once are numbered one after the other', async () => {
      const caseId = await openedCase()
      const one = (at: number) => [good(judgeText('statement', `text ${at}`))]
      const acted = await Promise.all(
        Array.from({ length: 6 }, (_, at) =>
          addItems(database, CASE_POLICY, adding(caseId, at % 2 ? 'ana' : 'cyd'), one(at)),
        ),
      )
      expect(acted.every(each => 'case' in each)).toBe(true)
      expect((await itemsOf(database, caseId)).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6])
      expect((await verifyCases(database)).broken).toEqual([])
    })

    test('a case is gathered with its dispute, its playbook and the time at which the dispute began', async () => {
      const caseId = await openedCase()
      const later = {
        ...outcomeOf('dispute', 'disputed'),
        occurredAtMs: DISPUTED_MS + 5 * DAY_MS,
        status: 'under_review',
      }
      await give({
        outcomes: [{ ...outcomeOf('early_fraud_warning', 'disputed'), occurredAtMs: DISPUTED_MS - DAY_MS }, later],
      })
      const { playbooks } = await loadPlaybooks('rules')
      const [of] = await casesWhere(database, 'case_id = $1', [caseId])
      const gathered = await gather(database, of!, playbooks)
      expect(gathered.found?.playbook.name).toBe('fraud')
      expect(gathered.dispute).toMatchObject({ type: 'dispute', status: 'under_review' })
      expect(gathered.disputedAt).toBe(new Date(DISPUTED_MS).toISOString())
    })
  })
}
