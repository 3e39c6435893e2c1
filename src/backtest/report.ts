import type { Action, Mode } from '../model/decision.ts'
import type { Truth } from './truth.ts'

/** What `tripline backtest --format json` prints. Amounts are in major units of the base currency. */
export interface BacktestReport {
  input: InputReport
  ruleset: RulesetReport
  /** Only with `--against`: the ruleset that it is held against, and what differs. */
  against?: RulesetReport
  diff?: DiffReport
  sweep?: SweepReport
}

export interface Sum {
  payments: number
  amount: number
}

export interface InputReport {
  file: string
  baseCurrency: string
  /** Lines or records read, and what became of those that were not judged. */
  records: number
  repeated: number
  statusChanges: number
  rejected: number
  /** Payments that were counted and scored but not judged, because they only warm the velocities. */
  warmed: number
  /** Payments at or after `--until`: neither counted nor judged. */
  afterUntil: number
  judged: number
  /** Of the judged ones: payments in a currency without a rate, whose amount counts as nothing. */
  withoutAmount: number
  /** Of the judged ones, by occurredAt; null when there are none. */
  from: string | null
  to: string | null
  /** From the first to the last, at least one. */
  days: number
  /** Judged payments by what is known of them. */
  truths: Record<Truth, Sum>
}

export interface RulesetReport {
  dir: string
  hash: string
  thresholds: { review: number; block: number }
  overall: FlagReport
  /** By name. */
  rules: RuleReport[]
  /** How often two rules hit the same payment: a row and a column for each entry of `rules`. */
  overlap: number[][]
  /** By the number of payments, largest first. */
  labels: LabelReport[]
  /** One row for each day with payments, in UTC. */
  daily: DayReport[]
}

/** Bad is what is labelled fraud, abuse or a pattern; good is what is labelled legit. Without a label it counts in neither. */
export interface FlagReport {
  payments: Sum
  review: Sum
  block: Sum
  reviewsPerDay: number
  blocksPerDay: number
  /** Bad payments that were reviewed or blocked, and bad ones that were let pass. */
  caught: Sum
  missed: Sum
  /** Good payments that were reviewed or blocked, and those of them that were blocked. */
  insulted: Sum
  insultedByBlock: Sum
  /** Shares from 0 to 1; null where nothing is labelled. */
  precision: number | null
  recall: number | null
  recallByAmount: number | null
}

export interface RuleReport {
  rule: string
  title: string
  mode: Exclude<Mode, 'off'>
  score: number
  hits: Sum
  truths: Record<Truth, number>
  /** The bad share of its labelled hits; null without any. */
  precision: number | null
  /** The share of all bad payments that it hits; null when none is known. */
  recall: number | null
  /** Hits that no other live rule has, and the bad ones among them. */
  alone: Sum
  aloneBad: number
}

export interface LabelReport {
  label: string
  truth: Truth
  payments: Sum
  flagged: Sum
  blocked: number
}

export interface DayReport {
  day: string
  payments: number
  review: number
  block: number
  caught: number
}

export interface DiffReport {
  /** Payments whose action, score or live hits differ, and those whose action does. */
  different: number
  changed: Sum
  /** One row for each pair of actions that some payment went through, the larger first. */
  changes: ChangeReport[]
  /** By rule: payments that it now hits and did not before, and the other way round. */
  rules: { rule: string; gained: number; lost: number }[]
}

export interface ChangeReport {
  before: Action
  after: Action
  payments: Sum
  truths: Record<Truth, number>
  /** The largest amounts, at most as many as asked for. */
  examples: ChangedPayment[]
}

export interface ChangedPayment {
  paymentId: string
  occurredAt: string
  amount: number | null
  /** As listed, or what a payment is that is not listed. */
  label: string
  scoreBefore: number
  scoreAfter: number
  gained: WhyHit[]
  lost: WhyHit[]
  /** Rules that hit both times with another score. */
  rescored: { rule: string; before: number; after: number }[]
  /** True when neither hits nor scores differ: thresholds, lists, or what a rule asks for at least, have moved. */
  byPolicy: boolean
}

export interface WhyHit {
  rule: string
  score: number
  reason: string
}

export interface SweepReport {
  rule: string
  mode: Exclude<Mode, 'off'>
  /** The line as it stands, and the number in it that is moved. */
  line: string
  list: 'when' | 'unless'
  current: number
  points: SweepPoint[]
}

export interface SweepPoint {
  value: number
  line: string
  /** Of the rule alone. */
  hits: Sum
  truths: Record<Truth, number>
  precision: number | null
  recall: number | null
  /** Of the whole ruleset with this number. */
  overall: FlagReport
}
