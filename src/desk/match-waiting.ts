import { DESK } from '../cases/case.ts'
import { judgeCase } from '../cases/judge-case.ts'
import type { Payment } from '../model/payment.ts'
import type { Sql } from '../ports.ts'
import type { Policy } from '../ruleset/ruleset.ts'
import { caseFacts, knownPayment } from './case-facts.ts'
import { casesWhere, recordEvent } from './case-store.ts'
import { notLess } from './join-case.ts'

/**
 * Cases that came before their payment get what it says: customer, amount, and a priority judged anew. All that wait are looked at,
 * not only those of this batch: the payment may have come through another process at the same time.
 */
export async function matchWaiting(sql: Sql, policy: Policy): Promise<void> {
  const condition = `not is_matched and exists (
    select from payments p where p.merchant_id = cases.merchant_id and p.payment_id = cases.payment_id)`
  for (const waiting of await casesWhere(sql, condition, [], { forUpdate: true })) {
    const payment = await knownPayment(sql, waiting.merchant_id, waiting.payment_id)
    if (payment === undefined) continue
    const { case_id, kind, reason, opened_at } = waiting
    const baseMinor = waiting.base_minor ?? payment.base_minor
    const asked = { kind, baseMinor, reason, openedAtMs: Date.parse(opened_at), base: policy.money.base }
    const facts = await caseFacts(sql, asked, payment)
    const occurredAt = payment.occurred_at.toISOString()
    await recordEvent(sql, waiting, {
      case_id,
      at: occurredAt > opened_at ? occurredAt : opened_at,
      actor: DESK,
      action: 'matched',
      body: {
        why: 'its payment came in',
        set: {
          is_matched: true,
          customer_id: payment.customer_id,
          base_minor: baseMinor,
          ...notLess(waiting, judgeCase(policy.cases, facts, kind === 'review' ? waiting : undefined)),
        },
      },
    })
  }
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
