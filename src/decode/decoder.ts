import type { Payment } from '../model/payment.ts'
import type { Problem } from '../model/problem.ts'
import type { EventRecord } from '../ports.ts'

/** What one record turned out to be. */
export type Decoded =
  | { kind: 'payment'; payment: Payment; warnings: readonly string[] }
  /** Goes to the dead letters. `summary` is redacted and short, `paymentId` is there when it could be read. */
  | { kind: 'rejected'; problem: Problem; summary: string; paymentId?: string }
  /** Tombstones and the like: nothing to score, the offset moves on. */
  | { kind: 'ignored'; reason: string }

/** Bytes to payment. `decode` is synchronous and pure once `prepare` has fetched what the records need. */
export interface Decoder {
  /** Fetches the schemas that these records name and are not yet known. Throws `Outage` when the registry is down. */
  prepare(records: readonly EventRecord[]): Promise<void>
  decode(record: EventRecord): Decoded
}
