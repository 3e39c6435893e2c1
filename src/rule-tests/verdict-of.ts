import { ruleHolds } from '../engine/evaluate.ts'
import type { Frame, Rule } from '../ruleset/ruleset.ts'
import type { Expectation } from '../ruleset/tests/rule-test.ts'

/** What a test expects or not: an absent value that the rule takes for a hit is a hit. */
export function verdictOf(rule: Rule, frame: Frame): Expectation {
  const holds = ruleHolds(rule, frame)
  if (holds === undefined) return rule.missing === 'hit' ? 'hit' : 'unknown'
  return holds ? 'hit' : 'no-hit'
}
