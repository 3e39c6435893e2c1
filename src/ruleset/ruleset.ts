import type { FactName, Facts, MoneyRates } from '../enrich/facts.ts'
import type { Action, Handling, Mode, Priority, Value } from '../model/decision.ts'
import type { Place } from '../model/problem.ts'
import type { Counted } from '../ports.ts'
import type { VelocityPlan } from '../velocity/plan.ts'
import type { CasePolicy } from './case-policy.ts'
import type { Ask } from './generated/generate-ask.ts'
import type { Gap } from './line-gaps.ts'
import type { LineNumber } from './line-numbers.ts'
import type { ValueList } from './lists/value-list.ts'
import type { Snoozes } from './snoozes.ts'

/** Everything that decides, read and checked together, immutable. Swapped as a whole. */
export interface Ruleset {
  /** First 16 hex digits of SHA-256 over every file that takes part, independent of file order and line ends. */
  hash: string
  /** Live and shadow rules by name; rules that are off are checked but not here. */
  rules: readonly Rule[]
  /** Asks all of them much faster than one by one, with the same answers. Absent where nothing is to be asked often. */
  together?: RulesTogether
  policy: Policy
  plan: VelocityPlan
  snoozes: Snoozes
}

/** The rules of a ruleset in functions of many rules each. They stand for these rules alone: others are asked one by one. */
export interface RulesTogether {
  of: readonly Rule[]
  asks: readonly Ask<Frame>[]
}

/** What a compiled condition reads from: one payment's facts and counts. */
export interface Frame {
  facts: Facts
  counted: Counted
}

/** Answers undefined when the value is unknown because something it needs is absent. Never throws, costs no exception. */
export type Compiled<T extends Value> = (frame: Frame) => T | undefined

export interface Rule {
  name: string
  title: string
  /** Who answers for it, and why such a payment is suspicious; empty when the file does not say. */
  owner: string
  why: string
  mode: Exclude<Mode, 'off'>
  score: number
  action?: Action
  /** What an unknown condition means for this rule. */
  missing: 'no-hit' | 'hit'
  when: readonly Condition[]
  unless: readonly Condition[]
  reason(frame: Frame): string
  /** The share of known-good payments that it may hit, from 0 to 1; what hits more is a false alarm of `tripline test`. */
  knownGoodShareMax: number
  /** What a reviewer checks next. */
  check: readonly string[]
  /** Derived facts that the conditions and the reason read, by name, with how to read them. */
  facts: readonly { name: string; read: Compiled<Value> }[]
  /**
   * Velocities that they read: the name in this rule, the index in the plan, and the name in decisions, which is
   * `rule.name` where another rule means something else by the name.
   */
  velocities: readonly { name: string; index: number; shown: string }[]
  /** The velocities that the rule declares without reading them are in here too. */
  allVelocities: readonly { name: string; index: number; shown: string }[]
  place: Place
}

/** One line of `when` or `unless`. */
export interface Condition {
  text: string
  place: Place
  holds: Compiled<boolean>
  /** Every name that the line touches (facts and velocities), in order of first use. */
  reads: readonly { name: string; read: Compiled<Value> }[]
  /** The line with the values in place of the names: `80.00 > 50`. */
  substituted(frame: Frame): string
  /** The comparisons of numbers that keep the line from being what is wanted, each with how far it is from that. */
  gaps(frame: Frame, wanted: boolean): Gap[]
  /** The numbers that are written out in the line, in the order of its text, but for those in lists. Found at each call. */
  numbers(): LineNumber[]
}

export interface Policy {
  /** A score at or above this makes at least a review, or a block. */
  thresholds: { review: number; block: number }
  /** First match wins; the last has no condition. */
  queues: readonly Queue[]
  money: MoneyRates
  /** The share of would-be reviews that are let pass, of 1. */
  holdout: number
  /** Lists that act by themselves, by name. */
  lists: readonly ActingList[]
  /** What becomes of payments that a person looks at. */
  cases: CasePolicy
}

/** A payment with one of these values in the list is let pass, reviewed or blocked. */
export interface ActingList {
  name: string
  kind: Action
  on: readonly FactName[]
  values: ValueList
}

export interface Queue {
  queue: string
  priority: Priority
  handling: Handling
  /** Undefined: always. Also knows `action`, `score` and `hits` (names of the live hits). */
  when?: (frame: VerdictFrame) => boolean | undefined
}

export interface VerdictFrame extends Frame {
  action: Action
  score: number
  hits: readonly string[]
}
