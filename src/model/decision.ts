export type Action = 'allow' | 'review' | 'block'
export type Mode = 'off' | 'shadow' | 'live'
export type Priority = 'low' | 'normal' | 'high' | 'urgent'
export type Handling = 'self' | 'approval' | 'escalate'
export type Detail = 'hits' | 'all'

/** A value that conditions, reasons and decisions can hold. `undefined` always means absent. */
export type Value = string | number | boolean | readonly string[]

export interface Hit {
  rule: string
  mode: 'live' | 'shadow'
  score: number
  reason: string
}

/** A value of the payment that stands in a list which acts by itself. */
export interface ListMatch {
  list: string
  kind: Action
  /** The name whose value is in the list: `card.fingerprint`. */
  on: string
  /** Why it is there, where the list says so. */
  reason?: string
}

/** A hit that counted for nothing, because its rule is snoozed for a value of this payment. */
export interface SnoozedHit {
  rule: string
  mode: 'live' | 'shadow'
  /** The name whose value it is snoozed for. */
  key: string
  /** The last day of the snooze. */
  until: string
}

/**
 * The verdict for one payment. Holds no wall-clock time, so that the same payment under the same ruleset gives the same
 * bytes whenever it is decided. Fields stand in the order in which they are written.
 */
export interface Decision {
  paymentId: string
  /** Left out when the payment names no merchant. */
  merchantId?: string
  /** ISO 8601 in UTC with milliseconds. */
  occurredAt: string
  action: Action
  /** Only where it would have been a review, and was drawn to be let pass so that rules are judged honestly. */
  heldOut?: true
  score: number
  /** Hash of the ruleset that decided. */
  ruleset: string
  hits: Hit[]
  shadowHits?: Hit[]
  /** Only where a snooze silenced a hit; its score is not in `score`. */
  snoozed?: SnoozedHit[]
  /** Only where a value is in a list that allows, reviews or blocks. */
  lists?: ListMatch[]
  unknown?: { rule: string; missing: string[] }[]
  velocity?: Record<string, number | boolean>
  /** Names of velocities whose value is not exact, such as a sum past the largest exact number. */
  approximate?: string[]
  facts?: Record<string, Value>
  queue?: string
  priority?: Priority
  handling?: Handling
}
