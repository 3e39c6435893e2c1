import type { Policy } from '../../src/ruleset/ruleset.ts'
import { CASE_POLICY } from './case-policy.ts'

/** Cases as in `CASE_POLICY`; decisions have no queues, and there are no lists. */
export const POLICY: Policy = {
  thresholds: { review: 50, block: 100 },
  queues: [],
  holdout: 0,
  money: { base: 'USD', rates: new Map() },
  lists: [],
  cases: CASE_POLICY,
}
