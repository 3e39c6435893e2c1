import type { Case } from '../cases/case.ts'
import type { Label } from '../model/case.ts'
import type { Sql } from '../ports.ts'
import { setLabel } from './relabel.ts'

/**
 * Brings the label that people gave to a payment to what the newest resolution of any of its cases says; none says anything once
 * they are all open again.
 */
export async function relabelByPeople(
  sql: Sql,
  { merchant_id: merchantId, payment_id: paymentId }: Case,
): Promise<void> {
  if (paymentId === null) return
  const [said] = await sql.query<{ label: Label; at: Date; actor: string }>(
    `select c.label, e.at, e.actor from cases c join case_events e using (case_id)
     where c.merchant_id = $1 and c.payment_id = $2 and c.label is not null and c.closed_at is not null
       and e.action in ('resolve', 'approve')
     order by e.at desc, e.case_id desc, e.number desc limit 1`,
    [merchantId, paymentId],
  )
  await setLabel(sql, {
    merchantId,
    paymentId,
    source: 'resolution',
    label: said?.label ?? 'unknown',
    atMs: said?.at.getTime(),
    by: said?.actor ?? '',
  })
}
