import { decide } from '../engine/decide.ts'
import { enrich } from '../enrich/enrich.ts'
import { outcomeEvent } from '../enrich/outcome-event.ts'
import { PaymentEvent } from '../enrich/payment-event.ts'
import type { Decision } from '../model/decision.ts'
import { minorDigits } from '../model/money.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Payment } from '../model/payment.ts'
import type { Sql } from '../ports.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'
import { createMemoryStore } from '../velocity/memory-store.ts'
import type { Unshipped } from './find-unshipped.ts'
import { readOutcome, readPayment, type Scoring } from './read-kept.ts'

/** Of one payment; the newest are read. */
const HISTORY_MAX = 5000
/** What the logs of velocities are kept by, as far as the desk has it in columns. */
const KEYS = ['card_fingerprint', 'customer_id', 'device_id', 'email', 'ip', 'shipping_address', 'billing_address']

/**
 * What would be decided about a payment if it came in at `atMs`, with all that the desk knows by then: the same engine and windows
 * as for the stream, over a memory store that is filled with the payments that share a key with it and what became of them.
 * Counts of the stream are not touched. Undefined when the kept payment can no longer be read.
 */
export async function scoreAgain(
  sql: Sql,
  ruleset: Ruleset,
  scoring: Scoring,
  of: Unshipped,
  atMs: number,
): Promise<Decision | undefined> {
  const { money } = ruleset.policy
  const payment = readPayment(scoring, of.body)
  if (payment === undefined) return undefined
  const { payments, outcomes } = await historyOf(sql, scoring, of, atMs)
  const store = createMemoryStore({
    secret: scoring.secret,
    baseDigits: minorDigits(money.base)!,
    countsOutcomes: true,
    bytesMax: 64 << 20,
  })
  try {
    const events = payments.map(each => new PaymentEvent(enrich(each, money)))
    if (events.length > 0) await store.count(ruleset.plan, events)
    const counted = outcomes.flatMap(each => outcomeEvent(each, money) ?? [])
    if (counted.length > 0) await store.countOutcomes(ruleset.plan, counted)
    // As if it came in now: windows end here, so that they hold what is new.
    const facts = enrich({ ...payment, countedAtMs: atMs }, money)
    const [now] = await store.count(ruleset.plan, [new PaymentEvent(facts)])
    return decide(ruleset, { facts, counted: now! }, 'hits')
  } finally {
    await store.close()
  }
}

async function historyOf(
  sql: Sql,
  scoring: Scoring,
  { merchant_id, payment_id }: Unshipped,
  atMs: number,
): Promise<{ payments: Payment[]; outcomes: Outcome[] }> {
  const at = new Date(atMs).toISOString()
  const shares = KEYS.map(
    column =>
      `select merchant_id, payment_id, occurred_at from payments where ${column} = n.${column} and occurred_at <= $3`,
  )
  const related = `with related as (
    select s.merchant_id, s.payment_id from payments n, lateral (${shares.join(' union ')}) s
    where n.merchant_id = $1 and n.payment_id = $2 order by s.occurred_at desc, s.payment_id limit ${HISTORY_MAX})`
  const values = [merchant_id, payment_id, at]
  const payments = await sql.query<{ body: object }>(
    `${related} select body from related join payments using (merchant_id, payment_id)
     where not (merchant_id = $1 and payment_id = $2) order by occurred_at, merchant_id, payment_id`,
    values,
  )
  const outcomes = await sql.query<{ body: object }>(
    `${related} select o.body from related join outcomes o using (merchant_id, payment_id)
     where o.occurred_at <= $3 and not (merchant_id = $1 and payment_id = $2)
     order by o.occurred_at, merchant_id, o.type, o.outcome_id`,
    values,
  )
  return {
    payments: payments.flatMap(({ body }) => readPayment(scoring, body) ?? []),
    outcomes: outcomes.flatMap(({ body }) => readOutcome(scoring, body) ?? []),
  }
}
