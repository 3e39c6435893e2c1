import type { ProblemList } from '../../problems/problem-list.ts'
import type { VelocityDefinition } from '../../velocity/plan.ts'
import { velocityIdentity } from '../../velocity/plan-velocities.ts'
import { namesOf } from '../cel/tree.ts'
import type { PolicyDraft } from '../policy-draft.ts'
import type { RuleDraft } from '../rule-draft.ts'
import { conditionCost, LOG_COST, velocityCost } from './cost.ts'

/** Whether one rule, or all together, ask more of every payment than the policy allows. Rules that are off cost nothing. */
export function checkCost(rules: readonly RuleDraft[], { limits }: PolicyDraft, problems: ProblemList): void {
  const running = rules.filter(rule => rule.mode !== 'off')
  const costs = running.map(rule => ({ rule, cost: costOf([rule]) })).sort((a, b) => b.cost - a.cost)
  for (const { rule, cost } of costs) {
    if (cost <= limits.ruleCost) break
    problems.add('too-costly', rule.place, `this rule costs ${shown(cost)} points for every payment`, {
      suggestion: `at most ${limits.ruleCost}: fewer velocities, shorter windows or patterns, or \`rule_cost\` in policy.yaml`,
    })
  }
  const total = costOf(running)
  if (total <= limits.rulesetCost) return
  problems.add('too-costly', limits.place, `all rules together cost ${shown(total)} points for every payment`, {
    suggestion: `at most ${limits.rulesetCost}; set \`ruleset_cost\` under \`limits\` once you have measured it`,
    notes: [
      `the dearest: ${costs
        .slice(0, 3)
        .map(({ rule, cost }) => `${rule.name} (${shown(cost)})`)
        .join(', ')}`,
    ],
  })
}

/** Equal velocities are counted once however many rules ask for them, and so is the log of a key. */
function costOf(rules: readonly RuleDraft[]): number {
  const velocities = new Map<string, VelocityDefinition>()
  let cost = 0
  for (const rule of rules) {
    for (const { tree } of [...rule.when, ...rule.unless]) {
      cost += conditionCost(tree)
      for (const name of namesOf(tree)) add(velocities, name)
    }
    for (const name of rule.velocities) add(velocities, name)
  }
  const keys = new Set([...velocities.values()].map(({ by }) => [...by].sort().join('+')))
  for (const definition of velocities.values()) cost += velocityCost(definition)
  return cost + keys.size * LOG_COST
}

function add(velocities: Map<string, VelocityDefinition>, name: RuleDraft['velocities'][number]): void {
  if (name.kind === 'velocity') velocities.set(velocityIdentity(name.definition), name.definition)
}

function shown(cost: number): string {
  return cost < 10 ? cost.toFixed(1) : Math.round(cost).toLocaleString('en-US')
}
