import { type BadInput, paymentWith, testBadInput } from './bad-input-row.ts'

const nested = (depth: number): string => `{"id":"a","more":${'['.repeat(depth)}${']'.repeat(depth)}}`

// biome-ignore format: a table, one row to a line
const ROWS: BadInput[] = [
  { row: 51, title: 'value null', bytes: null, ignored: 'tombstone' },
  { row: 52, title: 'key null', record: { key: null }, warns: ['key-missing'] },
  { row: 52, title: 'a file has no keys', record: { key: null, timestampMs: undefined } },
  { row: 53, title: 'no value but headers', bytes: null, record: { headers: { a: 'b' } }, ignored: 'tombstone' },
  { row: 54, title: 'a key that is no UTF-8', record: { key: Buffer.from([0xff, 0xfe, 0xc0]) } },
  { row: 65, title: 'depth 10,000', bytes: nested(10_000), rejects: 'too-deep' },
  { row: 65, title: 'depth 32', bytes: nested(32), rejects: 'too-deep' },
  { row: 65, title: 'a million field names', bytes: `{${'"a":1,'.repeat(140_000)}"b":1}`, rejects: 'too-many-fields' },
  { row: 65, title: 'a name twice', bytes: paymentWith().replace('{', '{"amount":"1.00",'), rejects: 'duplicate-key' },
  { row: 65, title: 'a name twice, deep inside', bytes: paymentWith({ more: { a: [{ b: 1 }] } }).replace('"b":1', '"b":1,"b":2'), rejects: 'duplicate-key' },
  { row: 65, title: 'a name twice, one of them in escapes', bytes: paymentWith().replace('{', '{"\\u0069d":"x",'), rejects: 'duplicate-key' },
  ...['__proto__', 'constructor', 'prototype'].map(name => ({ row: 66, title: name, bytes: paymentWith().replace('{', `{"${name}":{"amount":"1"},`), rejects: 'forbidden-key' })),
  { row: 66, title: '__proto__ in metadata', bytes: paymentWith().replace('{"campaign"', '{"__proto__":"x","campaign"'), rejects: 'forbidden-key' },
  { row: 66, title: '__proto__ in escapes', bytes: paymentWith().replace('{', '{"__pr\\u006fto__":1,'), rejects: 'forbidden-key' },
  { row: 67, title: 'byte order mark', bytes: `\ufeff${paymentWith()}`, rejects: 'byte-order-mark' },
  { row: 67, title: 'UTF-16, little end first', bytes: Buffer.from(`\ufeff${paymentWith()}`, 'utf16le'), rejects: 'not-utf8' },
  { row: 67, title: 'UTF-16 without a mark', bytes: Buffer.from(paymentWith(), 'utf16le'), rejects: 'not-utf8' },
  ...['{"id":"a",}', '{"id":NaN}', '{"id":"a"}{"id":"b"}', '{"id":"a"', "{'id':'a'}", 'x', '{"id":"a\nb"}', '{"id":"\\x"}', '"', '{"id'].map(bytes => ({ row: 67, title: JSON.stringify(bytes), bytes, rejects: 'bad-json' })),
  { row: 67, title: 'nothing', bytes: '', rejects: 'empty-record' },
  { row: 67, title: 'blank', bytes: '  ', rejects: 'bad-json' },
  ...['[]', '1', '"a"', 'true', 'null'].map(bytes => ({ row: 67, title: bytes, bytes, rejects: 'not-an-object' })),
  { row: 69, title: 'too many bytes', bytes: paymentWith({ 'metadata.long': 'x' }), options: { recordBytesMax: 100 }, rejects: 'record-too-large' },
  { row: 69, title: '10,000 headers', record: { headers: Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`h${index}`, 'x'])) }, warns: ['headers-over-cap'] },
  { row: 69, title: 'a header of 1 MB', record: { headers: { h: Buffer.alloc(1_000_000) } } },
  { row: 71, title: 'a list for an object', set: { card: [] }, rejects: 'wrong-type' },
  { row: 71, title: 'a text for an object', set: { card: 'visa' }, rejects: 'wrong-type' },
  { row: 71, title: 'an object for a list', set: { 'order.items': {} }, rejects: 'wrong-type' },
  { row: 71, title: 'a number for a text', set: { id: 1 }, rejects: 'wrong-type' },
  { row: 71, title: 'true for an amount', set: { amount: true }, rejects: 'wrong-type' },
  { row: 71, title: 'a text for a quantity', set: { 'order.items': [{ quantity: '1' }] }, rejects: 'wrong-type', field: 'order.items[0].quantity' },
  { row: 71, title: 'an object in a text', set: { ip: { v4: '1.2.3.4' } }, rejects: 'wrong-type' },
  { row: 71, title: 'another status', set: { status: 'AUTHORIZED' }, rejects: 'not-in-list' },
  { row: 71, title: 'too many items', set: { 'order.items': Array(501).fill({}) }, rejects: 'too-many-items' },
]

testBadInput(ROWS)
