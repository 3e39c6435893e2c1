import type { Sql } from '../ports.ts'
import { bounds, OUTCOME_AMOUNT, OUTCOMES } from './asked.ts'
import { type Column, type Period, type Section, share } from './report.ts'

const REASONS_MAX = 20
const BY_REASON: readonly Column[] = [
  { name: 'reason', title: 'Reason', unit: 'text' },
  { name: 'number', title: 'Number', unit: 'count' },
  { name: 'share', title: 'Share', unit: 'share' },
  { name: 'amount', title: 'Amount', unit: 'money' },
]

interface Row {
  type: string
  reason: string
  number: number
  amount: number
  of_type: number
}

/** What customers and banks gave as the reason, most frequent first. */
export async function reasonSection(sql: Sql, period: Period): Promise<Section> {
  const rows = await sql.query<Row>(
    `select o.type, coalesce(o.reason, '') as reason, count(*) as number,
       coalesce(sum(${OUTCOME_AMOUNT}), 0)::bigint as amount,
       (sum(count(*)) over (partition by o.type))::bigint as of_type
     from ${OUTCOMES}
     where o.occurred_at >= $1 and o.occurred_at < $2 and o.type in ('refund', 'dispute', 'chargeback', 'early_fraud_warning')
     group by o.type, coalesce(o.reason, '') order by number desc, o.type, reason limit ${REASONS_MAX}`,
    bounds(period),
  )
  return {
    name: 'reasons',
    title: 'Main reasons',
    note: 'In the words of the gateway. The share is of all outcomes of the type.',
    columns: [{ name: 'type', title: 'Outcome', unit: 'text' }, ...BY_REASON],
    rows: rows.map(({ type, reason, number, amount, of_type }) => [
      type,
      reason || 'none given',
      number,
      share(number, of_type),
      amount,
    ]),
  }
}

interface DeclineRow {
  reason: string
  number: number
  amount: number
  all: number
}

/** Payments that arrived declined or were declined later, and decline outcomes about payments that do not say so. */
export async function declineSection(sql: Sql, period: Period): Promise<Section> {
  const rows = await sql.query<DeclineRow>(
    `with declines as (
       select coalesce(p.decline_code, '') as reason, coalesce(p.base_minor, 0) as amount
       from payments p where p.status = 'declined' and p.occurred_at >= $1 and p.occurred_at < $2
       union all
       select coalesce(o.reason, ''), ${OUTCOME_AMOUNT}
       from ${OUTCOMES}
       where o.type = 'decline' and o.occurred_at >= $1 and o.occurred_at < $2 and p.status is distinct from 'declined'
     )
     select reason, count(*) as number, sum(amount)::bigint as amount, (sum(count(*)) over ())::bigint as all
     from declines group by reason order by number desc, reason limit ${REASONS_MAX}`,
    bounds(period),
  )
  return {
    name: 'declines',
    title: 'Declines by reason',
    note: 'Payments that were declined, at once or later.',
    columns: BY_REASON,
    rows: rows.map(({ reason, number, amount, all }) => [reason || 'none given', number, share(number, all), amount]),
  }
}
