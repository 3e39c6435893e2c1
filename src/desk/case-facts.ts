import { majorOf } from '../enrich/base-amount.ts'
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

interface Asked {
  kind: CaseFacts['kind']
  baseMinor: number | null
  reason: string | null
  notice?: string | undefined
  openedAtMs: number
  deadlineMs?: number | undefined
  /** ISO 4217: of the amounts. */
  base: string
}

/** What the conditions of the policy may ask about a case. The history is that of the customer, or of the card, before it was opened. */
export async function caseFacts(sql: Sql, asked: Asked, payment: KnownPayment | undefined): Promise<CaseFacts> {
  const { kind, baseMinor, openedAtMs, deadlineMs } = asked
  const facts: CaseFacts = {
    kind,
    amount: baseMinor === null ? undefined : majorOf(baseMinor, asked.base),
    reason: asked.reason ?? undefined,
    notice: asked.notice,
    hours_left: deadlineMs === undefined ? undefined : (deadlineMs - openedAtMs) / 3_600_000,
  }
  if (payment === undefined) return facts
  return {
    ...facts,
    action: payment.action ?? undefined,
    score: payment.score ?? undefined,
    shipped: payment.shipped_at !== null,
    ...(await earlier(sql, payment, openedAtMs)),
  }
}

async function earlier(
  sql: Sql,
  { merchant_id, payment_id, customer_id, card_fingerprint }: KnownPayment,
  beforeMs: number,
): Promise<Pick<CaseFacts, 'earlier_payments' | 'earlier_disputes'>> {
  if (customer_id === null && card_fingerprint === null) return {}
  const same = customer_id === null ? 'p.card_fingerprint = $1' : 'p.customer_id = $1'
  const [counted] = await sql.query<{ payments: number; disputes: number }>(
    `select count(distinct p.payment_id) filter (where p.occurred_at < $2 and p.payment_id <> $4) as payments,
       count(o.outcome_id) filter (where o.occurred_at < $2) as disputes
     from payments p
     left join outcomes o on o.merchant_id = p.merchant_id and o.payment_id = p.payment_id
       and o.type in ('dispute', 'chargeback')
     where ${same} and p.merchant_id = $3`,
    [customer_id ?? card_fingerprint, new Date(beforeMs).toISOString(), merchant_id, payment_id],
  )
  return { earlier_payments: counted!.payments, earlier_disputes: counted!.disputes }
}
