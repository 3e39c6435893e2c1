import type { Output } from '../ports.ts'

/**
 * Where the intake keeps what it took. Promises: when `store` resolves, every record is durable. Throws `Outage` when that is not so
 * in time; some of the records may be there all the same, and the same body gives the same records again.
 */
export interface IntakeStore {
  store(records: readonly Output[]): Promise<void>
  close(): Promise<void>
}
