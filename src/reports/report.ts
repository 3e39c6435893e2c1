/** The figures of one period. Every table has the same form, so each way of writing a report is one loop. */
export interface Report {
  period: Period
  /** The period before, that changes are told against. */
  previous: Period
  timeZone: string
  /** Base currency; all amounts are in its minor units. */
  currency: string
  /** Up to when it holds: the end of the period, or the moment it was asked for. ISO 8601. */
  asOf: string
  sections: Section[]
}

export const PERIOD_KINDS = ['day', 'week', 'month'] as const
export type PeriodKind = (typeof PERIOD_KINDS)[number]

/** From its first instant up to, and without, its last one; milliseconds since 1970. */
export interface Period {
  kind: PeriodKind
  /** `2026-03-14`, `2026-W11`, `2026-03`. */
  name: string
  fromMs: number
  toMs: number
}

/** Shares are of 1, durations are seconds, money is minor units of the base currency. */
export type Unit = 'text' | 'count' | 'money' | 'share' | 'change' | 'seconds' | 'mixed'

export interface Column {
  name: string
  title: string
  /** `mixed`: the row says it, in its second cell. */
  unit: Unit
}

/** Null where there is nothing to tell: a share of nothing, the age of an empty backlog. */
export type Cell = string | number | null

export interface Section {
  name: string
  title: string
  /** What its figures mean, in a sentence. */
  note: string
  columns: readonly Column[]
  rows: Cell[][]
}

/** A figure that is told for the period and for the one before. */
export interface Figure {
  name: string
  title: string
  unit: Exclude<Unit, 'text' | 'mixed' | 'change'>
  value: number | null
}

/** Part of a whole, or null where there is no whole. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}
