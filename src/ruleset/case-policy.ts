import type { AccountAction, CaseKind } from '../model/case.ts'
import type { Handling, Priority } from '../model/decision.ts'

/** What the policy says of cases: the section `cases`. */
export interface CasePolicy {
  /** A refund that is asked for and is above this is a case, in minor units of the base currency; undefined: none is. */
  refundLimitMinor: number | undefined
  /** A case is due this long before the gateway's deadline. */
  deadlineMarginMs: number
  /** How long after it was opened a case is due where no gateway gave a deadline. */
  dueMs: Readonly<Record<CaseKind, number>>
  /** How long after its decision a payment is scored again when new facts arrive, while it is not shipped. */
  watchUnshippedMs: number
  /** First match wins; the last has no condition. */
  queues: readonly CaseQueue[]
  roles: ReadonlyMap<string, Role>
  /** By name: the role. */
  people: ReadonlyMap<string, Role>
}

export interface CaseQueue {
  queue: string
  priority: Priority
  handling: Handling
  /** Undefined: always. */
  when?: (facts: CaseFacts) => boolean | undefined
}

/** What the conditions of `cases.queues` may ask. Absent values make a condition unknown, which does not hold. */
export interface CaseFacts {
  kind: CaseKind
  /** Base currency, major units. */
  amount?: number | undefined
  reason?: string | undefined
  notice?: string | undefined
  /** From now to the gateway's deadline. */
  hours_left?: number | undefined
  /** Of the decision about the payment. */
  action?: string | undefined
  score?: number | undefined
  shipped?: boolean | undefined
  /** Of the same customer, or the same card where there is no customer, before the case was opened. */
  earlier_payments?: number | undefined
  earlier_disputes?: number | undefined
}

/** What people of one role may do. */
export interface Role {
  name: string
  /** Up to which amount they resolve alone; beyond it a second person has to agree. Minor units of the base currency. */
  resolvesUpToMinor: number
  /** Up to which amount they agree to what somebody else proposes; undefined: not at all. */
  approvesUpToMinor: number | undefined
  /** Whether they resolve what was escalated. */
  investigates: boolean
  accounts: readonly AccountAction[]
}
