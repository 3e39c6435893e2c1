import type { Handling, Priority } from '../model/decision.ts'
import type { Sql } from '../ports.ts'
import type { CaseFacts } from '../ruleset/case-policy.ts'

/** What is known of a payment that a case is about. */
export interface KnownPayment {
  merchant_id: string
  payment_id: string
  customer_id: string | null
  card_fingerprint: string | null
  base_minor: number | null
  occurred_at: Date
  shipped_at: Date | null
  /** Of its decision; null where none has come. */
  action: string | null
  score: number | null
  queue: string | null
  priority: Priority | null
  handling: Handling | null
}

export async function knownPayment(
  sql: Sql,
  merchantId: string,
  paymentId: string | null,
): Promise<KnownPayment | undefined> {
  if (paymentId === null) return undefined
  const [known] = await sql.query<KnownPayment>(
    `select p.merchant_id, p.payment_id, p.customer_id, p.card_fingerprint, p.base_minor, p.occurred_at, p.shipped_at,
       d.action, d.score, d.queue, d.priority, d.handling
     from payments p left join decisions d using (merchant_id, payment_id)
     where p.merchant_id = $1 and p.payment_id = $2`,
    [merchantId, paymentId],
  )
  return known
}

/** What the conditions of the policy may ask beside the case itself. The history is that of the customer, or of the card, before it was opened. */
export async function factsOfPayment(
  sql: Sql,
  payment: KnownPayment | undefined,
  openedAtMs: number,
): Promise<Pick<CaseFacts, 'action' | 'score' | 'shipped' | 'earlier_payments' | 'earlier_disputes'>> {
  if (payment === undefined) return {}
  return {
    action: payment.action ?? undefined,
    score: payment.score ?? undefined,
    shipped: payment.shipped_at !== null,
    ...(await earlier(sql, payment, openedAtMs)),
  }
}

/** A dispute counts from when it was first told of, whatever has become of it since. */
async function earlier(
  sql: Sql,
  { merchant_id, payment_id, customer_id, card_fingerprint }: KnownPayment,
  beforeMs: number,
): Promise<Pick<CaseFacts, 'earlier_payments' | 'earlier_disputes'>> {
  if (customer_id === null && card_fingerprint === null) return {}
  const same = `${customer_id === null ? 'p.card_fingerprint = $1' : 'p.customer_id = $1'} and p.merchant_id = $3`
  const [counted] = await sql.query<{ payments: number; disputes: number }>(
    `select
       (select count(*) from payments p where ${same} and p.occurred_at < $2 and p.payment_id <> $4) as payments,
       (select count(*) from payments p join outcomes o using (merchant_id, payment_id)
        where ${same} and o.type in ('dispute', 'chargeback') and exists (
          select from outcome_history h where h.merchant_id = o.merchant_id and h.type = o.type
            and h.outcome_id = o.outcome_id and h.occurred_at < $2)) as disputes`,
    [customer_id ?? card_fingerprint, new Date(beforeMs).toISOString(), merchant_id, payment_id],
  )
  return { earlier_payments: counted!.payments, earlier_disputes: counted!.disputes }
}
