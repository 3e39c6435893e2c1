import type { Label } from '../model/case.ts'
import type { Sql } from '../ports.ts'
import { storable } from './storable.ts'

/** What somebody outside knows of one payment. */
export interface FileLabel {
  paymentId: string
  /** Undefined where it is not said: then the one merchant counts who has a payment of this id. */
  merchantId: string | undefined
  label: Label
  /** Since when it is known; undefined: since now. */
  atMs: number | undefined
  reason: string | undefined
}

/** Why one label cannot be kept; `row` is its place in what was given. */
export interface RefusedLabel {
  row: number
  /** `ambiguous-payment`: several merchants have this payment. `duplicate-entry`: another label of the same payment was given. */
  code: 'ambiguous-payment' | 'duplicate-entry'
  merchants: readonly string[]
}

/** What became of labels that were kept. */
export interface KeptLabels {
  added: number
  /** Said otherwise before. */
  changed: number
  /** Said so before. */
  same: number
  /** Left out, because something later is known already. */
  older: number
  /** Of payments that have not come in yet. */
  waiting: number
}

interface Named extends FileLabel {
  merchantId: string
}

const ROWS_AT_ONCE = 20_000
const ONE_AT_A_TIME = 7421181 // a number of our own, beside that of the schema

/**
 * Labels payments by what a file says, all of them or none; again given, nothing changes. Of two files the later date counts, and of
 * one date the later word. Payments need not be known. Call it inside a transaction.
 */
export async function labelPayments(
  sql: Sql,
  labels: readonly FileLabel[],
  by: string,
  nowMs: number,
): Promise<KeptLabels | RefusedLabel[]> {
  await sql.query(`select pg_advisory_xact_lock(${ONE_AT_A_TIME})`)
  const named = await withMerchants(sql, labels)
  if ('refused' in named) return named.refused
  const kept: KeptLabels = { added: 0, changed: 0, same: 0, older: 0, waiting: 0 }
  for (let from = 0; from < named.labels.length; from += ROWS_AT_ONCE) {
    for (const { verdict, count, waiting } of await keep(
      sql,
      named.labels.slice(from, from + ROWS_AT_ONCE),
      by,
      nowMs,
    )) {
      kept[verdict] += count
      kept.waiting += waiting
    }
  }
  return kept
}

async function withMerchants(
  sql: Sql,
  labels: readonly FileLabel[],
): Promise<{ labels: Named[] } | { refused: RefusedLabel[] }> {
  const owners = await ownersOf(sql, [
    ...new Set(labels.filter(each => each.merchantId === undefined).map(each => each.paymentId)),
  ])
  const refused: RefusedLabel[] = []
  const found = new Map<string, Named>()
  for (const [row, label] of labels.entries()) {
    const merchants = label.merchantId === undefined ? (owners.get(label.paymentId) ?? ['']) : [label.merchantId]
    const named = storable({ ...label, merchantId: merchants[0]! })
    const key = JSON.stringify([named.merchantId, named.paymentId])
    const other = found.get(key)
    if (merchants.length > 1) refused.push({ row, code: 'ambiguous-payment', merchants })
    else if (other === undefined) found.set(key, named)
    else if (other.label !== named.label || other.atMs !== named.atMs || other.reason !== named.reason) {
      refused.push({ row, code: 'duplicate-entry', merchants })
    }
  }
  return refused.length > 0 ? { refused } : { labels: [...found.values()] }
}

/** Who has a payment of each id. */
async function ownersOf(sql: Sql, paymentIds: readonly string[]): Promise<Map<string, string[]>> {
  const owners = new Map<string, string[]>()
  for (let from = 0; from < paymentIds.length; from += ROWS_AT_ONCE) {
    const rows = await sql.query<{ payment_id: string; merchants: string[] }>(
      `select payment_id, json_agg(merchant_id order by merchant_id) as merchants from payments
       where payment_id in (select jsonb_array_elements_text($1::jsonb)) group by payment_id`,
      [JSON.stringify(storable(paymentIds.slice(from, from + ROWS_AT_ONCE)))],
    )
    for (const { payment_id, merchants } of rows) owners.set(payment_id, merchants)
  }
  return owners
}

interface VerdictRow {
  verdict: 'added' | 'changed' | 'same' | 'older'
  count: number
  waiting: number
}

/** A label without a date that says what is known already is no news; one that says otherwise is known since now. */
function keep(sql: Sql, labels: readonly Named[], by: string, nowMs: number): Promise<VerdictRow[]> {
  const rows = labels.map(({ merchantId, paymentId, label, atMs, reason }) => ({
    merchant_id: merchantId,
    payment_id: paymentId,
    label,
    dated: atMs === undefined ? null : new Date(atMs).toISOString(),
    reason,
  }))
  return sql.query<VerdictRow>(
    `with judged as (
       select g.merchant_id, g.payment_id, g.label, g.reason, coalesce(g.dated, $2::timestamptz) as at,
         not exists (select from payments p where p.merchant_id = g.merchant_id and p.payment_id = g.payment_id) as is_waiting,
         case
           when l.payment_id is null then 'added'
           when g.dated < l.at then 'older'
           when (g.label, g.reason, coalesce(g.dated, l.at)) is not distinct from (l.label, l.reason, l.at) then 'same'
           else 'changed'
         end as verdict
       from jsonb_to_recordset($1::jsonb) as g(merchant_id text, payment_id text, label text, dated timestamptz, reason text)
       left join labels l on l.merchant_id = g.merchant_id and l.payment_id = g.payment_id and l.source = 'file'
     ), written as (
       insert into labels (merchant_id, payment_id, label, source, at, by, reason)
       select merchant_id, payment_id, label, 'file', at, $3, reason from judged where verdict in ('added', 'changed')
       on conflict (merchant_id, payment_id, source) do update
       set label = excluded.label, at = excluded.at, by = excluded.by, reason = excluded.reason
     )
     select verdict, count(*) as count, count(*) filter (where is_waiting) as waiting from judged group by verdict`,
    [JSON.stringify(rows), new Date(nowMs).toISOString(), by],
  )
}
