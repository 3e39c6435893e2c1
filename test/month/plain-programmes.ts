import type { Sql } from '../../src/ports.ts'
import type { Row } from './plain-sections.ts'

interface MonthOfNetwork {
  sales: number
  warned: number
  disputed: number
  fraud: number
}

/** Month, network, programme, counted, sales, rate, from a month and the two before it (of which the made month has none). */
export async function plainProgrammes(sql: Sql, months: readonly [string, string, string]): Promise<Row[]> {
  const rows: Row[] = []
  for (const network of ['visa', 'mastercard']) {
    const figures: MonthOfNetwork[] = []
    for (const month of [...months, monthBefore(months[2])]) figures.push(await monthOf(sql, month, network))
    months.forEach((month, at) => {
      const [now, before] = [figures[at]!, figures[at + 1]!]
      if (now.sales === 0 && before.sales === 0) return
      const told = (programme: string, counted: number, sales: number) =>
        rows.push([month, network, programme, counted, sales, sales === 0 ? null : counted / sales])
      if (network === 'visa') told('VAMP excessive', now.warned + now.disputed, now.sales)
      else {
        told('ECM', now.disputed, before.sales)
        told('HECM', now.disputed, before.sales)
        told('EFM', now.fraud, before.sales)
      }
    })
  }
  return rows
}

export function monthBefore(month: string): string {
  return new Date(Date.parse(`${month}-01T00:00:00Z`) - 1).toISOString().slice(0, 7)
}

/** The made month knows one word for fraud. */
async function monthOf(sql: Sql, month: string, network: string): Promise<MonthOfNetwork> {
  const of = (time: string) => `to_char(${time} at time zone 'UTC', 'YYYY-MM') = '${month}'`
  const paid = (more: string) => `exists (select from payments p where p.merchant_id = o.merchant_id
    and p.payment_id = o.payment_id and lower(p.card_brand) = '${network}' and p.channel is distinct from 'pos' and ${more})`
  const first = `(select min(h.occurred_at) from outcome_history h
    where h.merchant_id = o.merchant_id and h.type = o.type and h.outcome_id = o.outcome_id)`
  const back = (condition: string) =>
    `(select count(distinct (o.merchant_id, o.payment_id)) from outcomes o where ${of(first)} and ${condition} and ${paid('true')})`
  const [row] = await sql.query<MonthOfNetwork>(
    `select (select count(*) from payments p where lower(p.card_brand) = '${network}' and p.channel is distinct from 'pos'
         and p.status not in ('declined', 'blocked') and ${of('p.occurred_at')}) as sales,
       ${back("o.type = 'early_fraud_warning'")} as warned,
       ${back("o.type in ('dispute', 'chargeback')")} as disputed,
       ${back("o.type in ('dispute', 'chargeback') and o.reason = 'fraudulent'")} as fraud`,
  )
  return row!
}
