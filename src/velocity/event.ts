import type { ContentSink } from '../model/content.ts'

/** What a velocity log remembers of one event. The byte layout is in record.ts. */
export interface VelocityEvent {
  kind: EventKind
  merchantId: string
  id: string
  /** The payment that a status change or an outcome is about; the same as `id` for payments. */
  paymentId: string
  /** Event time, milliseconds since 1970. */
  timeMs: number
  /** Set where `timeMs` was held back: the time as the event itself says it, which tells its states apart. */
  occurredAtMs?: number
  status: EventStatus
  declineCode: string
  /** Whole minor units of the ruleset's base currency; absent when the policy has no rate for the payment's currency. */
  amountMinor: number | undefined
  /**
   * Gives everything in the payment but `status`, `declineCode` and `occurredAt`: two payments with one id and different
   * contents conflict.
   */
  addContent(to: ContentSink): void
  /** The catalogue's value for a name, or undefined when absent: what keys, columns and own fields are read from. */
  value(name: string): string | number | boolean | readonly string[] | undefined
  /** The same for use as a velocity key or a distinct value (an IPv6 address counts as its /64, a private one not at all). */
  key(name: string): string | undefined
}

export type EventKind = 'payment' | 'decline' | 'authorization' | 'refund' | 'dispute' | 'chargeback' | 'warning'
export type EventStatus = 'pending' | 'authorized' | 'captured' | 'declined' | 'blocked' | 'none'

/**
 * - `new`: first time seen, counted.
 * - `duplicate`: seen before with the same content; answered as of its first position, not counted again.
 * - `old-duplicate`: a duplicate so far behind newer events of its keys that some of what it was first answered from is gone.
 * - `status-change`: same id and content, other status: logged as its own kind, not scored again.
 * - `id-conflict`: same id, other content: not counted, goes to the dead letters.
 */
export type Verdict = 'new' | 'duplicate' | 'old-duplicate' | 'status-change' | 'id-conflict'
