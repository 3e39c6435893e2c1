import type { Sql } from '../ports.ts'
import { bounds, one } from './asked.ts'
import { type Period, type Section, share } from './report.ts'

interface Row {
  held: number
  amount: number
  bad: number
  good: number
  bad_amount: number
}

/**
 * What became of the would-be reviews that were let pass by chance: how often a review would have been right, without the
 * word of those who review. Young ones look better than they are, because chargebacks take weeks.
 */
export async function heldOutSection(sql: Sql, period: Period): Promise<Section> {
  const row = await one<Row>(
    sql,
    `select count(*) as held, coalesce(sum(p.base_minor), 0)::bigint as amount,
       count(*) filter (where l.label in ('fraud', 'abuse')) as bad,
       count(*) filter (where l.label is null or l.label not in ('fraud', 'abuse')) as good,
       coalesce(sum(p.base_minor) filter (where l.label in ('fraud', 'abuse')), 0)::bigint as bad_amount
     from decisions d
     left join payments p using (merchant_id, payment_id)
     left join payment_labels l using (merchant_id, payment_id)
     where d.occurred_at >= $1 and d.occurred_at < $2 and d.body->>'heldOut' = 'true'`,
    bounds(period),
  )
  return {
    name: 'held_out',
    title: 'Reviews held out',
    note: 'Would-be reviews that the policy let pass by chance, and what became of them so far. Chargebacks take weeks: read it some months later.',
    columns: [
      { name: 'held', title: 'Held out', unit: 'count' },
      { name: 'amount', title: 'Amount', unit: 'money' },
      { name: 'bad', title: 'Turned out bad', unit: 'count' },
      { name: 'precision', title: 'Share', unit: 'share' },
      { name: 'bad_amount', title: 'Amount', unit: 'money' },
      { name: 'good', title: 'Nothing bad known', unit: 'count' },
    ],
    rows: row.held === 0 ? [] : [[row.held, row.amount, row.bad, share(row.bad, row.held), row.bad_amount, row.good]],
  }
}
