import type { EventRecord } from '../../src/ports.ts'

/** The payment of the docs, as its JSON object. */
export function examplePayment(): Record<string, unknown> {
  return {
    id: 'pay_1001',
    occurredAt: '2026-11-21T10:15:30.123Z',
    status: 'authorized',
    declineCode: null,
    amount: '129.90',
    currency: 'USD',
    method: 'card',
    channel: 'web',
    merchant: { id: 'm_1' },
    customer: {
      id: 'c_77',
      email: 'joe@example.com',
      name: 'Joe Doe',
      phone: '+15125550100',
      createdAt: '2026-11-01T00:00:00Z',
    },
    card: {
      fingerprint: 'fp_9a',
      bin: '411111',
      last4: '1111',
      brand: 'visa',
      funding: 'credit',
      country: 'US',
      avs: 'Y',
      cvc: 'M',
    },
    ip: '81.2.69.160',
    device: { id: 'd_5', userAgent: 'Mozilla/5.0' },
    billing: {
      name: 'Joe Doe',
      line1: '1 Main St',
      line2: null,
      city: 'Austin',
      region: 'TX',
      postalCode: '73301',
      country: 'US',
    },
    shipping: {
      name: 'Joe Doe',
      line1: '1 Main St',
      city: 'Austin',
      region: 'TX',
      postalCode: '73301',
      country: 'US',
      method: 'express',
    },
    order: { id: 'o_3', items: [{ sku: 'RING-1', category: 'jewelry', quantity: 1, unitPrice: '129.90' }] },
    metadata: { campaign: 'fall' },
  }
}

/** What the example becomes, `campaign` being declared. */
export const EXAMPLE_READ = {
  id: 'pay_1001',
  merchantId: 'm_1',
  occurredAtMs: Date.UTC(2026, 10, 21, 10, 15, 30, 123),
  countedAtMs: Date.UTC(2026, 10, 21, 10, 15, 30, 123),
  status: 'authorized',
  amountMinor: 12990,
  currency: 'USD',
  method: 'card',
  channel: 'web',
  customer: {
    id: 'c_77',
    email: 'joe@example.com',
    name: 'Joe Doe',
    phone: '+15125550100',
    createdAtMs: Date.UTC(2026, 10, 1),
  },
  card: {
    fingerprint: 'fp_9a',
    bin: '411111',
    last4: '1111',
    brand: 'visa',
    funding: 'credit',
    country: 'US',
    avs: 'Y',
    cvc: 'M',
  },
  ip: '81.2.69.160',
  device: { id: 'd_5', userAgent: 'Mozilla/5.0' },
  billing: { name: 'Joe Doe', line1: '1 Main St', city: 'Austin', region: 'TX', postalCode: '73301', country: 'US' },
  shipping: {
    name: 'Joe Doe',
    line1: '1 Main St',
    city: 'Austin',
    region: 'TX',
    postalCode: '73301',
    country: 'US',
    method: 'express',
  },
  order: { id: 'o_3', items: [{ sku: 'RING-1', category: 'jewelry', quantity: 1, unitPriceMinor: 12990 }] },
  metadata: { campaign: 'fall' },
}

/** A record as a broker gives it, a second after the example payment. */
export function recordOf(value: Buffer | string | null, more: Partial<EventRecord> = {}): EventRecord {
  return {
    topic: 'payments',
    partition: 0,
    offset: 0n,
    timestampMs: Date.UTC(2026, 10, 21, 10, 15, 31),
    key: Buffer.from('m_1'),
    value: typeof value === 'string' ? Buffer.from(value) : value,
    ...more,
  }
}
