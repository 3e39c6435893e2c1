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

/** Every section but the figures and the card programmes, by its name, as rows of the report's columns. */
export async function plainSections(sql: Sql, { from, to }: Between): Promise<Map<string, Row[]>> {
  const within = (time: string) => `${time} >= '${from}' and ${time} < '${to}'`
  const told = `${within(FIRST)} and ${SUCCEEDED}`
  const statements: [name: string, texts: number, columns: number, statement: string][] = [
    ['days', 1, 9, daysStatement(from, to)],
    [
      'queues',
      2,
      7,
      `select queue, kind, sum((${within('opened_at')})::int), sum(coalesce(${within('closed_at')}, false)::int), sum(open::int),
         extract(epoch from '${to}' - min(case when open then opened_at end)), sum((open and coalesce(due_at < '${to}', false))::int)
       from (select *, closed_at is null or closed_at >= '${to}' as open from cases
         where opened_at < '${to}' and not coalesce(closed_at < '${from}', false)) c group by queue, kind`,
    ],
    [
      'reasons',
      2,
      5,
      `select type, coalesce(nullif(reason, ''), 'none given'), number, number / sum(number) over (partition by type), amount
       from (select o.type, o.reason, count(*) as number, sum(${WORTH}) as amount from outcomes o
         where ${told} and o.type not in ('decline', 'notice') group by o.type, o.reason) r
       order by number desc, type, coalesce(reason, '') limit 20`,
    ],
    [
      'declines',
      1,
      4,
      `select coalesce(nullif(reason, ''), 'none given'), count(*), count(*) / sum(count(*)) over (), sum(amount) from (
         select p.decline_code as reason, coalesce(p.base_minor, 0) as amount from payments p
         where ${within('p.occurred_at')} and p.status = 'declined'
         union all
         select o.reason, ${WORTH} from outcomes o where o.type = 'decline' and ${told}
           and not exists (select from payments p where ${PAYMENT} and p.status = 'declined')
       ) d group by reason order by 2 desc, coalesce(reason, '') limit 20`,
    ],
    ['rules', 2, 10, rulesStatement(within('d.occurred_at'))],
    ...Object.entries(PROPERTIES).map(([section, column]): [string, number, number, string] => [
      section,
      1,
      9,
      propertyStatement(column, within('p.occurred_at'), told),
    ]),
  ]
  const sections = new Map<string, Row[]>()
  for (const [section, texts, columns, statement] of statements) {
    const names = Array.from({ length: columns }, (_, at) => `c${at}`)
    const rows = await sql.query<Record<string, string | number | null>>(
      `select * from (${statement}) as plain(${names.join(', ')})`,
    )
    sections.set(
      section,
      rows.map(row => names.map((name, at) => (at < texts ? row[name]! : numberOf(row[name]!)))),
    )
  }
  return sections
}

/** Decimals come as text. */
function numberOf(value: string | number | null): number | null {
  return value === null ? null : Number(value)
}

/** Days of UTC. */
function daysStatement(from: string, to: string): string {
  const on = (time: string) => `(${time} at time zone 'UTC')::date = day::date`
  return `with first as (select o.type, ${FIRST} as at from outcomes o where ${SUCCEEDED})
    select to_char(day, 'YYYY-MM-DD'),
      (select count(*) from payments p where ${on('p.occurred_at')}),
      (select count(*) from payments p where ${on('p.occurred_at')} and p.status = 'declined'),
      (select count(*) from decisions d where ${on('d.occurred_at')} and d.action = 'review'),
      (select count(*) from decisions d where ${on('d.occurred_at')} and d.action = 'block'),
      (select count(*) from cases c where ${on('c.opened_at')}),
      (select count(*) from cases c where ${on('c.closed_at')}),
      (select count(*) from first where type = 'refund' and ${on('at')}),
      (select count(*) from first where type in ('dispute', 'chargeback') and ${on('at')})
    from generate_series(timestamp '${from.slice(0, 10)}', timestamp '${to.slice(0, 10)}' - interval '1 day', '1 day') as day`
}

function rulesStatement(decided: string): string {
  const bad = `(select l.label in ('fraud', 'abuse') from payment_labels l
    where l.merchant_id = d.merchant_id and l.payment_id = d.payment_id)`
  const good = bad.replace("in ('fraud', 'abuse')", "= 'legit'")
  const worth = `coalesce((select p.base_minor from payments p
    where p.merchant_id = d.merchant_id and p.payment_id = d.payment_id), 0)`
  return `with judged as (
      select d.*, coalesce(${bad}, false)::int as bad, coalesce(${good}, false)::int as good, ${worth} as worth
      from decisions d where ${decided}
    )
    select h.rule, h.mode, count(*), sum(worth), sum(bad), sum(good), sum(bad)::float8 / nullif(sum(bad) + sum(good), 0),
      sum(bad)::float8 / nullif((select sum(bad) from judged), 0), sum(worth * bad),
      sum(worth * good * (action <> 'allow')::int)
    from judged j, hits h where h.merchant_id = j.merchant_id and h.payment_id = j.payment_id group by h.rule, h.mode`
}

const PROPERTIES = {
  by_category: 'category',
  by_country: 'card_country',
  by_shipping_country: 'shipping_country',
  by_bin: 'card_bin',
  by_channel: 'channel',
}

/** Values of one property of payments, those with most payments first. */
function propertyStatement(column: string, paid: string, told: string): string {
  const value = `coalesce(p.${column}, '')`
  const back = `from outcomes o, payments p where ${PAYMENT} and ${told} and ${value} = v.value`
  const has = `from payments p where ${paid} and ${value} = v.value`
  return `select coalesce(nullif(value, ''), 'not given'), number,
      (select coalesce(sum(p.base_minor), 0) ${has} and ${SOLD}), declined, declined::float8 / nullif(number, 0),
      (select count(*) ${back} and o.type = 'refund'), charged, charged::float8 / nullif((select count(*) ${has} and ${SOLD}), 0),
      (select coalesce(sum(most), 0) from (
        select max(${WORTH}) as most ${back} and ${DISPUTED} group by o.merchant_id, o.payment_id) m)
    from (
      select value, (select count(*) ${has}) as number, (select count(*) ${has} and p.status = 'declined') as declined,
        (select count(distinct (o.merchant_id, o.payment_id)) ${back} and ${DISPUTED}) as charged
      from (select distinct ${value} as value from payments p where ${paid} or exists (
        select from outcomes o where ${PAYMENT} and ${told} and (o.type = 'refund' or ${DISPUTED}))) v
    ) v order by number desc, value limit 15`
}
