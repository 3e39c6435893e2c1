import { type BadInput, paymentWith, testBadInput } from './bad-input-row.ts'

const amounts = (row: number, title: string, rejects: string, values: unknown[], currency = 'USD'): BadInput[] =>
  values.map(amount => ({
    row,
    title: `${title} ${JSON.stringify(amount)}`,
    set: { amount, currency },
    rejects,
    field: 'amount',
  }))
const NO_ITEMS = { order: undefined }

// biome-ignore format: a table, one row to a line
const ROWS: BadInput[] = [
  ...['NaN', '-Infinity', 'inf'].map(amount => ({ row: 1, title: `amount "${amount}"`, set: { amount }, rejects: 'amount-not-finite' })),
  { row: 1, title: 'amount NaN is no JSON', bytes: '{"amount":NaN}', rejects: 'bad-json' },
  { row: 2, title: 'amount 1e400', bytes: paymentWith().replace('"129.90"', '1e400'), rejects: 'amount-not-finite', field: 'amount' },
  { row: 3, title: 'amount -5.00', set: { amount: '-5.00' }, rejects: 'negative-amount' },
  { row: 3, title: 'amount -5', set: { amount: -5 }, rejects: 'negative-amount' },
  { row: 4, title: 'amount 0', set: { amount: '0' }, reads: { amountMinor: 0 }, warns: ['zero-amount'] },
  { row: 4, title: 'amount "-0.00"', set: { amount: '-0.00' }, reads: { amountMinor: 0 }, warns: ['zero-amount'] },
  { row: 4, title: 'amount -0', bytes: paymentWith().replace('"129.90"', '-0'), reads: { amountMinor: 0 }, warns: ['zero-amount'] },
  { row: 5, title: 'a number beyond 2^53', bytes: paymentWith({ currency: 'JPY' }).replace('"129.90"', '9007199254740993'), rejects: 'unsafe-number', field: 'amount' },
  { row: 5, title: 'the same as text, as far as it is exact', set: { amount: '9007199254740991', currency: 'JPY', ...NO_ITEMS }, reads: { amountMinor: 9007199254740991 } },
  ...amounts(6, 'separators and spaces', 'amount-malformed', ['1,234.56', '1.234,56', ' 12 ', '12 ', '1 234', "1'234"]),
  ...amounts(7, 'other notations', 'amount-malformed', ['0x10', '1_000', '1e3', '١٢', '+5', '.5', '5.', '', '-', '--1', '1.2.3']),
  { row: 8, title: '0.1 + 0.2', set: { amount: 0.1 + 0.2 }, rejects: 'too-many-decimals' },
  { row: 8, title: 'a number smaller than any unit', set: { amount: 1e-7 }, rejects: 'too-many-decimals' },
  ...amounts(9, 'yen', 'too-many-decimals', ['10.50', 10.5], 'JPY'),
  { row: 9, title: 'yen with zeros', set: { amount: '10.00', currency: 'JPY', ...NO_ITEMS }, reads: { amountMinor: 10 } },
  ...amounts(10, 'dinar', 'too-many-decimals', ['1.2345', 1.2345], 'BHD'),
  { row: 10, title: 'three digits', set: { amount: '1.234', currency: 'KWD' }, reads: { amountMinor: 1234 } },
  { row: 11, title: 'IQD has three digits', set: { amount: '1.234', currency: 'IQD' }, reads: { amountMinor: 1234 } },
  ...['usd', 'US$', '', 'ZZZ', 'XXX', 'XAU', 'US', '84', '000'].map(currency => ({ row: 12, title: `currency "${currency}"`, set: { currency }, rejects: 'unknown-currency' })),
  { row: 12, title: 'numeric code', set: { currency: 840 }, reads: { currency: 'USD' } },
  { row: 12, title: 'numeric code as text', set: { currency: '036' }, reads: { currency: 'AUD' } },
  { row: 12, title: 'a number taken over', set: { currency: '532' }, reads: { currency: 'XCG' } },
  { row: 13, title: 'withdrawn', set: { currency: 'HRK' }, warns: ['currency-withdrawn'] },
  { row: 13, title: 'not yet withdrawn', set: { currency: 'HRK', occurredAt: '2022-12-31T00:00:00Z' }, record: { timestampMs: undefined } },
  { row: 13, title: 'not yet there', set: { currency: 'ZWG', occurredAt: '2024-01-01T00:00:00Z' }, record: { timestampMs: undefined }, warns: ['currency-not-yet'] },
  { row: 14, title: 'a hundredfold amount is not repaired', set: { amount: '12990' }, reads: { amountMinor: 1_299_000 } },
  ...amounts(15, 'over the maximum', 'amount-over-max', ['1000000000000000000', '90071992547409.92', '9007199254740993', '9'.repeat(400)]),
]

testBadInput(ROWS)
