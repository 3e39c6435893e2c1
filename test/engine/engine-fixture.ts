import { CATALOGUE } from '../../src/enrich/catalogue.ts'
import { enrich } from '../../src/enrich/enrich.ts'
import type { Payment } from '../../src/model/payment.ts'
import type { Counted } from '../../src/ports.ts'
import { ProblemList } from '../../src/problems/problem-list.ts'
import { type CompiledRuleset, compileRuleset } from '../../src/ruleset/compile-ruleset.ts'
import type { Frame, Ruleset } from '../../src/ruleset/ruleset.ts'
import { kindOf, type RulesetFile } from '../../src/ruleset/ruleset-file.ts'
import { planVelocities } from '../../src/velocity/plan-velocities.ts'

export const POLICY = `
thresholds: { review: 50, block: 100 }
base: USD
rates: { as_of: 2026-11-20, EUR: 1.2, JPY: 0.0065 }
queues:
  - { queue: testing, when: '"cards" in hits', priority: high, handling: approval }
  - { queue: blocked, when: action == "block" && score >= 100, priority: urgent, handling: escalate }
  - { queue: large, when: [amount > 500, has(ip)] }
  - { queue: rest }
`

export function compileFiles(files: Record<string, string>): CompiledRuleset {
  // The policy names a rule, so there is always one of that name.
  const all = { 'policy.yaml': POLICY, 'cards.yaml': ruleText('cards', { mode: 'off' }), ...files }
  const read = Object.entries(all).map(
    ([path, text]): RulesetFile => ({ kind: kindOf(path)!, path, shown: `rules/${path}`, text }),
  )
  return compileRuleset(read, { catalogue: CATALOGUE, planVelocities }, new ProblemList(), 'rules')
}

export function rulesetOf(files: Record<string, string>): Ruleset {
  const { ruleset, problems } = compileFiles(files)
  if (ruleset === undefined) throw new Error(JSON.stringify(problems, null, 2))
  return ruleset
}

/** A rule file with only what a rule must have, and what is given. */
export function ruleText(rule: string, fields: Record<string, string | number>): string {
  const all = { rule, title: 'A rule', mode: 'live', score: 10, reason: 'because', when: '["true"]', ...fields }
  return Object.entries(all)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('')
}

export const payment: Payment = {
  id: 'pay_1',
  merchantId: '',
  occurredAtMs: Date.UTC(2026, 10, 21, 10, 15, 30, 123),
  countedAtMs: Date.UTC(2026, 10, 21, 10, 15, 30, 123),
  status: 'authorized',
  amountMinor: 12990,
  currency: 'USD',
}

/** Velocities by their index in the plan. */
export function frameOf(
  ruleset: Ruleset,
  changes: Partial<Payment> = {},
  values: readonly (number | boolean | undefined)[] = [],
): Frame {
  const counted: Counted = {
    verdict: 'new',
    read: index => values[index],
    comparedWith: () => 0,
    isApproximate: index => index === 1,
  }
  return { facts: enrich({ ...payment, ...changes }, ruleset.policy.money), counted }
}
