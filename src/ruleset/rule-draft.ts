import type { Mode } from '../model/decision.ts'
import type { Place } from '../model/problem.ts'
import type { Name, Tree } from './cel/tree.ts'
import type { ReasonPart } from './reason-template.ts'
import type { RuleTest } from './tests/rule-test.ts'

/** A rule that was read and checked, before it is compiled against a velocity plan. */
export interface RuleDraft {
  name: string
  title: string
  mode: Mode
  owner: string
  why: string
  score: number
  action?: 'review' | 'block'
  missing: 'no-hit' | 'hit'
  /** The share of known-good payments that it may hit, from 0 to 1. */
  knownGoodShareMax: number
  /** The rule's own velocities. */
  velocities: readonly Name[]
  when: readonly DraftLine[]
  unless: readonly DraftLine[]
  reason: readonly ReasonPart[]
  check: readonly string[]
  tests: readonly RuleTest[]
  place: Place
}

export interface DraftLine {
  text: string
  place: Place
  tree: Tree
  /** Where the characters `start` to `end` of the text stand in the file. */
  placeAt(start: number, end: number): Place
}
