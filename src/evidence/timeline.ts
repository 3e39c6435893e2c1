import type { Gathered } from './gather.ts'

/** What happened, oldest first. It holds no customer data, so that it can go with every reason. */
export function timelineOf({ payment, outcomes, shippedAt }: Gathered): { at: string; what: string }[] {
  const events = outcomes.map(({ occurredAt, type, id, status, reason, amount, currency }) => {
    const money = amount === undefined ? undefined : `${amount} ${currency ?? ''}`.trim()
    const parts = [type.replaceAll('_', ' '), id, money, reason, status].filter(part => part !== undefined)
    return { at: occurredAt, what: parts.join(', ') }
  })
  if (payment !== undefined) {
    events.push({ at: payment.occurredAt, what: `payment of ${payment.amount} ${payment.currency}, ${payment.status}` })
  }
  if (shippedAt !== undefined) events.push({ at: shippedAt, what: 'order sent' })
  return events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}
