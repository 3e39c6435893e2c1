import { type BadInput, paymentWith, testBadInput } from './bad-input-row.ts'

// biome-ignore format: a table, one row to a line
const ROWS: BadInput[] = [
  { row: 33, title: 'IPv4 in IPv6', set: { ip: '::ffff:10.0.0.1' }, reads: { ip: '10.0.0.1' }, warns: ['ip-not-public'] },
  ...['127.1', '0177.0.0.1', '1.2.3.4 ', '1.2.3.256', '1.2.3', '0x7f.0.0.1', '2130706433', 'localhost', '1.2.3.4:80', 'fe80::g', '1.2.3.4.5', '٣.٣.٣.٣'].map(ip => ({ row: 34, title: ip, set: { ip }, reads: { ip: undefined }, warns: ['ip-ignored'] })),
  { row: 34, title: 'a zone is cut', set: { ip: 'fe80::1%eth0' }, reads: { ip: 'fe80::1' }, warns: ['ip-not-public'] },
  ...['10.1.2.3', '100.64.0.1', '127.0.0.1', '192.0.2.1', '192.168.1.1', '172.31.255.255', '169.254.1.1', '224.0.0.1', '255.255.255.255', 'fc00::1', '::1', '2001:db8::1'].map(ip => ({ row: 35, title: ip, set: { ip }, reads: { ip }, warns: ['ip-not-public'] })),
  ...['172.32.0.0', '100.128.0.1', '11.0.0.1', '223.255.255.255'].map(ip => ({ row: 35, title: `${ip} is public`, set: { ip }, reads: { ip } })),
  { row: 36, title: 'one spelling of IPv6', set: { ip: '2A00:1450:4001:0800:0000:0000:0000:200E' }, reads: { ip: '2a00:1450:4001:800::200e' } },
  { row: 37, title: 'a list', set: { ip: '81.2.69.160, 10.0.0.1' }, reads: { ip: undefined }, warns: ['ip-ignored'] },
  ...['0.0.0.0', '::', '0:0:0:0:0:0:0:0', '::ffff:0.0.0.0'].map(ip => ({ row: 38, title: ip, set: { ip }, reads: { ip: undefined }, warns: ['ip-ignored'] })),
  { row: 39, title: 'a Cyrillic domain is an address', set: { 'customer.email': 'joe@раура1.com' }, reads: { customer: { email: 'joe@раура1.com' } } },
  { row: 40, title: 'tags and dots are kept as typed', set: { 'customer.email': 'J.Doe+shop@X.com' }, reads: { customer: { email: 'J.Doe+shop@X.com' } } },
  ...['a@x.com\r\nBcc: b@x.com', 'a\0@x.com', '\u202emoc.x@a.com', `a\u200b@x.com`].map(email => ({ row: 41, title: JSON.stringify(email), set: { 'customer.email': email }, reads: { customer: { email: undefined } }, warns: ['hidden-characters', 'email-ignored'] })),
  ...[`${'a'.repeat(300)}@x.com`, 'joe', 'joe@', '@x.com', 'joe@@x.com', 'a@b@x.com', 'joe@localhost', 'a@x.com, b@x.com', 'Joe <joe@x.com>', 'joe@.com', 'joe@x.'].map(email => ({ row: 42, title: email.slice(0, 30), set: { 'customer.email': email }, reads: { customer: { email: undefined } }, warns: ['email-ignored'] })),
  { row: 42, title: 'outer spaces are cut', set: { 'customer.email': ' joe@x.com ' }, reads: { customer: { email: 'joe@x.com' } } },
  { row: 43, title: 'NFC', set: { 'customer.name': 'Jose\u0301' }, reads: { customer: { name: 'José' } } },
  { row: 43, title: 'İ keeps its length', set: { 'customer.name': 'İbrahim' }, reads: { customer: { name: 'İbrahim' } } },
  { row: 43, title: 'half a surrogate pair', bytes: paymentWith().replaceAll('Joe Doe', '\\ud800x'), reads: { customer: { name: undefined } }, warns: ['broken-text', 'broken-text', 'broken-text'] },
  { row: 43, title: 'no UTF-8', bytes: Buffer.from(paymentWith({ 'billing.name': 'B', 'shipping.name': 'S' }).replace('Joe Doe', 'Jos\u00e9'), 'latin1'), reads: { customer: { name: undefined } }, warns: ['broken-text'] },
  ...([['UK', 'GB'], ['XK', 'XK'], ['us', 'US'], ['USA', 'US'], ['deu', 'DE'], ['EL', 'GR']] as const).map(([country, read]) => ({ row: 48, title: country, set: { 'card.country': country }, reads: { card: { country: read } } })),
  ...['ZZ', 'U', '840', 'United States', '??'].map(country => ({ row: 48, title: country, set: { 'card.country': country }, reads: { card: { country: undefined } }, warns: ['country-ignored'] })),
  ...(['0742', '742', 742] as const).map(mcc => ({ row: 49, title: `mcc ${JSON.stringify(mcc)}`, set: { 'merchant.mcc': mcc }, reads: { merchantCategory: '0742' } })),
  ...['ABCD', '12345', -1].map(mcc => ({ row: 49, title: `mcc ${mcc}`, set: { 'merchant.mcc': mcc }, reads: { merchantCategory: undefined }, warns: ['mcc-ignored'] })),
  ...['null', 'undefined', 'UNKNOWN', '0', '0000000000', '00000000-0000-0000-0000-000000000000', '{00000000-0000-0000-0000-000000000000}', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 'N/A', '-', '9774d56d682e549c'].map(id => ({ row: 50, title: id, set: { 'device.id': id }, reads: { device: { id: undefined } }, warns: ['placeholder-ignored'] })),
  ...['0000000001', 'd_5', 'f0', 'A', 'null-island'].map(id => ({ row: 50, title: `${id} is none`, set: { 'device.id': id }, reads: { device: { id } } })),
]

testBadInput(ROWS)
