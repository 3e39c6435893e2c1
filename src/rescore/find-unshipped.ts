import type { Payment } from '../model/payment.ts'
import type { Sql } from '../ports.ts'

/** A payment that was let pass and is not on its way yet. */
export interface Unshipped {
  merchant_id: string
  payment_id: string
  body: object
  /** Its decision, or the most severe that it came to when it was scored again. */
  action: string
}

/** What two payments may have in common that makes news of one news of the other. */
export const SHARED = ['card_fingerprint', 'customer_id', 'device_id', 'email', 'ip'] as const

export const UNSHIPPED = `
  select p.merchant_id, p.payment_id, p.body, coalesce(r.action, d.action) as action
  from payments p join decisions d using (merchant_id, payment_id)
  left join lateral (
    select action from rescores where merchant_id = p.merchant_id and payment_id = p.payment_id order by action = 'block' desc limit 1
  ) r on true`
export const STILL = `d.action = 'allow' and p.shipped_at is null and p.status not in ('declined', 'blocked')`

/** Payments that share a card, customer, device, e-mail or IP with one that news came of. */
export function unshippedLike(
  sql: Sql,
  of: { merchantId: string; paymentId: string },
  fromMs: number,
  toMs: number,
): Promise<Unshipped[]> {
  const shares = SHARED.map(column => `select merchant_id, payment_id from payments where ${column} = n.${column}`)
  return sql.query<Unshipped>(
    `${UNSHIPPED}
     where ${STILL} and p.occurred_at >= $3 and p.occurred_at <= $4 and not (p.merchant_id = $1 and p.payment_id = $2)
       and (p.merchant_id, p.payment_id) in (
         select s.merchant_id, s.payment_id from payments n, lateral (${shares.join(' union ')}) s
         where n.merchant_id = $1 and n.payment_id = $2)
     order by p.merchant_id, p.payment_id`,
    [of.merchantId, of.paymentId, iso(fromMs), iso(toMs)],
  )
}

/**
 * Payments on a device on which this payment's card is a new one, where that makes as many cards as `cards` (or twice as many, and so
 * on) that came to the device after the payment.
 */
export function unshippedOnDevice(
  sql: Sql,
  { deviceId, card, atMs }: { deviceId: string; card: string; atMs: number },
  cards: number,
  fromMs: number,
): Promise<Unshipped[]> {
  const later = `from payments c where c.device_id = $1 and c.card_fingerprint <> coalesce(p.card_fingerprint, '')
    and c.occurred_at > p.occurred_at`
  return sql.query<Unshipped>(
    `${UNSHIPPED}
     where ${STILL} and p.device_id = $1 and p.occurred_at >= $4 and p.occurred_at < $3
       and not exists (select ${later} and c.card_fingerprint = $2 and c.occurred_at < $3)
       and p.card_fingerprint is distinct from $2
       and (select count(distinct c.card_fingerprint) ${later} and c.occurred_at <= $3) % ${cards} = 0
     order by p.merchant_id, p.payment_id`,
    [deviceId, card, iso(atMs), iso(fromMs)],
  )
}

/** Of the devices of some payments those that have seen so many cards at all; few have. */
export async function devicesWithCards(sql: Sql, payments: readonly Payment[], cards: number): Promise<Set<string>> {
  const devices = [...new Set(payments.flatMap(({ device }) => device?.id ?? []))]
  if (devices.length === 0) return new Set()
  const rows = await sql.query<{ device_id: string }>(
    `select device_id from payments where device_id in (select jsonb_array_elements_text($1::jsonb))
     group by device_id having count(distinct card_fingerprint) >= ${cards}`,
    [JSON.stringify(devices)],
  )
  return new Set(rows.map(({ device_id }) => device_id))
}

/** All of them, a page after the one named. */
export function unshippedAfter(
  sql: Sql,
  after: { merchantId: string; paymentId: string },
  fromMs: number,
  limit: number,
): Promise<Unshipped[]> {
  return sql.query<Unshipped>(
    `${UNSHIPPED}
     where ${STILL} and p.occurred_at >= $3 and (p.merchant_id, p.payment_id) > ($1, $2)
     order by p.merchant_id, p.payment_id limit ${limit}`,
    [after.merchantId, after.paymentId, iso(fromMs)],
  )
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
