import { choice, raw, required, text } from '../../yaml/field-kinds.ts'

/** The keys of one test. */
export const TEST_FIELDS = {
  name: required(text('what the test shows', 160)),
  before: raw('payments that came before', { type: 'array' }),
  payment: required(raw('the payment that is judged', { type: 'object' })),
  expect: required(choice('what the rule must say of it', ['hit', 'no-hit', 'unknown'])),
}

/** The keys that make of a payment before what became of it later: `chargeback: "20.00"`, or `chargeback: true` for all of it. */
export const TEST_OUTCOMES = ['refund', 'dispute', 'chargeback', 'warning', 'decline'] as const

/** The keys of a test's payment that say when, and how often; the rest are fields of the payment. */
export const TIMING_KEYS = ['at', 'every', 'times'] as const
