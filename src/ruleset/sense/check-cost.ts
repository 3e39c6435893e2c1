import type { ProblemList } from '../../problems/problem-list.ts'
import type { VelocityDefinition } from '../../velocity/plan.ts'
import { velocityIdentity } from '../../velocity/plan-velocities.ts'
import { namesOf } from '../cel/tree.ts'
import type { Pausable } from '../in-slices.ts'
import type { PolicyDraft } from '../policy-draft.ts'
import type { RuleDraft } from '../rule-draft.ts'
import { conditionCost, LOG_COST, velocityCost } from './cost.ts'

/** What a rule costs: its conditions, and the velocities it asks for, by identity. */
interface Parts {
  conditions: number
  velocities: ReadonlyMap<string, VelocityDefinition>
}

/** Drafts never change, and a reload keeps those of the files that did not. */
const partsOfDraft = new WeakMap<RuleDraft, Parts>()

/** Whether one rule, or all together, ask more of every payment than the policy allows. Rules that are off cost nothing. */
export function* checkCost(
  rules: readonly RuleDraft[],
  { limits }: PolicyDraft,
  problems: ProblemList,
): Pausable<void> {
  const costs: { rule: RuleDraft; cost: number }[] = []
  const all: Parts[] = []
  for (const rule of rules.filter(({ mode }) => mode !== 'off')) {
    const parts = partsOf(rule)
    all.push(parts)
    costs.push({ rule, cost: costOf([parts]) })
    yield
  }
  costs.sort((a, b) => b.cost - a.cost)
  for (const { rule, cost } of costs) {
    if (cost <= limits.ruleCost) break
    problems.add('too-costly', rule.place, `this rule costs ${shown(cost)} points for every payment`, {
      suggestion: `at most ${limits.ruleCost}: fewer velocities, shorter windows or patterns, or \`rule_cost\` in policy.yaml`,
    })
  }
  yield
  const total = costOf(all)
  if (total <= limits.rulesetCost) return
  const dearest = costs.slice(0, 3).map(({ rule, cost }) => `${rule.name} (${shown(cost)})`)
  problems.add('too-costly', limits.place, `all rules together cost ${shown(total)} points for every payment`, {
    suggestion: `at most ${limits.rulesetCost}; set \`ruleset_cost\` under \`limits\` once you have measured it`,
    notes: [`the dearest: ${dearest.join(', ')}`],
  })
}

/** Equal velocities are counted once however many rules ask for them, and so is the log of a key. */
function costOf(parts: readonly Parts[]): number {
  const velocities = new Map(parts.flatMap(each => [...each.velocities]))
  const keys = new Set([...velocities.values()].map(({ by }) => [...by].sort().join('+')))
  let cost = keys.size * LOG_COST
  for (const { conditions } of parts) cost += conditions
  for (const definition of velocities.values()) cost += velocityCost(definition)
  return cost
}

function partsOf(rule: RuleDraft): Parts {
  const known = partsOfDraft.get(rule)
  if (known !== undefined) return known
  const trees = [...rule.when, ...rule.unless].map(({ tree }) => tree)
  const velocities = new Map<string, VelocityDefinition>()
  for (const name of [...rule.velocities, ...trees.flatMap(namesOf)]) {
    if (name.kind === 'velocity') velocities.set(velocityIdentity(name.definition), name.definition)
  }
  const parts = { conditions: trees.reduce((sum, tree) => sum + conditionCost(tree), 0), velocities }
  partsOfDraft.set(rule, parts)
  return parts
}

function shown(cost: number): string {
  return cost < 10 ? cost.toFixed(1) : Math.round(cost).toLocaleString('en-US')
}
