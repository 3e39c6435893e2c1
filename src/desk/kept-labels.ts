import type { Sql } from '../ports.ts'

/**
 * What is known of payments, by payment id. An id that several merchants use is left out where it stands for several things.
 * Payments before `legitBeforeMs` without a label are `legit`: by then a fraud would have been disputed.
 */
export async function keptLabels(sql: Sql, legitBeforeMs: number | undefined): Promise<Map<string, string>> {
  const rows = await sql.query<{ payment_id: string; label: string }>(
    `select payment_id, min(known) as label from (
       select p.payment_id, coalesce(l.label, case when p.occurred_at < $1 then 'legit' else 'unknown' end) as known
       from payments p left join payment_labels l using (merchant_id, payment_id)
     ) each
     group by payment_id having count(distinct known) = 1 and min(known) <> 'unknown'`,
    [legitBeforeMs === undefined ? '-infinity' : new Date(legitBeforeMs).toISOString()],
  )
  return new Map(rows.map(({ payment_id, label }) => [payment_id, label]))
}
