import type { Payment } from '../model/payment.ts'
import type { Sql } from '../ports.ts'

export interface Shipment {
  merchant_id: string
  payment_id: string
  /** ISO 8601. */
  shipped_at: string
}

/** Notes that payments are on their way, also those that have not come in yet; the first word counts. Answers how many were new, and how many payments are known. */
export function ship(sql: Sql, shipments: readonly Shipment[]): Promise<{ added: number; known: number }> {
  return shipAll(sql, JSON.stringify(shipments))
}

async function shipAll(sql: Sql, rows: string): Promise<{ added: number; known: number }> {
  const added = await sql.query(
    `insert into shipments select distinct on (merchant_id, payment_id) merchant_id, payment_id, shipped_at
     from jsonb_populate_recordset(null::shipments, $1::jsonb) order by merchant_id, payment_id, shipped_at
     on conflict do nothing returning payment_id`,
    [rows],
  )
  const known = await sql.query(
    `update payments set shipped_at = coalesce(payments.shipped_at, s.shipped_at)
     from jsonb_populate_recordset(null::shipments, $1::jsonb) s
     where payments.merchant_id = s.merchant_id and payments.payment_id = s.payment_id returning s.payment_id`,
    [rows],
  )
  return { added: added.length, known: known.length }
}

/** Payments that come in after word of their shipping. */
export async function matchShipments(sql: Sql, payments: readonly Payment[]): Promise<void> {
  const keys = payments.map(({ merchantId, id }) => ({ merchant_id: merchantId, payment_id: id }))
  await sql.query(
    `update payments set shipped_at = s.shipped_at
     from jsonb_to_recordset($1::jsonb) as k(merchant_id text, payment_id text) join shipments s using (merchant_id, payment_id)
     where payments.merchant_id = k.merchant_id and payments.payment_id = k.payment_id and payments.shipped_at is null`,
    [JSON.stringify(keys)],
  )
}
