import type { Payment } from '../../model/payment.ts'
import type { EventRecord } from '../../ports.ts'

/** Which payments are judged; those before only warm the velocities, those after are left out. */
export interface Span {
  /** Event time in milliseconds since 1970; payments from then on are judged. */
  fromMs?: number | undefined
  /** Or by place: records after this one are judged. */
  afterRecord?: bigint | undefined
  /** Payments of this time and later are not even counted. */
  untilMs?: number | undefined
}

export function isWarming({ fromMs, afterRecord }: Span, record: EventRecord, { occurredAtMs }: Payment): boolean {
  if (fromMs !== undefined && occurredAtMs < fromMs) return true
  return afterRecord !== undefined && record.offset <= afterRecord
}

export function isAfter({ untilMs }: Span, { occurredAtMs }: Payment): boolean {
  return untilMs !== undefined && occurredAtMs >= untilMs
}
