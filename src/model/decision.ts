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
  score: number
  /** Hash of the ruleset that decided. */
  ruleset: string
  hits: Hit[]
  shadowHits?: Hit[]
  unknown?: { rule: string; missing: string[] }[]
  velocity?: Record<string, number | boolean>
  /** Names of velocities whose value is not exact, such as a sum past the largest exact number. */
  approximate?: string[]
  facts?: Record<string, Value>
  queue?: string
  priority?: Priority
  handling?: Handling
}
