import { type BadInput, paymentWith, testBadInput, VISA } from './bad-input-row.ts'

// biome-ignore format: a table, one row to a line
const ROWS: BadInput[] = [
  { row: 44, title: 'a text of 5 MB', set: { 'merchant.name': 'x'.repeat(5_000_000) }, options: { recordBytesMax: 20_000_000 }, rejects: 'field-too-long', field: 'none' },
  { row: 44, title: 'a text of 4,097 characters', set: { 'billing.line1': 'x'.repeat(4097) }, rejects: 'field-too-long', field: 'none' },
  { row: 44, title: 'a text of 4,096 characters', set: { 'billing.line1': 'x'.repeat(4096) } },
  { row: 45, title: 'a card number in a memo', set: { 'metadata.memo': `card ${VISA} ok` }, options: { metadataFields: { memo: 'text' } }, reads: { metadata: { memo: 'card [card number] ok' } }, warns: ['unknown-field', 'pan-in-text'] },
  { row: 45, title: 'in groups', set: { 'billing.line2': '4111 1111 1111 1111 exp 12/27' }, warns: ['pan-in-text'] },
  { row: 45, title: 'as a customer id', set: { 'customer.id': VISA }, warns: ['pan-in-text'] },
  { row: 45, title: 'as a fingerprint', set: { 'card.fingerprint': VISA }, warns: ['pan-in-text'] },
  { row: 45, title: 'inside a customer id', set: { 'customer.id': `shop-${VISA}-x` }, warns: ['pan-in-text'] },
  { row: 45, title: 'as the id of an order', set: { 'order.id': VISA }, warns: ['pan-in-text'] },
  { row: 45, title: 'as an amount', set: { amount: VISA, currency: 'JPY' }, rejects: 'amount-malformed', field: 'amount' },
  { row: 45, title: 'as price and quantity', set: { 'order.items': [{ sku: 'x', quantity: Number(VISA), unitPrice: '4222222222222' }] }, reads: { order: { items: [{ quantity: undefined, unitPriceMinor: undefined }] } }, warns: ['pan-in-text', 'price-ignored'] },
  { row: 45, title: 'in escapes', bytes: paymentWith().replace('1 Main St', '\\u0034111111111111111'), warns: ['pan-in-text'] },
  { row: 45, title: 'as a number', bytes: paymentWith().replace('"fall"', VISA), reads: { metadata: undefined }, warns: ['pan-in-text'] },
  { row: 46, title: 'wrong check digit', set: { 'card.number': '4111111111111112', 'card.bin': null, 'card.last4': null }, reads: { card: { bin: undefined, last4: undefined } }, warns: ['card-number-invalid'] },
  ...['411111111111', '41111111111111111111', 4111111111111111].map(number => ({ row: 46, title: `${number}`, set: { 'card.number': number }, warns: ['card-number-invalid'] })),
  { row: 46, title: 'spaces', set: { 'card.number': '4111 1111 1111 1111', 'card.bin': undefined, 'card.last4': undefined, 'card.fingerprint': undefined }, reads: { card: { bin: '411111', last4: '1111' } } },
  { row: 46, title: 'a full number as BIN', set: { 'card.bin': VISA }, reads: { card: { bin: '411111' } }, warns: ['card-field-ignored'] },
  ...['card.cvv', 'card.cvc2', 'card.securityCode', 'card.track_2', 'cvv', 'pinBlock', 'metadata.cvv'].map(name => ({ row: 47, title: name, set: { [name]: '123' }, warns: ['sad-present'] })),
  { row: 47, title: 'the code where its result belongs', set: { 'card.cvc': '737' }, reads: { card: { cvc: undefined } }, warns: ['sad-present'] },
  { row: 47, title: 'in metadata that somebody declared', set: { 'metadata.cvv': '123' }, options: { metadataFields: { cvv: 'text' } }, reads: { metadata: undefined }, warns: ['unknown-field', 'sad-present'] },
  { row: 47, title: 'inside an unknown object', set: { raw: { payment: { cvv: '123' } } }, warns: ['unknown-field', 'sad-present'] },
]

testBadInput(ROWS)
