import type { Decision } from '../model/decision.ts'
import type { Sql } from '../ports.ts'
import type { Policy } from '../ruleset/ruleset.ts'
import { knownPayment } from './case-facts.ts'
import { casesWhere } from './case-store.ts'
import { readSubject } from './outcome-subject.ts'
import { changed, recordNews } from './record-news.ts'
import { decidedBy, reviewColumns } from './reviews.ts'
import { settleCases } from './settle-cases.ts'

export interface PaymentKey {
  merchantId: string
  paymentId: string
}

/**
 * Judges those cases again that news of payments has a say in: cases about these payments, and later cases of the same customers or
 * cards, which count them as earlier ones. News is a payment, a decision, an outcome or a shipment. Do it in a transaction after the one
 * that kept the news: of two processes that bring a case and its payment at once, the later one then sees both.
 */
export async function judgeAgain(sql: Sql, policy: Policy, payments: readonly PaymentKey[]): Promise<void> {
  if (payments.length === 0) return
  const keys = payments.map(({ merchantId, paymentId }) => ({ merchant_id: merchantId, payment_id: paymentId }))
  const rows = await sql.query<{ case_id: string; subject: string }>(
    `with k as (select distinct merchant_id, payment_id from jsonb_to_recordset($1::jsonb) as k(merchant_id text, payment_id text)),
       news as (
         select p.*, least(p.occurred_at, (
           select min(h.occurred_at) from outcomes o join outcome_history h using (merchant_id, type, outcome_id)
           where o.merchant_id = p.merchant_id and o.payment_id = p.payment_id)) as since
         from k join payments p using (merchant_id, payment_id))
     select case_id, subject from cases join k using (merchant_id, payment_id)
     union
     select case_id, subject from news n join cases c on c.merchant_id = n.merchant_id and c.customer_id = n.customer_id
     where c.opened_at > n.since
     union
     select case_id, subject from news n
     join payments p on p.card_fingerprint = n.card_fingerprint and p.merchant_id = n.merchant_id and p.customer_id is null
     join cases c on c.merchant_id = p.merchant_id and c.payment_id = p.payment_id
     where c.opened_at > n.since
     order by subject, case_id`,
    [JSON.stringify(keys)],
  )
  for (const { case_id, subject } of rows) {
    const outcomes = readSubject(subject)
    if (outcomes === undefined) await judgeReview(sql, policy, case_id)
    else await settleCases(sql, policy, outcomes)
  }
}

/** A review is judged by its decision, or by what it came to when it was scored again for the first time. */
async function judgeReview(sql: Sql, policy: Policy, caseId: string): Promise<void> {
  const [now] = await casesWhere(sql, 'case_id = $1', [caseId], { forUpdate: true })
  if (now === undefined) return
  const { merchant_id, payment_id, opened_at, reason } = now
  const payment = await knownPayment(sql, merchant_id, payment_id)
  if (payment === undefined) return
  const [decided] = await sql.query<{ body: Decision }>(
    `select body from (
       select 1 as place, occurred_at as at, action, body from decisions where merchant_id = $1 and payment_id = $2
       union all
       select 2, at, action, body from rescores where merchant_id = $1 and payment_id = $2
     ) each where action <> 'allow' order by place, at limit 1`,
    [merchant_id, payment_id],
  )
  const set = changed(
    now,
    await reviewColumns(sql, policy, payment, {
      at: opened_at,
      reason,
      decided: decided && decidedBy(decided.body),
    }),
  )
  await recordNews(sql, now, set, payment.occurred_at)
}
