import { majorOf, toBaseMinor } from './base-amount.ts'
import { costly, rows } from './catalogue-row.ts'
import type { FactName } from './facts.ts'
import { daysBetween, hourUtc, weekdayUtc } from './local-time.ts'

const { text, number, texts } = rows('derived')

/** When the payment was made, by how old a customer, and what was bought. */
export const orderNames: readonly FactName[] = [
  number(
    'customer.age_days',
    '20.43',
    'Days since the customer account was made, in hundredths; 0 for a brand-new one.',
    f => {
      const createdAtMs = f.payment.customer?.createdAtMs
      return createdAtMs === undefined ? undefined : daysBetween(createdAtMs, f.payment.occurredAtMs)
    },
  ),
  costly(
    number(
      'local.hour',
      '3',
      'Hour of the day where the customer is, 0 to 23: by the internet address, else by the billing country.',
      f => f.localHour,
    ),
  ),
  number('hour_utc', '10', 'Hour of the day in UTC, 0 to 23.', f => hourUtc(f.payment.occurredAtMs)),
  text('weekday', '"saturday"', 'Day of the week in UTC.', f => weekdayUtc(f.payment.occurredAtMs)),
  number('order.item_count', '2', 'Lines of the order.', f => f.order?.itemCount),
  number('order.quantity', '3', 'Pieces in the order, all lines together.', f => f.order?.quantity),
  number('order.max_unit_price', '129.90', 'Price of the dearest piece, in the base currency.', f => {
    const minor = f.order?.maxUnitPriceMinor
    const base = minor === undefined ? undefined : toBaseMinor(minor, f.payment.currency, f.money)
    return base === undefined ? undefined : majorOf(base, f.money.base)
  }),
  texts('order.categories', '["jewelry"]', 'Kinds of goods in the order.', f => f.order?.categories),
  texts('order.skus', '["RING-1"]', 'Article numbers in the order.', f => f.order?.skus),
]
