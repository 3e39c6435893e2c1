import type { Sql } from '../../src/ports.ts'
import type { Between } from './plain-figures.ts'

export type Row = (string | number | null)[]

const FIRST = `(select min(h.occurred_at) from outcome_history h
  where h.merchant_id = o.merchant_id and h.type = o.type and h.outcome_id = o.outcome_id)`
const PAYMENT = 'p.merchant_id = o.merchant_id and p.payment_id = o.payment_id'
const WORTH = `(case when o.amount_minor is not null then coalesce(o.base_minor, 0)
  else coalesce((select p.base_minor from payments p where ${PAYMENT}), 0) end)`
const SUCCEEDED = `not (o.type = 'refund' and o.body->>'stage' is not distinct from 'failed')`
const DISPUTED = `o.type in ('dispute', 'chargeback')`
const SOLD = `p.status not in ('declined', 'blocked')`

/** Every section but the figures and the card programmes, by its name; texts first, then numbers, in the report's order. */
export async function plainSections(sql: Sql, { from, to }: Between): Promise<Map<string, Row[]>> {
  const within = (time: string) => `${time} >= '${from}' and ${time} < '${to}'`
  const told = `${within(FIRST)} and ${SUCCEEDED}`
  const statements: [string, string][] = [
    ['days', daysStatement(from, to)],
    [
      'queues',
      `select queue, kind, sum((${within('opened_at')})::int), sum(coalesce(${within('closed_at')}, false)::int), sum(open::int),
         extract(epoch from '${to}' - min(case when open then opened_at end)), sum((open and coalesce(due_at < '${to}', false))::int)
       from (select *, closed_at is null or closed_at >= '${to}' as open from cases
         where opened_at < '${to}' and not coalesce(closed_at < '${from}', false)) c group by queue, kind`,
    ],
    [
      'reasons',
      `select type, coalesce(nullif(reason, ''), 'none given'), number, number::float8 / sum(number) over (partition by type), amount
       from (select o.type, o.reason, count(*) as number, sum(${WORTH}) as amount from outcomes o
         where ${told} and o.type not in ('decline', 'notice') group by o.type, o.reason) r
       order by number desc, type, coalesce(reason, '') limit 20`,
    ],
    [
      'declines',
      `select coalesce(nullif(reason, ''), 'none given'), count(*), count(*)::float8 / sum(count(*)) over (), sum(amount) from (
         select p.decline_code as reason, coalesce(p.base_minor, 0) as amount from payments p
         where ${within('p.occurred_at')} and p.status = 'declined'
         union all
         select o.reason, ${WORTH} from outcomes o where o.type = 'decline' and ${told}
           and not exists (select from payments p where ${PAYMENT} and p.status = 'declined')
       ) d group by reason order by 2 desc, coalesce(reason, '') limit 20`,
    ],
    ['rules', rulesStatement(within('d.occurred_at'))],
    ['held_out', `select count(*) from decisions d where ${within('d.occurred_at')} and d.body->>'heldOut' = 'true' having count(*) > 0`],
    ...Object.entries(PROPERTIES).map(([section, column]): [string, string] => [
      section,
      propertyStatement(column, within('p.occurred_at'), told),
    ]),
  ]
  const sections = new Map<string, Row[]>()
  for (const [section, statement] of statements) {
    const rows = await sql.query<{ row: Row }>(`select jsonb_build_array(${elements(statement)}) as row from (${statement}) t(${names(statement)})`)
    sections.set(section, rows.map(({ row }) => row))
  }
  return sections
}
