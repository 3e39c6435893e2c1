import type { Canary } from './canaries.ts'

/** A record that carries one canary somewhere. */
export interface Carrier {
  name: string
  /** What the decoder must make of it, so that no carrier stays behind on another road than the one it is meant for. */
  becomes: 'payment' | 'dead letter' | 'nothing'
  value(canary: Canary): string | Buffer | null
  key?(canary: Canary): string | null
  headers?(canary: Canary): Record<string, string>
}

type Change = (canary: Canary) => Record<string, unknown>

/** A payment that every rule can judge, with the canary's e-mail and address where they belong. */
export function paymentOf({ index, email, ip }: Canary, changes: Record<string, unknown> = {}): object {
  const payment: Record<string, unknown> = {
    id: `pay-x${index}x`,
    occurredAt: '2024-06-03T10:15:30.000Z',
    status: 'authorized',
    amount: '129.90',
    currency: 'USD',
    method: 'card',
    channel: 'web',
    merchant: { id: 'shop' },
    customer: { id: `cust-x${index}x`, email, name: 'Ann Example', phone: '+15125550100' },
    card: { fingerprint: `fp_x${index}x`, bin: '411111', last4: '9999', country: 'US' },
    ip,
    device: { id: `dev-x${index}x`, userAgent: 'Mozilla/5.0' },
    billing: {
      name: 'Ann Example',
      line1: '1 Main St',
      city: 'Austin',
      region: 'TX',
      postalCode: '73301',
      country: 'US',
    },
    shipping: {
      name: 'Ann Example',
      line1: '1 Main St',
      city: 'Austin',
      region: 'TX',
      postalCode: '73301',
      country: 'US',
    },
    order: { id: `ord-x${index}x`, items: [{ sku: 'BOOK-7', category: 'books', quantity: 1, unitPrice: '129.90' }] },
    metadata: { note: 'gift' },
  }
  for (const [path, value] of Object.entries(changes)) set(payment, path.split('.'), value)
  return payment
}

function set(object: Record<string, unknown>, [name, ...rest]: string[], value: unknown): void {
  if (rest.length === 0) object[name!] = value
  else {
    object[name!] ??= {}
    set(object[name!] as Record<string, unknown>, rest, value)
  }
}

const scored = (name: string, change: Change, more: Partial<Carrier> = {}): Carrier => ({
  name,
  becomes: 'payment',
  value: canary => JSON.stringify(paymentOf(canary, change(canary))),
  ...more,
})

/** Fields of the payment that take any text. */
const TEXT_FIELDS = [
  ...['declineCode', 'method', 'channel', 'customer.id', 'customer.name', 'customer.phone', 'device.id'],
  ...['device.userAgent', 'card.fingerprint', 'card.bin', 'card.last4', 'card.brand', 'card.funding', 'card.country'],
  ...['card.avs', 'card.cvc', 'billing.name', 'billing.line1', 'billing.line2', 'billing.city', 'billing.region'],
  ...['billing.postalCode', 'billing.country', 'shipping.line1', 'shipping.city', 'shipping.method', 'order.id'],
  ...['metadata.note', 'metadata.ref', 'metadata.elsewhere', 'note', 'ip', 'merchant.mcc'],
]

/** As a shop's software and its customers write card numbers into a field. */
const WRITINGS: Record<string, (canary: Canary) => string> = {
  plain: ({ pan }) => pan,
  'in groups': ({ spaced }) => spaced,
  'in a sentence': ({ dashed, index }) => `order ${index} card ${dashed}, exp 12/27, call me`,
  'with points and hard spaces': ({ spaced, dashed }) =>
    `${dashed.replaceAll('-', '.')} or ${spaced.replaceAll(' ', '\u00a0')}`,
  'after letters': ({ pan }) => `card_${pan}x`,
  'beside other digits': ({ pan, spaced }) => `77-${pan} 12 2027 and ${spaced} 12 2027`,
  'as a track': ({ track1, track2 }) => `swiped ${track1} or ${track2}`,
}

const inTexts = TEXT_FIELDS.flatMap((field, at) => {
  const writings = Object.entries(WRITINGS)
  // Two writings to a field, and every writing in many fields; all of them would be 200 carriers.
  return [at, at + 3].map(each => {
    const [writing, write] = writings[each % writings.length]!
    return scored(`card number ${writing} as ${field}`, canary => ({ [field]: write(canary) }))
  })
})

const CODE_NAMES = ['cvv', 'CVC2', 'security_code', 'cid', 'pin', 'card.cvv2', 'card.securityCode', 'card.pin']

export const SCORED_CARRIERS: readonly Carrier[] = [
  ...inTexts,
  ...['card.number', 'card.pan', 'cardNumber', 'PAN', 'card.card_number', 'primary-account-number'].flatMap(name => [
    scored(`card number under ${name}`, ({ pan }) => ({ [name]: pan })),
    scored(`card number in groups under ${name}`, ({ spaced }) => ({ [name]: spaced })),
  ]),
  scored('card number as a JSON number', ({ pan }) => ({ 'card.number': Number(pan), 'metadata.ref': Number(pan) })),
  scored('card number in escapes', () => ({}), {
    value: canary => {
      const escaped = [...canary.pan].map(digit => `\\u003${digit}`).join('')
      return JSON.stringify(paymentOf(canary)).replace('gift', escaped).replace('Ann Example', escaped)
    },
  }),
  scored('card number in the e-mail', ({ pan, index }) => ({ 'customer.email': `ecanary${index}.${pan}@shop.com` })),
  scored('card number in groups in the e-mail', ({ dashed }) => ({ 'customer.email': `ecanary.${dashed}@shop.com` })),
  scored('card number in an item', ({ pan, dashed }) => ({
    'order.items': [{ sku: pan, category: `gift ${dashed}`, quantity: 1, unitPrice: '129.90' }],
  })),
  scored('card number as price and quantity', ({ pan }) => ({
    'order.items': [{ sku: 'BOOK-7', category: 'books', quantity: Number(pan), unitPrice: pan }],
  })),
  scored('card number deep in unknown fields', ({ pan, email }) => ({
    raw: { request: [{ source: { number: pan, text: `card ${pan} of ${email}` } }] },
    'customer.extra': { cards: [pan] },
  })),
  scored('card number and e-mail as names', ({ pan, email }) => ({
    [pan]: 1,
    [email]: 2,
    'metadata.more': { [pan]: 3 },
  })),
  ...CODE_NAMES.map(name => scored(`code under ${name}`, ({ code }) => ({ [name]: code }))),
  scored('code as a number', ({ code }) => ({ 'card.cvv': Number(code), cvc: Number(code) })),
  scored('code where its result belongs', ({ code }) => ({ 'card.cvc': code })),
  scored('code in metadata', ({ code }) => ({ 'metadata.cvv': code, 'metadata.pin': code })),
  scored('code deep in unknown fields', ({ code }) => ({ raw: { card: { cvv: code, pins: [{ pin: code }] } } })),
  scored('PIN block', ({ pinBlock }) => ({ pinBlock, 'card.pin_block': pinBlock, 'metadata.pinBlock': pinBlock })),
  scored('tracks', ({ track1, track2 }) => ({ track1, 'card.track2': track2, 'metadata.trackData': track1 + track2 })),
  scored('record key and headers', () => ({}), {
    key: ({ pan, email }) => `${pan} ${email}`,
    headers: ({ pan, email, code, track2, ip }) => ({ pan, email, cvv: code, track: track2, [pan]: ip }),
  }),
  scored('no record key', ({ pan }) => ({ 'card.number': pan }), { key: () => null }),
]
