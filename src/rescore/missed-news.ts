import type { Arrived } from '../desk/ingest.ts'
import type { Sql } from '../ports.ts'
import { SHARED, STILL, UNSHIPPED, type Unshipped } from './find-unshipped.ts'
import type { News } from './score-and-raise.ts'

/**
 * News that was there before a payment that was let pass, or before its decision: the same that would have been asked about had these come
 * first, so that it does not matter which topic is faster. In the order of its times.
 */
export async function missedNews(
  sql: Sql,
  { payments, decisions }: Pick<Arrived, 'payments' | 'decisions'>,
  cards: number,
  watchMs: number,
): Promise<{ of: { merchantId: string; paymentId: string }; news: News }[]> {
  const keys = [
    ...payments.map(({ merchantId, id }) => ({ merchant_id: merchantId, payment_id: id })),
    ...decisions.map(({ merchantId = '', paymentId }) => ({ merchant_id: merchantId, payment_id: paymentId })),
  ]
  if (keys.length === 0) return []
  const until = `p.occurred_at + ${watchMs} * interval '1 millisecond'`
  const shares = SHARED.map(column => `n.${column} = p.${column}`).join(' or ')
  const rows = await sql.query<{ merchant_id: string; payment_id: string; because: string; at: Date }>(
    `with k as (select distinct on (p.merchant_id, p.payment_id) p.*
       from jsonb_to_recordset($1::jsonb) as k(merchant_id text, payment_id text)
       join payments p using (merchant_id, payment_id) join decisions d using (merchant_id, payment_id) where ${STILL})
     select p.merchant_id, p.payment_id, $2 as because, later.at
     from k p, lateral (
       select first.at, count(*) over (order by first.at) as cards from (
         select min(c.occurred_at) as at from payments c
         where c.device_id = p.device_id and c.occurred_at > p.occurred_at and c.occurred_at <= ${until}
           and c.card_fingerprint <> coalesce(p.card_fingerprint, '')
         group by c.card_fingerprint) first) later
     where later.cards % ${cards} = 0
     union
     select p.merchant_id, p.payment_id, replace(o.type, '_', ' ') || ' on ' || n.payment_id, h.occurred_at
     from k p
     join outcomes o on o.occurred_at >= p.occurred_at and o.type in ('chargeback', 'early_fraud_warning')
     join outcome_history h on h.merchant_id = o.merchant_id and h.type = o.type and h.outcome_id = o.outcome_id
       and h.occurred_at >= p.occurred_at and h.occurred_at <= ${until}
     join payments n on n.merchant_id = o.merchant_id and n.payment_id = o.payment_id
       and not (n.merchant_id = p.merchant_id and n.payment_id = p.payment_id) and (${shares})
     order by at, merchant_id, payment_id, because`,
    [JSON.stringify(keys), `${cards} more cards on its device`],
  )
  return rows.map(({ merchant_id, payment_id, because, at }) => ({
    of: { merchantId: merchant_id, paymentId: payment_id },
    news: { because, atMs: at.getTime() },
  }))
}

/** As it is now: undefined once it is shipped, or was not let pass. */
export async function stillUnshipped(
  sql: Sql,
  { merchantId, paymentId }: { merchantId: string; paymentId: string },
): Promise<Unshipped | undefined> {
  const [found] = await sql.query<Unshipped>(
    `${UNSHIPPED} where ${STILL} and p.merchant_id = $1 and p.payment_id = $2`,
    [merchantId, paymentId],
  )
  return found
}
