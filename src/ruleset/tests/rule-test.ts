import type { Place } from '../../model/problem.ts'
import type { TEST_OUTCOMES } from './test-fields.ts'

/** What a rule does with the last payment of a test. */
export type Expectation = 'hit' | 'no-hit' | 'unknown'

/** One test inside a rule file: payments before, one payment, and what the rule must say of it. */
export interface RuleTest {
  rule: string
  name: string
  before: readonly TestEvent[]
  payment: TestEvent
  expect: Expectation
  place: Place
}

/** One payment of a test, or what became of one, as the decoder will read it. */
export interface TestEvent {
  /** Milliseconds since 1970. */
  atMs: number
  /** The whole payment as JSON: the sample payment with the fields that the test names. */
  payment: Record<string, unknown>
  /** Set when it is not this payment that happens, but something to it: it is counted as that alone. */
  outcome?: TestOutcome
  place: Place
}

export type TestOutcome = (typeof TEST_OUTCOMES)[number]
