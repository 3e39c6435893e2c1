import { formatMinor } from '../model/money.ts'
import type { Sql } from '../ports.ts'

const DAY_MS = 86_400_000
/**
 * Visa Compelling Evidence 3.0, for disputes of condition 10.4: at least two payments with the same card, 120 to 365 days before the
 * dispute, neither disputed nor reported as fraud, of which two of IP address, device, account and delivery address are those of
 * the disputed payment, and one of the two is the IP address or the device. Source: Visa, "Compelling Evidence 3.0 Merchant
 * Readiness", in force since 15 April 2023.
 */
export const COMPELLING = { daysMin: 120, daysMax: 365, paymentsMin: 2 }

/** More rows than this say nothing more. */
const PAYMENTS_MAX = 50

export const LINKS = ['card', 'ip', 'device', 'account', 'address'] as const
export type Link = (typeof LINKS)[number]

/** An earlier payment that nobody disputed, and what it has in common with the disputed one. */
export interface PriorPayment {
  id: string
  /** ISO 8601, UTC. */
  occurredAt: string
  /** With currency. */
  amount: string
  links: Link[]
  /** Old enough, and not too old, for the rule. */
  isInWindow: boolean
}

type Row = { payment_id: string; occurred_at: Date; amount_minor: number; currency: string } & Record<Link, boolean>

/**
 * Payments of the merchant from the year before the dispute, older than the disputed one, that have something in common with it; that
 * were neither declined nor blocked, have no dispute, chargeback or fraud warning, and no label that says fraud. Those that count for
 * the rule come first, so that the limit takes none of them away.
 */
export async function priorPayments(
  sql: Sql,
  merchantId: string,
  paymentId: string,
  disputedAtMs: number,
): Promise<PriorPayment[]> {
  const [disputed] = await sql.query<Record<string, string | null> & { occurred_at: Date }>(
    `select occurred_at, card_fingerprint, ip, device_id, customer_id, shipping_address
     from payments where merchant_id = $1 and payment_id = $2`,
    [merchantId, paymentId],
  )
  if (disputed === undefined) return []
  const rows = await sql.query<Row>(
    `select * from (
       select p.payment_id, p.occurred_at, p.amount_minor, p.currency,
         coalesce(p.card_fingerprint = $5, false) as card, coalesce(p.ip = $6, false) as ip,
         coalesce(p.device_id = $7, false) as device, coalesce(p.customer_id = $8, false) as account,
         coalesce(p.shipping_address = $9, false) as address,
         p.occurred_at <= $10 as in_window
       from payments p
       where p.merchant_id = $1 and p.payment_id <> $2 and p.occurred_at >= $3 and p.occurred_at < $4
         and p.status not in ('declined', 'blocked')
         and (p.card_fingerprint = $5 or p.ip = $6 or p.device_id = $7 or p.customer_id = $8 or p.shipping_address = $9)
         and not exists (select from outcomes o where o.merchant_id = p.merchant_id and o.payment_id = p.payment_id
           and o.type in ('dispute', 'chargeback', 'early_fraud_warning'))
         and not exists (select from payment_labels l where l.merchant_id = p.merchant_id and l.payment_id = p.payment_id
           and l.label = 'fraud')
     ) each
     order by card and in_window and (ip or device) desc, ip::int + device::int + account::int + address::int desc,
       occurred_at desc, payment_id
     limit ${PAYMENTS_MAX}`,
    [
      merchantId,
      paymentId,
      daysBefore(disputedAtMs, COMPELLING.daysMax),
      disputed.occurred_at,
      disputed.card_fingerprint ?? null,
      disputed.ip ?? null,
      disputed.device_id ?? null,
      disputed.customer_id ?? null,
      disputed.shipping_address ?? null,
      daysBefore(disputedAtMs, COMPELLING.daysMin),
    ],
  )
  const newest = daysBefore(disputedAtMs, COMPELLING.daysMin)
  return rows.map(row => ({
    id: row.payment_id,
    occurredAt: row.occurred_at.toISOString(),
    amount: `${formatMinor(row.amount_minor, row.currency)} ${row.currency}`,
    links: LINKS.filter(link => row[link]),
    isInWindow: row.occurred_at.toISOString() <= newest,
  }))
}

function daysBefore(ms: number, days: number): string {
  return new Date(ms - days * DAY_MS).toISOString()
}

/**
 * The payments that fulfil the rule: those that share the same two things with the disputed one, of the pair that most of them share.
 * Empty where they are too few.
 */
export function compellingPayments(prior: readonly PriorPayment[]): PriorPayment[] {
  const eligible = prior.filter(({ links, isInWindow }) => isInWindow && links.includes('card'))
  const pairs: [Link, Link][] = [
    ['ip', 'device'],
    ['ip', 'account'],
    ['ip', 'address'],
    ['device', 'account'],
    ['device', 'address'],
  ]
  const sharing = pairs.map(([a, b]) => eligible.filter(({ links }) => links.includes(a) && links.includes(b)))
  const most = sharing.reduce((best, each) => (each.length > best.length ? each : best), [])
  return most.length >= COMPELLING.paymentsMin ? most : []
}
