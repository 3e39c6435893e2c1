import { FRAUD_CODES, FRAUD_WORDS, NO_FRAUD } from '../cases/fraud-reason.ts'
import type { Sql } from '../ports.ts'
import { ACCEPTED, OUTCOME_AMOUNT, one, TOLD_OUTCOMES } from './asked.ts'
import { periodAt, periodBefore } from './period.ts'
import { PROGRAMMES, type Programme } from './programmes.ts'
import { type Cell, type Period, type Section, share } from './report.ts'

const MONTHS = 3
/** What `isFraudReason` says, asked of a column: PostgreSQL reads the same expressions. */
const IS_FRAUD = `(trim(o.reason) ~* '${FRAUD_CODES.source}' or (o.reason ~* '${FRAUD_WORDS.source}' and o.reason !~* '${NO_FRAUD.source}'))`

interface MonthRow {
  sales: number
  warnings: number
  chargebacks: number
  fraud: number
  fraud_amount: number
}

/** The calendar month that the period ends in and the two before it, for each programme of a network that had sales. */
export async function programmeSection(sql: Sql, period: Period, zone: string): Promise<Section> {
  const months = [periodAt('month', zone, period.toMs - 1)]
  while (months.length < MONTHS + 1) months.push(periodBefore(months.at(-1)!, zone))
  const rows: Cell[][] = []
  for (const network of ['visa', 'mastercard'] as const) {
    const figures = await Promise.all(months.map(month => monthFigures(sql, month, network)))
    for (let at = 0; at < MONTHS; at++) {
      const { name } = months[at]!
      for (const programme of PROGRAMMES.filter(each => each.network === network && holds(each, name))) {
        const row = standing(programme, figures[at]!, figures[at + 1]!)
        if (row !== undefined) rows.push([name, network, programme.name, ...row])
      }
    }
  }
  return {
    name: 'programmes',
    title: 'Card network programmes',
    note: 'By calendar month, online payments only. A programme begins where both the rate and the number are reached; the acquirer may ask for less. Visa counts early fraud warnings and disputes over the sales of the month, Mastercard chargebacks over the sales of the month before.',
    columns: [
      { name: 'month', title: 'Month', unit: 'text' },
      { name: 'network', title: 'Network', unit: 'text' },
      { name: 'programme', title: 'Programme', unit: 'text' },
      { name: 'counted', title: 'Counted', unit: 'count' },
      { name: 'number_limit', title: 'From', unit: 'count' },
      { name: 'sales', title: 'Sales', unit: 'count' },
      { name: 'rate', title: 'Rate', unit: 'share' },
      { name: 'rate_limit', title: 'From', unit: 'share' },
      { name: 'standing', title: 'Standing', unit: 'text' },
    ],
    rows,
  }
}

function holds({ since, until }: Programme, month: string): boolean {
  return month >= since && (until === undefined || month <= until)
}

/** Counted, its limit, sales, rate, its limit, and how that stands; undefined where nothing was sold. */
function standing(programme: Programme, month: MonthRow, before: MonthRow): Cell[] | undefined {
  const { counts, over, ratio, numberMin, amountMin = 0, salesMin = 0 } = programme
  const sales = over === 'same month' ? month.sales : before.sales
  if (month.sales === 0 && before.sales === 0) return undefined
  const counted =
    counts === 'chargebacks'
      ? month.chargebacks
      : counts === 'fraud chargebacks'
        ? month.fraud
        : month.chargebacks + month.warnings
  const rate = share(counted, sales)
  const isRate = rate !== null && rate >= ratio
  const isNumber = counted >= numberMin && sales >= salesMin && month.fraud_amount / 100 >= amountMin
  const said =
    isRate && isNumber ? 'reached' : isRate ? 'rate reached, number not' : isNear(rate, ratio) ? 'near' : 'below'
  return [counted, numberMin, sales, rate, ratio, said]
}

/** From two thirds of the limit on it is worth a look. */
function isNear(rate: number | null, limit: number): boolean {
  return rate !== null && rate >= (limit * 2) / 3
}

/** A payment counts once in a month, whether it came back as a dispute, a chargeback or both. */
function monthFigures(sql: Sql, month: Period, network: string): Promise<MonthRow> {
  const online = "lower(p.card_brand) = $3 and coalesce(p.channel, '') <> 'pos'"
  return one<MonthRow>(
    sql,
    `with sold as (
       select count(*) as sales from payments p where p.occurred_at >= $1 and p.occurred_at < $2 and ${online} and ${ACCEPTED}
     ), back as (
       select bool_or(o.type = 'early_fraud_warning') as is_warned,
         bool_or(o.type in ('dispute', 'chargeback')) as is_charged_back,
         bool_or(o.type in ('dispute', 'chargeback') and ${IS_FRAUD}) as is_fraud,
         max(${OUTCOME_AMOUNT}) as amount
       from ${TOLD_OUTCOMES} join payments p using (merchant_id, payment_id)
       where o.occurred_at >= $1 and o.occurred_at < $2 and ${online}
         and o.type in ('dispute', 'chargeback', 'early_fraud_warning')
       group by o.merchant_id, o.payment_id
     )
     select (select sales from sold) as sales, count(*) filter (where is_warned) as warnings,
       count(*) filter (where is_charged_back) as chargebacks, count(*) filter (where is_fraud) as fraud,
       coalesce(sum(amount) filter (where is_fraud), 0)::bigint as fraud_amount
     from back`,
    [new Date(month.fromMs), new Date(month.toMs), network],
  )
}
