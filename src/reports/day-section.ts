import type { Sql } from '../ports.ts'
import { OUTCOMES } from './asked.ts'
import { daysOf } from './period.ts'
import type { Period, Section } from './report.ts'

interface Row {
  day: string
  payments: number
  declined: number
  reviewed: number
  blocked: number
  opened: number
  closed: number
  refunds: number
  chargebacks: number
}

/** Each local day of the period by itself. */
export async function daySection(sql: Sql, period: Period, zone: string): Promise<Section> {
  const days = daysOf(period, zone).map(({ name, fromMs, toMs }) => ({
    day: name,
    starts: new Date(fromMs).toISOString(),
    ends: new Date(toMs).toISOString(),
  }))
  const within = (column: string) => `${column} >= starts and ${column} < ends`
  const number = (from: string, column: string, condition = 'true') =>
    `(select count(*) from ${from} where ${within(column)} and ${condition})`
  const rows = await sql.query<Row>(
    `select day,
       ${number('payments', 'occurred_at')} as payments,
       ${number('payments', 'occurred_at', "status = 'declined'")} as declined,
       ${number('decisions', 'occurred_at', "action = 'review'")} as reviewed,
       ${number('decisions', 'occurred_at', "action = 'block'")} as blocked,
       ${number('cases', 'opened_at')} as opened,
       ${number('cases', 'closed_at')} as closed,
       ${number(OUTCOMES, 'o.occurred_at', "o.type = 'refund'")} as refunds,
       ${number(OUTCOMES, 'o.occurred_at', "o.type in ('dispute', 'chargeback')")} as chargebacks
     from jsonb_to_recordset($1::jsonb) as days(day text, starts timestamptz, ends timestamptz) order by day`,
    [JSON.stringify(days)],
  )
  return {
    name: 'days',
    title: 'Day by day',
    note: `Days of ${zone}.`,
    columns: [
      { name: 'day', title: 'Day', unit: 'text' },
      { name: 'payments', title: 'Payments', unit: 'count' },
      { name: 'declined', title: 'Declined', unit: 'count' },
      { name: 'reviewed', title: 'Reviews', unit: 'count' },
      { name: 'blocked', title: 'Blocks', unit: 'count' },
      { name: 'opened', title: 'Cases opened', unit: 'count' },
      { name: 'closed', title: 'Cases closed', unit: 'count' },
      { name: 'refunds', title: 'Refunds', unit: 'count' },
      { name: 'chargebacks', title: 'Disputes and chargebacks', unit: 'count' },
    ],
    rows: rows.map(row => [
      row.day,
      row.payments,
      row.declined,
      row.reviewed,
      row.blocked,
      row.opened,
      row.closed,
      row.refunds,
      row.chargebacks,
    ]),
  }
}
