import { applyEvent } from '../../src/cases/apply-event.ts'
import type { Case } from '../../src/cases/case.ts'
import type { Gathered } from '../../src/evidence/gather.ts'
import type { EvidenceItem } from '../../src/evidence/item.ts'
import { sha256 } from '../../src/evidence/keep-items.ts'
import type { OutcomeBody, PaymentBody } from '../../src/evidence/stored-bodies.ts'
import type { EvidenceKind } from '../../src/model/evidence.ts'

const OPENED = '2026-10-28T08:00:00.000Z'

export const CASE: Case = {
  ...applyEvent(undefined, {
    case_id: 'C20261028-AAAAAAAA',
    number: 1,
    at: OPENED,
    actor: 'desk',
    action: 'opened',
    body: { set: { kind: 'dispute', merchant_id: 'm', payment_id: 'pay_1', due_at: '2026-11-10T00:00:00.000Z' } },
    hash: '',
  }),
}

/** Every personal field holds a word that stands nowhere else. */
export const CANARIES: Readonly<Record<string, readonly string[]>> = {
  'customer.id': ['cust-canary'],
  'customer.email': ['mail-canary@example.com'],
  'customer.name': ['Name Canary'],
  'customer.phone': ['+15125550142'],
  'card.fingerprint': ['fingerprint-canary'],
  'card.bin': ['424242'],
  'card.last4': ['9876'],
  ip: ['81.2.69.160'],
  'device.id': ['device-canary'],
  'device.userAgent': ['Agent-canary'],
  billing: ['Billing Name', 'Billing Street', 'Billingtown', '73301'],
  shipping: ['Shipping Name', 'Shipping Street', 'Shippingtown', '94105'],
}

export const PAYMENT = {
  id: 'pay_1',
  occurredAt: '2026-10-05T10:15:30.000Z',
  status: 'captured',
  amount: '129.90',
  currency: 'USD',
  method: 'card',
  customer: {
    id: 'cust-canary',
    email: 'mail-canary@example.com',
    name: 'Name Canary',
    phone: '+15125550142',
    createdAt: '2025-11-01T00:00:00.000Z',
  },
  card: { fingerprint: 'fingerprint-canary', bin: '42424242', last4: '9876', brand: 'visa', avs: 'Y', cvc: 'M' },
  ip: '81.2.69.160',
  device: { id: 'device-canary', userAgent: 'Agent-canary' },
  billing: { name: 'Billing Name', line1: 'Billing Street', city: 'Billingtown', postalCode: '73301', country: 'US' },
  shipping: {
    name: 'Shipping Name',
    line1: 'Shipping Street',
    city: 'Shippingtown',
    postalCode: '94105',
    country: 'US',
  },
  order: { id: 'o_3', items: [{ sku: 'RING-1', category: 'jewelry', quantity: 1, unitPrice: '129.90' }] },
} as unknown as PaymentBody

export function outcome(of: Partial<OutcomeBody>): OutcomeBody {
  const made = { type: 'dispute', id: 'du_1', paymentId: 'pay_1', occurredAt: OPENED, reason: 'fraudulent', ...of }
  return made as OutcomeBody
}

export function item(kind: EvidenceKind, name: string, content: string | Buffer, number = 1): EvidenceItem {
  const bytes = Buffer.from(content)
  const mediaType = name.endsWith('.pdf') ? 'application/pdf' : name.endsWith('.png') ? 'image/png' : 'text/plain'
  return { number, kind, name, mediaType, bytes, sha256: sha256(bytes), addedAt: OPENED, addedBy: 'ana' }
}

export function gathered(of: Partial<Gathered> = {}): Gathered {
  const dispute = outcome({})
  return {
    case: CASE,
    payment: PAYMENT,
    outcomes: [dispute],
    dispute,
    disputedAt: OPENED,
    shippedAt: '2026-10-06T00:00:00.000Z',
    prior: [],
    items: [],
    found: undefined,
    ...of,
  }
}
