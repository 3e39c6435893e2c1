/**
 * What a ruleset asks of the velocity store. The ruleset room makes definitions out of YAML; `planVelocities` gives
 * equal definitions one index and works out which logs an event goes to.
 */
export type VelocityFunction =
  | 'count'
  | 'sum'
  | 'avg'
  | 'min'
  | 'max'
  | 'stddev'
  | 'median'
  | 'percentile'
  | 'distinct'
  | 'ratio'
  | 'first_seen'
  | 'last_seen'
  | 'seen_before'
  | 'streak'

export type CountedKind =
  | 'payments'
  | 'declines'
  | 'authorizations'
  | 'refunds'
  | 'disputes'
  | 'chargebacks'
  | 'warnings'

/** One velocity as declared, with every default filled in. Plain data: two equal definitions are one velocity. */
export interface VelocityDefinition {
  fn: VelocityFunction
  /**
   * A catalogue name, for `count` empty. For `ratio` and `streak` it may instead be a counted kind: the share of (or run
   * of latest) `of` events that are of that kind.
   */
  field: string
  /** For `percentile`: above 0, at most 100. */
  percent?: number
  of: CountedKind
  /** Catalogue names, in the order written. */
  by: readonly string[]
  window: WindowSpec
  /** The `where` condition as normalised CEL text, for identity and explanation; empty when there is none. */
  where: string
  /** The compiled `where`, asked about an event when it is appended or, on standard columns, when it is read. */
  whereHolds?: WherePredicate
  current: 'include' | 'exclude'
}

/** True where the value is a number of events: of all, of the different ones, or of those in a row. */
export function saysHowMany({ fn }: VelocityDefinition): boolean {
  return fn === 'count' || fn === 'distinct' || fn === 'streak'
}

export type WindowSpec =
  | { kind: 'sliding'; ms: number }
  | { kind: 'lifetime' }
  | { kind: 'calendar_day' | 'calendar_month'; timeZone: string }

/**
 * A compiled `where`. `reads` are the catalogue names it touches. `holds` answers from a lookup; an absent value makes it
 * unknown, which counts as not holding.
 */
export interface WherePredicate {
  reads: readonly string[]
  holds(value: (name: string) => string | number | boolean | readonly string[] | undefined): boolean
}

/** The columns that every record keeps, so that a velocity over them works on history already stored. */
export const STANDARD_COLUMNS = [
  'amount',
  'status',
  'card.fingerprint',
  'email',
  'ip',
  'device.id',
  'customer.id',
  'shipping.address',
  'billing.address',
  'ip.country',
  'card.country',
  'shipping.country',
  'billing.country',
] as const

export interface VelocityPlan {
  velocities: readonly VelocityDefinition[]
  /** The logs that events are appended to, each with its own key; see `planVelocities`. */
  logs: readonly LogSpec[]
  /**
   * For each velocity, the index of its log. The log may be keyed by a part of the velocity's `by`: the rest is then
   * matched on the standard columns of its records.
   */
  logOf: readonly number[]
}

/** One family of logs: all logs keyed by the same names. */
export interface LogSpec {
  /** Short stable name used in store keys, such as `ip` or `card.fingerprint+ip`. */
  name: string
  by: readonly string[]
  /**
   * Set for a velocity that needs more than the standard columns: in its own log the events for which `where` did not
   * hold count for nothing (they only mark their place, so that a repeated event is read as of it), and the field's
   * value stands in the amount column. Such a log starts cold. Velocities with equal field and `where` share one.
   */
  own?: VelocityDefinition
  /** Events older than this, seen from the newest, are no longer needed by any window; Infinity for lifetime. */
  keepMs: number
}
