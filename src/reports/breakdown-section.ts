import type { Sql } from '../ports.ts'
import { ACCEPTED, bounds, OUTCOME_AMOUNT, TOLD_OUTCOMES } from './asked.ts'
import { type Period, type Section, share } from './report.ts'

const VALUES_MAX = 15

/** What payments are told apart by. */
export const DIMENSIONS = [
  { name: 'category', title: 'By product category', column: 'category' },
  { name: 'country', title: 'By country of the card', column: 'card_country' },
  { name: 'shipping_country', title: 'By country shipped to', column: 'shipping_country' },
  { name: 'bin', title: 'By BIN', column: 'card_bin' },
  { name: 'channel', title: 'By channel', column: 'channel' },
] as const

export type Dimension = (typeof DIMENSIONS)[number]

interface Row {
  value: string
  payments: number
  sales_amount: number
  sales: number
  declined: number
  refunds: number
  chargebacks: number
  chargeback_amount: number
}

/** Payments and what came back, by one property of the payment. Chargebacks here are disputes and chargebacks, a payment once. */
export async function breakdownSection(sql: Sql, period: Period, { name, title, column }: Dimension): Promise<Section> {
  const rows = await sql.query<Row>(
    `with sold as (
       select coalesce(p.${column}, '') as value, count(*) as payments,
         count(*) filter (where ${ACCEPTED}) as sales,
         coalesce(sum(p.base_minor) filter (where ${ACCEPTED}), 0)::bigint as sales_amount,
         count(*) filter (where p.status = 'declined') as declined
       from payments p where p.occurred_at >= $1 and p.occurred_at < $2 group by 1
     ), back as (
       select coalesce(p.${column}, '') as value, o.merchant_id, o.payment_id,
         count(*) filter (where o.type = 'refund') as refunds,
         bool_or(o.type in ('dispute', 'chargeback')) as is_charged_back,
         max(${OUTCOME_AMOUNT}) filter (where o.type in ('dispute', 'chargeback')) as amount
       from ${TOLD_OUTCOMES} join payments p using (merchant_id, payment_id)
       where o.occurred_at >= $1 and o.occurred_at < $2 and o.type in ('refund', 'dispute', 'chargeback')
       group by 1, 2, 3
     ), returned as (
       select value, sum(refunds)::bigint as refunds, count(*) filter (where is_charged_back) as chargebacks,
         coalesce(sum(amount), 0)::bigint as chargeback_amount
       from back group by value
     )
     select value, coalesce(payments, 0) as payments, coalesce(sales, 0) as sales,
       coalesce(sales_amount, 0) as sales_amount, coalesce(declined, 0) as declined, coalesce(refunds, 0) as refunds,
       coalesce(chargebacks, 0) as chargebacks, coalesce(chargeback_amount, 0) as chargeback_amount
     from sold full join returned using (value)
     order by payments desc, value limit ${VALUES_MAX}`,
    bounds(period),
  )
  return {
    name: `by_${name}`,
    title,
    note: `The ${VALUES_MAX} most frequent. Rates are over the sales of the same period; a payment is charged back once, by a dispute or a chargeback.`,
    columns: [
      { name, title: title.replace(/^By (.)/, (_, first: string) => first.toUpperCase()), unit: 'text' },
      { name: 'payments', title: 'Payments', unit: 'count' },
      { name: 'sales_amount', title: 'Sales', unit: 'money' },
      { name: 'declined', title: 'Declined', unit: 'count' },
      { name: 'declined_share', title: 'Share', unit: 'share' },
      { name: 'refunds', title: 'Refunds', unit: 'count' },
      { name: 'chargebacks', title: 'Charged back', unit: 'count' },
      { name: 'chargeback_rate', title: 'Rate', unit: 'share' },
      { name: 'chargeback_amount', title: 'Amount', unit: 'money' },
    ],
    rows: rows.map(row => [
      row.value || 'not given',
      row.payments,
      row.sales_amount,
      row.declined,
      share(row.declined, row.payments),
      row.refunds,
      row.chargebacks,
      share(row.chargebacks, row.sales),
      row.chargeback_amount,
    ]),
  }
}
