import type { Sql, SqlValue } from '../ports.ts'
import type { Period } from './report.ts'

/** The period as `$1` and `$2` of every statement: at or after the one, before the other. */
export function bounds({ fromMs, toMs }: Pick<Period, 'fromMs' | 'toMs'>): SqlValue[] {
  return [new Date(fromMs), new Date(toMs)]
}

/** The one row of a statement that aggregates everything. */
export async function one<Row extends object>(sql: Sql, text: string, values: readonly SqlValue[]): Promise<Row> {
  const [row] = await sql.query<Row>(text, values)
  return row!
}

/** Payments that money came of. */
export const ACCEPTED = "p.status not in ('declined', 'blocked')"

/** What an outcome is about in base currency: all of its payment where it names no amount; nothing where no rate is known. */
export const OUTCOME_AMOUNT = 'coalesce(case when o.amount_minor is null then p.base_minor else o.base_minor end, 0)'

/**
 * Outcomes `o` as reports count them: in the period in which they were first told, however many states they had since, and
 * without refunds that failed, which moved no money.
 */
export const TOLD_OUTCOMES = `(
  select o.merchant_id, o.type, o.outcome_id, o.payment_id, o.amount_minor, o.base_minor, o.reason,
    coalesce((
      select min(h.occurred_at) from outcome_history h
      where h.merchant_id = o.merchant_id and h.type = o.type and h.outcome_id = o.outcome_id
    ), o.occurred_at) as occurred_at
  from outcomes o where not (o.type = 'refund' and coalesce(o.body->>'stage', '') = 'failed')
) o`

/** The same with the payments `p` they are about, if these are known. */
export const OUTCOMES = `${TOLD_OUTCOMES} left join payments p using (merchant_id, payment_id)`
