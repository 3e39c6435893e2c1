import type { Outcome } from '../model/outcome.ts'
import type { Payment } from '../model/payment.ts'
import type { Problem } from '../model/problem.ts'
import type { EventRecord } from '../ports.ts'
import type { Reading } from './reading.ts'

export interface PaymentRead {
  kind: 'payment'
  payment: Payment
  warnings: readonly string[]
}

export interface OutcomeRead {
  kind: 'outcome'
  outcome: Outcome
  warnings: readonly string[]
}

/** Goes to the dead letters. `summary` is redacted and short, `paymentId` is there when it could be read. */
export interface Rejected {
  kind: 'rejected'
  problem: Problem
  summary: string
  paymentId?: string
}

/** Tombstones and the like: nothing to score, the offset moves on. */
export interface Ignored {
  kind: 'ignored'
  reason: string
}

/** What one record turned out to be. */
export type Decoded<Read = PaymentRead> = Read | Rejected | Ignored

/** Parsed values to what they mean, validated: the one path for every format. */
export interface RecordReader<Read = PaymentRead> {
  /**
   * What `read` would answer, from JSON text without parsing it: much quicker where the text is as most are. Undefined where it is not,
   * or holds a mistake; then it has to be parsed. `units` is one byte for each unit of the text, see `unitsOf`.
   */
  readPlain?(text: string, units: Uint8Array, record: EventRecord, reading: Reading): Read | undefined
  read(raw: unknown, record: EventRecord, reading: Reading): Decoded<Read>
}

/** Bytes to payment, or to whatever else a topic holds. `decode` is synchronous and pure once `prepare` has fetched what the records need. */
export interface Decoder<Read = PaymentRead> {
  /** Fetches the schemas that these records name and are not yet known. Throws `Outage` when the registry is down. */
  prepare(records: readonly EventRecord[]): Promise<void>
  decode(record: EventRecord): Decoded<Read>
}
