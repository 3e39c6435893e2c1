import { type BadInput, testBadInput } from './bad-input-row.ts'

const at = Date.UTC(2026, 10, 21, 10, 15, 30, 123)

// biome-ignore format: a table, one row to a line
const ROWS: BadInput[] = [
  { row: 17, title: 'no id', set: { id: undefined }, rejects: 'missing-field' },
  { row: 17, title: 'id null', set: { id: null }, rejects: 'missing-field' },
  ...['occurredAt', 'amount', 'currency'].map(field => ({ row: 17, title: `no ${field}`, set: { [field]: undefined }, rejects: 'missing-field' })),
  { row: 18, title: 'id empty', set: { id: '' }, rejects: 'bad-id' },
  { row: 18, title: 'id of spaces', set: { id: ' \t ' }, rejects: 'bad-id' },
  { row: 18, title: 'id with a zero character', set: { id: 'a\0b' }, rejects: 'bad-id' },
  { row: 18, title: 'id of 10 MB', set: { id: 'x'.repeat(10_000_000) }, rejects: 'record-too-large', field: 'none' },
  { row: 18, title: 'id of 300 characters', set: { id: 'x'.repeat(300) }, rejects: 'field-too-long' },
  { row: 21, title: 'the merchant is part of the identity', set: { 'merchant.id': 'm_2' }, reads: { merchantId: 'm_2' } },
  { row: 22, title: 'an id with outer space is kept', set: { id: 'pay_1 ' }, reads: { id: 'pay_1 ' }, warns: ['near-duplicate-id'] },
  { row: 22, title: 'an id not in NFC is kept', set: { id: 'cafe\u0301' }, reads: { id: 'cafe\u0301' }, warns: ['near-duplicate-id'] },
  { row: 23, title: 'seconds', set: { occurredAt: 1700000000 }, rejects: 'implausible-time' },
  { row: 23, title: 'seconds where milliseconds are said', set: { occurredAt: 1700000000 }, options: { timeUnit: 'ms' }, rejects: 'implausible-time' },
  { row: 23, title: 'seconds as said', set: { occurredAt: 1795256130 }, options: { timeUnit: 's' }, reads: { occurredAtMs: 1795256130000 } },
  { row: 24, title: 'microseconds', set: { occurredAt: at * 1000 }, options: { timeUnit: 'ms' }, rejects: 'implausible-time' },
  { row: 24, title: 'nanoseconds', set: { occurredAt: at * 1e6 }, options: { timeUnit: 'ms' }, rejects: 'implausible-time' },
  { row: 25, title: 'ten minutes ahead', record: { timestampMs: at - 600_000 }, reads: { occurredAtMs: at, countedAtMs: at - 600_000 }, warns: ['future-time-held-back'] },
  { row: 25, title: 'five minutes ahead', record: { timestampMs: at - 300_000 }, reads: { countedAtMs: at } },
  { row: 26, title: 'a day and a second ahead', record: { timestampMs: at - 86_401_000 }, rejects: 'future-time', field: 'occurredAt' },
  ...['2024-02-30T00:00:00Z', '2024-13-01T00:00:00Z', '2023-02-29T00:00:00Z', '2024-04-31T00:00:00Z', '2024-00-10T00:00:00Z', '2024-01-01T24:00:00Z', '2024-1-1T0:00:00Z'].map(occurredAt => ({ row: 29, title: occurredAt, set: { occurredAt }, rejects: 'bad-time' })),
  ...['2026-11-21T10:15:30', '2026-11-21', '2026-11-21 10:15:30Z', '2026-11-21T10:15:30+0200', '2026-11-21T10:15:30 Europe/Berlin', '2026-11-21T10:15:30+15:00'].map(occurredAt => ({ row: 30, title: occurredAt, set: { occurredAt }, rejects: 'bad-time' })),
  { row: 30, title: 'a leap second', set: { occurredAt: '2016-12-31T23:59:60Z' }, record: { timestampMs: undefined }, reads: { occurredAtMs: Date.UTC(2016, 11, 31, 23, 59, 59) }, warns: ['leap-second'] },
  { row: 30, title: 'an hour that a zone leaves out exists with an offset', set: { occurredAt: '2026-03-29T02:30:00+01:00' }, record: { timestampMs: undefined }, reads: { occurredAtMs: Date.UTC(2026, 2, 29, 1, 30) } },
  { row: 31, title: 'null', set: { occurredAt: null }, rejects: 'missing-field' },
  ...[0, -1].map(occurredAt => ({ row: 31, title: `${occurredAt}`, set: { occurredAt }, options: { timeUnit: 'ms' as const }, rejects: 'implausible-time' })),
  { row: 31, title: 'now', set: { occurredAt: 'now' }, rejects: 'bad-time' },
  { row: 32, title: 'two hours behind the record', record: { timestampMs: at + 7_200_000 }, warns: ['clock-skew'] },
]

testBadInput(ROWS)
