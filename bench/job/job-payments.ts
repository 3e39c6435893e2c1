import { Random } from '../../src/generator/random.ts'
import { zipf } from '../../src/generator/zipf.ts'

/** How the payments of one run spread over their keys. */
export interface Spread {
  /** Different values of each key. */
  keys: number
  /** `zipf`: the n-th value comes with weight 1/n. `even`: all values come equally often, in turn. */
  shape: 'zipf' | 'even'
  /** All keys of a payment have the same number, so that payments of one customer share no key with any other. */
  aligned?: boolean
}

export const STANDARD_SPREAD: Spread = { keys: 50_000, shape: 'zipf' }

/** One payment of the stream, with what the oracle needs beside its JSON. */
export interface JobPayment {
  id: string
  /** Number of the value of each key, in the order of `KEYS`. */
  keyNumbers: readonly number[]
  timeMs: number
  amountMinor: number
}

const START_MS = Date.UTC(2026, 0, 5)
const STEP_MS = 2000
const KEY_COUNT = 5

/**
 * Payment number n of a stream, for any n: in order of time, two seconds apart on average, no id twice, none late. Anything
 * else would need peers that tell repeats, and those of this bench do not.
 */
export function jobPayments(spread: Spread): (number: number) => JobPayment {
  const pick = spread.shape === 'zipf' ? zipf(spread.keys, 1) : undefined
  return number => {
    const random = new Random(number)
    const drawn = () => pick?.(random) ?? number % spread.keys
    const first = drawn()
    const keyNumbers = [first]
    while (keyNumbers.length < KEY_COUNT) keyNumbers.push(spread.aligned ? first : drawn())
    return {
      id: `pay_${String(number).padStart(9, '0')}`,
      keyNumbers,
      // Whole seconds, so that payments often stand exactly on the edge of a window, and some at the same time.
      timeMs: START_MS + number * STEP_MS + random.whole(0, 2) * 1000,
      amountMinor: Math.max(100, Math.round(random.logNormal(6000, 1))),
    }
  }
}

/** The number of a payment from its id. */
export function numberOf(id: string): number {
  return Number(id.slice('pay_'.length))
}

/** What stands in the payments topic: about 900 bytes, as a shop would send it. */
export function paymentText({ id, keyNumbers, timeMs, amountMinor }: JobPayment): string {
  const [card, email, ip, device, customer] = keyNumbers as [number, number, number, number, number]
  const amount = (amountMinor / 100).toFixed(2)
  const address = {
    name: 'Laura Bennett',
    line1: `${(customer % 900) + 1} Maple Street`,
    city: 'Austin',
    region: 'TX',
    postalCode: '73301',
    country: 'US',
  }
  return JSON.stringify({
    id,
    occurredAt: new Date(timeMs).toISOString(),
    status: 'authorized',
    amount,
    currency: 'USD',
    method: 'card',
    channel: 'web',
    merchant: { id: 'm_1' },
    customer: {
      id: `c_${customer}`,
      email: `laura.bennett.${email}@gmail.com`,
      name: 'Laura Bennett',
      phone: '+15125550142',
      createdAt: '2024-03-02T09:00:00Z',
    },
    card: {
      fingerprint: `fp_${card}`,
      bin: '411111',
      last4: String(card % 10_000).padStart(4, '0'),
      brand: 'visa',
      funding: 'credit',
      country: 'US',
      avs: 'Y',
      cvc: 'M',
    },
    ip: ipText(ip),
    device: { id: `d_${device}`, userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15' },
    billing: address,
    shipping: { ...address, method: 'standard' },
    order: { id: `o_${id}`, items: [{ sku: 'BOOK-7', category: 'books', quantity: 1, unitPrice: amount }] },
  })
}

/** Public addresses of one made-up network, as many as are asked for. */
function ipText(number: number): string {
  return `73.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`
}
