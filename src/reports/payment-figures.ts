import type { Sql } from '../ports.ts'
import { ACCEPTED, bounds, OUTCOME_AMOUNT, OUTCOMES, one } from './asked.ts'
import { type Figure, type Period, share } from './report.ts'

interface Row {
  payments: number
  sales: number
  sales_amount: number
  declined: number
}

interface DecisionRow {
  decided: number
  reviewed: number
  blocked: number
}

interface OutcomeRow {
  type: string
  number: number
  amount: number
}

/**
 * Payments and decisions by when the payment happened, outcomes by when they happened. Rates are those of the period
 * itself: what came back within it over what was sold within it, by number and by amount.
 */
export async function paymentFigures(sql: Sql, period: Period): Promise<Figure[]> {
  const row = await one<Row>(
    sql,
    `select count(*) as payments,
       count(*) filter (where ${ACCEPTED}) as sales,
       coalesce(sum(base_minor) filter (where ${ACCEPTED}), 0)::bigint as sales_amount,
       count(*) filter (where p.status = 'declined') as declined
     from payments p where occurred_at >= $1 and occurred_at < $2`,
    bounds(period),
  )
  const decided = await one<DecisionRow>(
    sql,
    `select count(*) as decided,
       count(*) filter (where action = 'review') as reviewed,
       count(*) filter (where action = 'block') as blocked
     from decisions where occurred_at >= $1 and occurred_at < $2`,
    bounds(period),
  )
  const outcomes = await sql.query<OutcomeRow>(
    `select o.type, count(*) as number, coalesce(sum(${OUTCOME_AMOUNT}), 0)::bigint as amount
     from ${OUTCOMES} where o.occurred_at >= $1 and o.occurred_at < $2 group by o.type`,
    bounds(period),
  )
  return [
    { name: 'payments', title: 'Payments', unit: 'count', value: row.payments },
    { name: 'sales', title: 'Sales', unit: 'count', value: row.sales },
    { name: 'sales_amount', title: 'Sales, amount', unit: 'money', value: row.sales_amount },
    { name: 'declined', title: 'Declined', unit: 'count', value: row.declined },
    { name: 'declined_share', title: 'Declined, share', unit: 'share', value: share(row.declined, row.payments) },
    { name: 'reviewed', title: 'Sent to review', unit: 'count', value: decided.reviewed },
    {
      name: 'reviewed_share',
      title: 'Sent to review, share',
      unit: 'share',
      value: share(decided.reviewed, decided.decided),
    },
    { name: 'blocked', title: 'Blocked', unit: 'count', value: decided.blocked },
    { name: 'blocked_share', title: 'Blocked, share', unit: 'share', value: share(decided.blocked, decided.decided) },
    ...OUTCOME_KINDS.flatMap(([type, name, title]) => {
      const { number, amount } = outcomes.find(each => each.type === type) ?? { number: 0, amount: 0 }
      const figures: Figure[] = [
        { name, title, unit: 'count', value: number },
        { name: `${name}_amount`, title: `${title}, amount`, unit: 'money', value: amount },
        { name: `${name}_rate`, title: `${title}, rate`, unit: 'share', value: share(number, row.sales) },
        {
          name: `${name}_amount_rate`,
          title: `${title}, rate by amount`,
          unit: 'share',
          value: share(amount, row.sales_amount),
        },
      ]
      return figures
    }),
  ]
}

const OUTCOME_KINDS = [
  ['refund', 'refunds', 'Refunds'],
  ['dispute', 'disputes', 'Disputes'],
  ['chargeback', 'chargebacks', 'Chargebacks'],
  ['early_fraud_warning', 'warnings', 'Early fraud warnings'],
] as const
