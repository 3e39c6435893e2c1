import type { Sql } from '../../src/ports.ts'

/** Times as they are written into the statements. */
export interface Between {
  from: string
  to: string
}

const SOLD = `p.status <> 'declined' and p.status <> 'blocked'`
/** When an outcome was first told, and what it is about in base currency. */
const FIRST = `(select min(h.occurred_at) from outcome_history h
  where h.merchant_id = o.merchant_id and h.type = o.type and h.outcome_id = o.outcome_id)`
const WORTH = `(case when o.amount_minor is not null then coalesce(o.base_minor, 0)
  else coalesce((select p.base_minor from payments p where p.merchant_id = o.merchant_id and p.payment_id = o.payment_id), 0) end)`

/** Every figure of a period, each by a statement of its own over the raw tables. */
export async function plainFigures(sql: Sql, { from, to }: Between): Promise<Map<string, number | null>> {
  const paid = `p.occurred_at >= '${from}' and p.occurred_at < '${to}'`
  const decided = `d.occurred_at >= '${from}' and d.occurred_at < '${to}'`
  const sales = `select count(*) from payments p where ${paid} and ${SOLD}`
  const sold = `select coalesce(sum(p.base_minor), 0) from payments p where ${paid} and ${SOLD}`
  const open = `c.opened_at < '${to}' and (c.closed_at is null or c.closed_at >= '${to}')`
  const opened = `c.opened_at >= '${from}' and c.opened_at < '${to}'`
  const closed = `c.closed_at >= '${from}' and c.closed_at < '${to}'`
  const figures: [string, string][] = [
    ['Payments', `select count(*) from payments p where ${paid}`],
    ['Sales', sales],
    ['Sales, amount', sold],
    ['Declined', `select count(*) from payments p where ${paid} and p.status = 'declined'`],
    ['Declined, share', `select avg((p.status = 'declined')::int) from payments p where ${paid}`],
    ['Sent to review', `select count(*) from decisions d where ${decided} and d.action = 'review'`],
    ['Sent to review, share', `select avg((d.action = 'review')::int) from decisions d where ${decided}`],
    ['Blocked', `select count(*) from decisions d where ${decided} and d.action = 'block'`],
    ['Blocked, share', `select avg((d.action = 'block')::int) from decisions d where ${decided}`],
    ['Cases received', `select count(*) from cases c where ${opened}`],
    ['Cases handled', `select count(*) from cases c where ${closed} and c.opened_at < '${to}'`],
    ['Backlog at the end', `select count(*) from cases c where ${open}`],
    ['Median age of the backlog', medianOf(`extract(epoch from timestamptz '${to}' - c.opened_at)`, open)],
    [
      'Oldest of the backlog',
      `select extract(epoch from max(timestamptz '${to}' - c.opened_at)) from cases c where ${open}`,
    ],
    ['Median time to first action', medianOf('extract(epoch from c.first_action_at - c.opened_at)', opened)],
    [
      'Median time to resolution',
      medianOf('extract(epoch from c.closed_at - c.opened_at)', `${closed} and c.opened_at < '${to}'`),
    ],
  ]
  for (const [type, title] of Object.entries(TITLES)) {
    const told = `o.type = '${type}' and ${FIRST} >= '${from}' and ${FIRST} < '${to}'
      and not (o.type = 'refund' and o.body->>'stage' is not distinct from 'failed')`
    const number = `select count(*) from outcomes o where ${told}`
    const amount = `select coalesce(sum(${WORTH}), 0) from outcomes o where ${told}`
    figures.push([title, number], [`${title}, amount`, amount])
    figures.push([`${title}, rate`, `select (${number})::float8 / nullif((${sales}), 0)`])
    figures.push([`${title}, rate by amount`, `select (${amount})::float8 / nullif((${sold}), 0)`])
  }
  const values = new Map<string, number | null>()
  for (const [title, statement] of figures) {
    const [row] = await sql.query<{ value: number | null }>(`select (${statement})::float8 as value`)
    values.set(title, row!.value)
  }
  return values
}

const TITLES = {
  refund: 'Refunds',
  dispute: 'Disputes',
  chargeback: 'Chargebacks',
  early_fraud_warning: 'Early fraud warnings',
}

/** The one in the middle, or the mean of the two there. */
function medianOf(value: string, condition: string): string {
  return `select avg(value) from (
    select (${value})::float8 as value, row_number() over (order by (${value})::float8) as place, count(*) over () as number
    from cases c where ${condition} and (${value}) is not null
  ) as placed where 2 * place between number and number + 2`
}
