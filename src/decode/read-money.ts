import { type Currency, currencies, currenciesByNumber } from '../model/currencies.ts'
import { type AmountMistake, parseAmount } from '../model/money.ts'
import type { Problem } from '../model/problem.ts'
import { looksLikeCardNumber } from './card-number.ts'
import { type Reading, warn } from './reading.ts'
import { refusal } from './refusal.ts'

/** An upper-case alphabetic code, or the ISO 4217 number with or without leading zeros. */
export function readCurrency(raw: string | number): Currency | Problem {
  const currency =
    typeof raw === 'string'
      ? (currencies.get(raw) ?? (/^\d{3}$/.test(raw) ? currenciesByNumber.get(raw) : undefined))
      : currenciesByNumber.get(String(raw).padStart(3, '0'))
  if (currency !== undefined) return currency
  const likely = typeof raw === 'string' ? raw.trim().toUpperCase() : ''
  return refusal(
    'unknown-currency',
    '`currency` is no ISO 4217 currency',
    'currency',
    currencies.has(likely) ? `did you mean \`${likely}\`?` : 'send three upper-case letters, such as `USD`',
  )
}

/** Minor units, not negative. */
export function readAmount(raw: string | number, currency: Currency, reading: Reading): number | Problem {
  const minor = parseAmount(raw, currency.digits)
  if (typeof minor === 'string') return amountProblem(minor, currency)
  if (minor < 0) {
    return refusal(
      'negative-amount',
      '`amount` is negative',
      'amount',
      'send money that goes back as an outcome of type `refund`',
    )
  }
  if (isCardNumber(minor, currency.digits)) {
    return refusal('amount-malformed', '`amount` is a card number', 'amount', 'send the amount, such as `"129.90"`')
  }
  if (minor === 0) warn(reading, 'zero-amount')
  return minor
}

/** The least number of 13 digits. */
const CARD_NUMBER_MIN = 1e12

/** A field mapped wrongly puts the card number where a price belongs. Nobody pays that much. */
export function isCardNumber(minor: number, digits: number): boolean {
  if (Math.abs(minor) < CARD_NUMBER_MIN) return false
  const major = Math.trunc(Math.abs(minor) / 10 ** digits)
  return major >= CARD_NUMBER_MIN && looksLikeCardNumber(String(major))
}

function amountProblem(code: AmountMistake, currency: Currency): Problem {
  switch (code) {
    case 'amount-not-finite':
      return refusal(code, '`amount` is no finite number', 'amount', 'send a decimal string, such as `"129.90"`')
    case 'amount-malformed':
      return refusal(
        code,
        '`amount` is no plain decimal',
        'amount',
        'send digits and a point only, such as `"1234.56"`',
      )
    case 'unsafe-number':
      return refusal(code, '`amount` is too large to be exact', 'amount', 'send it as a decimal string')
    case 'too-many-decimals': {
      const most = currency.digits === 0 ? 'no digits' : `at most ${currency.digits} digits`
      return refusal(
        code,
        `\`amount\` has more decimals than \`${currency.code}\``,
        'amount',
        `${most} after the point`,
      )
    }
    case 'amount-over-max':
      return refusal(
        code,
        '`amount` is over the largest amount that can be exact',
        'amount',
        'check the unit of the amount',
      )
  }
}

export function warnOfCurrencyDates(currency: Currency, occurredAtMs: number, reading: Reading): void {
  if (currency.untilMs !== undefined && occurredAtMs >= currency.untilMs) warn(reading, 'currency-withdrawn')
  if (currency.fromMs !== undefined && occurredAtMs < currency.fromMs) warn(reading, 'currency-not-yet')
}
