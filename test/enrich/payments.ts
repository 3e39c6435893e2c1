import { factName } from '../../src/enrich/catalogue.ts'
import { enrich } from '../../src/enrich/enrich.ts'
import type { Facts, MoneyRates } from '../../src/enrich/facts.ts'
import type { Value } from '../../src/model/decision.ts'
import type { Payment } from '../../src/model/payment.ts'

export const money: MoneyRates = {
  base: 'USD',
  rates: new Map([
    ['EUR', 1.0853],
    ['JPY', 0.0067],
    ['KWD', 3.25],
  ]),
}

export const barePayment: Payment = {
  id: 'pay_1',
  merchantId: '',
  occurredAtMs: Date.parse('2026-11-21T10:15:30.123Z'),
  countedAtMs: Date.parse('2026-11-21T10:15:30.123Z'),
  status: 'pending',
  amountMinor: 12990,
  currency: 'USD',
}

const home = {
  name: 'Joe Doe',
  line1: '1 Main St',
  line2: 'Apt 4',
  city: 'Austin',
  region: 'TX',
  postalCode: '73301',
  country: 'US',
}

export const fullPayment: Payment = {
  ...barePayment,
  merchantId: 'm_1',
  status: 'declined',
  declineCode: 'do_not_honor',
  method: 'card',
  channel: 'web',
  customer: {
    id: 'c_77',
    email: 'Joe.Doe+shop@gmial.com',
    name: 'Joe Doe',
    phone: '+15125550100',
    createdAtMs: Date.parse('2026-11-01T00:00:00Z'),
  },
  card: {
    fingerprint: 'fp_9a',
    bin: '411111',
    last4: '1111',
    brand: 'visa',
    funding: 'prepaid',
    country: 'US',
    avs: 'Y',
    cvc: 'M',
  },
  ip: '81.2.69.160',
  device: { id: 'd_5', userAgent: 'Mozilla/5.0' },
  billing: home,
  shipping: { ...home, line2: 'PMB 12', method: 'express' },
  order: { id: 'o_3', items: [{ sku: 'RING-1', category: 'jewelry', quantity: 2, unitPriceMinor: 6495 }] },
  metadata: { campaign: 'fall' },
}

/** Facts of a bare payment with these fields. */
export function factsOf(fields: Partial<Payment>): Facts {
  return enrich({ ...barePayment, ...fields }, money)
}

export function read(facts: Facts, name: string): Value | undefined {
  const row = factName(name)
  if (row === undefined) throw new Error(`no such name: ${name}`)
  return row.read(facts)
}
