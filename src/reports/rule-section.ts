import type { Sql } from '../ports.ts'
import { bounds } from './asked.ts'
import { type Period, type Section, share } from './report.ts'

interface Row {
  rule: string
  mode: string
  hits: number
  amount: number
  bad: number
  good: number
  bad_amount: number
  good_amount: number
  all_bad: number
}

/**
 * Rules against what is known by now: precision is bad over bad and good together, recall the bad that the rule hit over
 * all bad payments of the period. Bad is labelled `fraud` or `abuse`, good `legit`; what nobody knows is in neither.
 */
export async function ruleSection(sql: Sql, period: Period): Promise<Section> {
  const rows = await sql.query<Row>(
    `with judged as (
       select d.merchant_id, d.payment_id, d.action, coalesce(p.base_minor, 0) as amount,
         coalesce(l.label in ('fraud', 'abuse'), false) as is_bad, coalesce(l.label = 'legit', false) as is_good
       from decisions d
       left join payments p using (merchant_id, payment_id)
       left join payment_labels l using (merchant_id, payment_id)
       where d.occurred_at >= $1 and d.occurred_at < $2
     )
     select h.rule, h.mode, count(*) as hits, sum(j.amount)::bigint as amount,
       count(*) filter (where j.is_bad) as bad, count(*) filter (where j.is_good) as good,
       coalesce(sum(j.amount) filter (where j.is_bad), 0)::bigint as bad_amount,
       coalesce(sum(j.amount) filter (where j.is_good and j.action <> 'allow'), 0)::bigint as good_amount,
       (select count(*) from judged where is_bad) as all_bad
     from hits h join judged j using (merchant_id, payment_id)
     group by h.rule, h.mode order by h.mode, hits desc, h.rule`,
    bounds(period),
  )
  return {
    name: 'rules',
    title: 'Rules',
    note: 'Judged by the labels known now: bad is fraud or abuse, good is legit. Insulted: the amount of good payments that it helped to stop.',
    columns: [
      { name: 'rule', title: 'Rule', unit: 'text' },
      { name: 'mode', title: 'Mode', unit: 'text' },
      { name: 'hits', title: 'Hits', unit: 'count' },
      { name: 'amount', title: 'Amount', unit: 'money' },
      { name: 'bad', title: 'Bad', unit: 'count' },
      { name: 'good', title: 'Good', unit: 'count' },
      { name: 'precision', title: 'Precision', unit: 'share' },
      { name: 'recall', title: 'Recall', unit: 'share' },
      { name: 'bad_amount', title: 'Caught', unit: 'money' },
      { name: 'good_amount', title: 'Insulted', unit: 'money' },
    ],
    rows: rows.map(row => [
      row.rule,
      row.mode,
      row.hits,
      row.amount,
      row.bad,
      row.good,
      share(row.bad, row.bad + row.good),
      share(row.bad, row.all_bad),
      row.bad_amount,
      row.good_amount,
    ]),
  }
}
