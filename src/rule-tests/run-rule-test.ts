import { type Explanation, explain } from '../engine/explain.ts'
import { enrich } from '../enrich/enrich.ts'
import type { Facts } from '../enrich/facts.ts'
import { PaymentEvent } from '../enrich/payment-event.ts'
import type { Payment } from '../model/payment.ts'
import type { Problem } from '../model/problem.ts'
import type { VelocityStore } from '../ports.ts'
import type { Frame, Rule, Ruleset } from '../ruleset/ruleset.ts'
import type { Expectation, RuleTest, TestEvent } from '../ruleset/tests/rule-test.ts'
import { verdictOf } from './verdict-of.ts'

/** What rule tests run on: the same decoder and the same windows as payments from the stream. */
export interface TestBench {
  ruleset: Ruleset
  /** From the payment's JSON, as it would come in. `warnings` are codes of what the decoder left out. */
  decode(json: Record<string, unknown>, atMs: number): { payment: Payment; warnings: readonly string[] } | Problem
  /** An empty store for each test. */
  openStore(): VelocityStore
}

export interface RuleTestResult {
  test: RuleTest
  got: Expectation | undefined
  passed: boolean
  /** A payment of the test is none that Tripline takes. */
  problem?: Problem
  /** There when the payment was judged. */
  judged?: Judged
}

/** Everything that a failing test can tell about why. */
export interface Judged {
  rule: Rule
  explanation: Explanation
  frame: Frame
  events: readonly JudgedEvent[]
  warnings: readonly string[]
}

/** One payment or outcome before the judged one, or that one, for the trace. */
export interface JudgedEvent {
  test: TestEvent
  facts: Facts
}

/** Counts the payments before, then judges the last one by the rule that the test belongs to. */
export async function runRuleTest(test: RuleTest, bench: TestBench): Promise<RuleTestResult> {
  const rule = bench.ruleset.rules.find(each => each.name === test.rule)
  if (rule === undefined) throw new Error(`the ruleset has no rule ${test.rule}`)
  const events: JudgedEvent[] = []
  const warnings = new Set<string>()
  for (const event of [...test.before, test.payment]) {
    const decoded = bench.decode(event.payment, event.atMs)
    if ('code' in decoded) {
      const message = `no payment: ${decoded.field === undefined ? '' : `\`${decoded.field}\`: `}${decoded.message}`
      return {
        test,
        got: undefined,
        passed: false,
        problem: { ...decoded, code: 'bad-payment', message, place: event.place },
      }
    }
    for (const warning of decoded.warnings) warnings.add(warning)
    events.push({ test: event, facts: enrich(decoded.payment, bench.ruleset.policy.money) })
  }
  const store = bench.openStore()
  try {
    const counted = await store.count(
      bench.ruleset.plan,
      events.map(({ test: { outcome }, facts }) => new PaymentEvent(facts, outcome)),
    )
    const frame = { facts: events.at(-1)!.facts, counted: counted.at(-1)! }
    const explanation = explain(rule, frame)
    const got = verdictOf(rule, frame)
    return {
      test,
      got,
      passed: got === test.expect,
      judged: { rule, explanation, frame, events, warnings: [...warnings] },
    }
  } finally {
    await store.close()
  }
}
