import type { Facts, MoneyRates } from '../enrich/facts.ts'
import type { Action, Handling, Mode, Priority, Value } from '../model/decision.ts'
import type { Place } from '../model/problem.ts'
import type { Counted } from '../ports.ts'
import type { VelocityPlan } from '../velocity/plan.ts'

/** Everything that decides, read and checked together, immutable. Swapped as a whole. */
export interface Ruleset {
  /** First 16 hex digits of SHA-256 over every file that takes part, independent of file order and line ends. */
  hash: string
  /** Live and shadow rules by name; rules that are off are checked but not here. */
  rules: readonly Rule[]
  policy: Policy
  plan: VelocityPlan
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
  /** The numbers that are written in the line, in the order of the text. */
  numbers: readonly number[]
  /** The line with another number in the place of one of them, by its index in `numbers`. */
  withNumber(index: number, value: number): Pick<Condition, 'text' | 'holds'>
}

export interface Policy {
  /** A score at or above this makes at least a review, or a block. */
  thresholds: { review: number; block: number }
  /** First match wins; the last has no condition. */
  queues: readonly Queue[]
  money: MoneyRates
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
