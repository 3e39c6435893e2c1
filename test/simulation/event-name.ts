import type { VelocityEvent } from '../../src/velocity/event.ts'

/** The same only for events that are the same payment in the same state with the same content. */
export function eventName(event: VelocityEvent): string {
  const { merchantId, id, status, timeMs, occurredAtMs = timeMs, amountMinor } = event
  return [merchantId, id, status, timeMs, occurredAtMs, amountMinor].join(' ')
}
