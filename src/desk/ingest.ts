import type { MoneyRates } from '../enrich/facts.ts'
import type { Decision } from '../model/decision.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Payment } from '../model/payment.ts'
import type { Sql } from '../ports.ts'
import { decisionRow, hitRows, outcomeRow, paymentRow } from './rows.ts'

/** What came in together, each kind in the order of its log. */
export interface Arrived {
  payments: readonly Payment[]
  decisions: readonly Decision[]
  outcomes: readonly Outcome[]
  /** The trace (W3C Trace Context, 32 digits) of the record that a decision or an outcome came in; none where it had none. */
  traces?: ReadonlyMap<Decision | Outcome, string>
}

/** What of it was not known before, by identity. Repeats are in none of these. */
export interface Ingested {
  decisions: readonly Decision[]
  /** New outcomes, and new states of known ones. */
  outcomes: readonly Outcome[]
}

/**
 * Keeps what came in, each once however often it comes, so that a batch may be given again after a crash. A payment that
 * comes again with another status keeps its content and takes the later status; an outcome keeps every state it had.
 * Call it inside the transaction that also does whatever follows from it.
 */
export async function ingest(sql: Sql, arrived: Arrived, money: MoneyRates): Promise<Ingested> {
  await keepPayments(sql, arrived.payments, money)
  return {
    decisions: await keepDecisions(sql, arrived.decisions),
    outcomes: await keepOutcomes(sql, arrived.outcomes, money),
  }
}

async function keepPayments(sql: Sql, payments: readonly Payment[], money: MoneyRates): Promise<void> {
  const rows = new Map<string, ReturnType<typeof paymentRow>>()
  for (const payment of payments) {
    const row = paymentRow(payment, money)
    const key = keyOf(row.merchant_id, row.payment_id)
    const first = rows.get(key)
    // One statement may touch a row once: the content is that of the first, the status that of the latest.
    if (first === undefined) rows.set(key, row)
    else if (row.status_at > first.status_at) {
      rows.set(key, { ...first, status: row.status, decline_code: row.decline_code, status_at: row.status_at })
    }
  }
  await insert(
    sql,
    `insert into payments select * from jsonb_populate_recordset(null::payments, $1::jsonb)
     on conflict (merchant_id, payment_id) do update
     set status = excluded.status, decline_code = excluded.decline_code, status_at = excluded.status_at
     where payments.status_at < excluded.status_at`,
    [...rows.values()],
  )
}

/** A decision that was made stands: what is decided again later, under other rules, changes nothing. */
async function keepDecisions(sql: Sql, decisions: readonly Decision[]): Promise<Decision[]> {
  const first = new Map<string, Decision>()
  for (const decision of decisions) {
    const key = keyOf(decision.merchantId ?? '', decision.paymentId)
    if (!first.has(key)) first.set(key, decision)
  }
  const kept = await insert<{ merchant_id: string; payment_id: string }>(
    sql,
    `insert into decisions select * from jsonb_populate_recordset(null::decisions, $1::jsonb)
     on conflict do nothing returning merchant_id, payment_id`,
    [...first.values()].map(decisionRow),
  )
  const isNew = new Set(kept.map(({ merchant_id, payment_id }) => keyOf(merchant_id, payment_id)))
  const fresh = [...first].filter(([key]) => isNew.has(key)).map(([, decision]) => decision)
  await insert(
    sql,
    'insert into hits select * from jsonb_populate_recordset(null::hits, $1::jsonb) on conflict do nothing',
    fresh.flatMap(hitRows),
  )
  return fresh
}

async function keepOutcomes(sql: Sql, outcomes: readonly Outcome[], money: MoneyRates): Promise<Outcome[]> {
  const states = outcomes.map(outcome => ({ outcome, row: outcomeRow(outcome, money) }))
  // One statement may touch a row once. Of two states at the same time the one whose text is greater stays, whichever came first.
  await insert(
    sql,
    `insert into outcomes select distinct on (merchant_id, type, outcome_id) *
     from jsonb_populate_recordset(null::outcomes, $1::jsonb)
     order by merchant_id, type, outcome_id, occurred_at desc, md5(body::text) desc
     on conflict (merchant_id, type, outcome_id) do update
     set occurred_at = excluded.occurred_at, amount_minor = excluded.amount_minor, currency = excluded.currency,
         base_minor = excluded.base_minor, reason = excluded.reason, status = excluded.status,
         deadline = excluded.deadline, notice = excluded.notice, body = excluded.body
     where (outcomes.occurred_at, md5(outcomes.body::text)) <= (excluded.occurred_at, md5(excluded.body::text))`,
    states.map(({ row }) => row),
  )
  const kept = await insert<{ merchant_id: string; type: string; outcome_id: string; content: string }>(
    sql,
    `insert into outcome_history select * from jsonb_populate_recordset(null::outcome_history, $1::jsonb)
     on conflict do nothing returning merchant_id, type, outcome_id, content`,
    states.map(({ row }) => row),
  )
  // Some gateways name the payment in some of the steps only.
  await insert(
    sql,
    `update outcomes set payment_id = told.payment_id from (
       select merchant_id, type, outcome_id, min(h.body->>'paymentId') as payment_id
       from jsonb_populate_recordset(null::outcomes, $1::jsonb) k
       join outcome_history h using (merchant_id, type, outcome_id) group by 1, 2, 3) told
     where outcomes.payment_id is null and told.payment_id is not null and outcomes.merchant_id = told.merchant_id
       and outcomes.type = told.type and outcomes.outcome_id = told.outcome_id`,
    states.filter(({ outcome }) => outcome.disputeId !== undefined).map(({ row }) => row),
  )
  const isNew = new Set(kept.map(each => keyOf(each.merchant_id, each.type, each.outcome_id, each.content)))
  // Taken out as it is found: two deliveries of one state in a batch are one.
  return states
    .filter(({ row }) => isNew.delete(keyOf(row.merchant_id, row.type, row.outcome_id, row.content)))
    .map(({ outcome }) => outcome)
}

/** One statement for all rows, which it gets as one JSON text. */
async function insert<Row extends object>(sql: Sql, statement: string, rows: readonly object[]): Promise<Row[]> {
  return rows.length === 0 ? [] : sql.query<Row>(statement, [JSON.stringify(rows)])
}

function keyOf(...parts: readonly string[]): string {
  return JSON.stringify(parts)
}
