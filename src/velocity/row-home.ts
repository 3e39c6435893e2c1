import type { EventRows } from './event-rows.ts'
import type { VelocityPlan } from './plan.ts'

/**
 * Where a payment was counted, kept in this process: its row and the plan by which it was written, so that an outcome that only
 * names the payment can be counted in the same logs, whatever the plan is by then.
 */
export interface RowHome {
  plan: VelocityPlan
  row: Uint8Array<ArrayBuffer>
}

/** The home of event `at` of the rows. */
export function rowHomeOf(plan: VelocityPlan, { bytes, rowBytes }: EventRows, at: number): RowHome {
  return { plan, row: bytes.slice(at * rowBytes, (at + 1) * rowBytes) }
}
