import { BLOCKED_CARD, SNOOZED_IP } from './rules-of-run.ts'

interface Message {
  key: string
  /** A tombstone has none. */
  value: string | null
  partition: number
}

const message = (value: object | string | null, i: number): Message => ({
  key: `k${i}`,
  value: value === null || typeof value === 'string' ? value : JSON.stringify(value),
  partition: i % 2,
})

const paymentAt = (ms: number, id: string, more: object = {}): object => ({
  id,
  occurredAt: new Date(ms).toISOString(),
  amount: '20.00',
  currency: 'USD',
  card: { fingerprint: `fp_${id}` },
  ...more,
})

/** So many payments from one address within minutes that its log is folded, and windows reach into the buckets. */
export function oneBusyAddress(nowMs: number, count: number): Message[] {
  return Array.from({ length: count }, (_, i) => {
    const id = `busy-${i}`
    // Each address stays in one partition, so that its payments come in order.
    return { ...message(paymentAt(nowMs - 600_000 + i * 100, id, { ip: '81.2.69.99' }), 0), key: 'busy' }
  })
}

/** What becomes a figure of its own: refused, odd, repeated, on a list, snoozed. `round` makes ids new. */
export function oddRecords(nowMs: number, round: number): Message[] {
  const odd = (id: string, more: object = {}) => paymentAt(nowMs, `odd-${round}-${id}`, more)
  const values: (object | string | null)[] = [
    null,
    '{"id":',
    odd('negative', { amount: '-5.00' }),
    odd('currency', { currency: 'XXQ' }),
    odd('same'),
    odd('same'),
    odd('conflict'),
    odd('conflict', { amount: '21.00' }),
    odd('zero', { amount: '0.00' }),
    odd('odd-ip', { ip: 'not an address' }),
    odd('blocked', { card: { fingerprint: BLOCKED_CARD } }),
    odd('snoozed', { amount: '9700.00', ip: SNOOZED_IP }),
    odd('large', { amount: '9700.00', ip: '81.2.69.5' }),
  ]
  return values.map(value => message(value, 0))
}

/** Outcomes of payments that were there, and of one that comes later; and a gateway's notice, which is urgent. */
export function outcomesOf(nowMs: number, round: number): Message[] {
  const about = (type: string, paymentId: string) =>
    message({ type, id: `${type}-${round}`, paymentId, occurredAt: new Date(nowMs).toISOString() }, 0)
  return [
    about('chargeback', `odd-${round}-same`),
    about('refund', `odd-${round}-zero`),
    about('dispute', `odd-${round + 1}-large`),
    message(
      { type: 'notice', notice: 'payout_hold', id: `notice-${round}`, occurredAt: new Date(nowMs).toISOString() },
      0,
    ),
  ]
}
