import type { VelocityDefinition, VelocityPlan } from '../velocity/plan.ts'
import { type KeepAlso, velocityIdentity } from '../velocity/plan-velocities.ts'
import { buildPolicy } from './build-policy.ts'
import { type Building, buildRule } from './build-rule.ts'
import { type Name, namesOf } from './cel/tree.ts'
import { frameAccess, type Lists } from './frame-access.ts'
import { generatingAsks } from './generated/generating-asks.ts'
import type { Pausable } from './in-slices.ts'
import type { PolicyDraft } from './policy-draft.ts'
import type { DraftLine, RuleDraft } from './rule-draft.ts'
import type { Rule, Ruleset } from './ruleset.ts'
import type { Snoozes } from './snoozes.ts'
import { velocityIndex } from './velocity-index.ts'

export type PlanVelocities = (definitions: readonly VelocityDefinition[], keepAlso: readonly KeepAlso[]) => VelocityPlan

/** Everything that was read, checked and found good. */
export interface Drafts {
  hash: string
  rules: readonly RuleDraft[]
  policy: PolicyDraft
  lists: Lists
  snoozes: Snoozes
}

/**
 * Compiles the drafts against one velocity plan. Rules stand by name, so that file order can change nothing. `together`:
 * also as functions of many rules, which take a while to make.
 */
export function* buildingRuleset(
  drafts: Drafts,
  planVelocities: PlanVelocities,
  { together }: { together: boolean },
): Pausable<Ruleset> {
  const drafted = [...drafts.rules].sort((a, b) => (a.name < b.name ? -1 : 1))
  const velocities: VelocityName[] = []
  for (const rule of drafted) {
    velocities.push(...velocitiesOf(rule))
    yield
  }
  velocities.push(...drafts.policy.queues.flatMap(queue => velocitiesIn(queue.when)))
  const definitions = velocities.map(({ definition }) => definition)
  yield
  const plan = planVelocities(definitions, drafts.policy.keep)
  yield
  const indexOf = velocityIndex(plan)
  const access = frameAccess(drafts.lists, indexOf)
  const building: Building = {
    access,
    indexOf,
    ambiguous: ambiguousNames(velocities),
    base: drafts.policy.money.base,
  }
  yield
  const rules: Rule[] = []
  for (const rule of drafted) {
    rules.push(buildRule(rule, building))
    yield
  }
  const treesOf = (lines: readonly DraftLine[]) => lines.map(({ tree }) => tree)
  const trees = drafted.map(({ when, unless }) => ({ when: treesOf(when), unless: treesOf(unless) }))
  const asks = together ? yield* generatingAsks(trees, access) : undefined
  return {
    hash: drafts.hash,
    rules,
    ...(asks === undefined ? {} : { together: { of: rules, asks } }),
    policy: buildPolicy(drafts.policy, drafts.lists, access),
    plan,
    snoozes: drafts.snoozes,
  }
}

type VelocityName = Name & { kind: 'velocity' }

/** What a rule declares, and what it uses of the shared ones. */
function velocitiesOf(rule: RuleDraft): VelocityName[] {
  const inReason = rule.reason.flatMap(part => (typeof part === 'string' ? [] : [part.name]))
  return [
    ...rule.velocities.filter(isVelocity),
    ...velocitiesIn([...rule.when, ...rule.unless]),
    ...inReason.filter(isVelocity),
  ]
}

function velocitiesIn(lines: readonly DraftLine[]): VelocityName[] {
  return lines.flatMap(line => namesOf(line.tree)).filter(isVelocity)
}

function isVelocity(name: Name): name is VelocityName {
  return name.kind === 'velocity'
}

function ambiguousNames(velocities: readonly VelocityName[]): Set<string> {
  const meaning = new Map<string, string>()
  const ambiguous = new Set<string>()
  for (const { name, definition } of velocities) {
    const key = velocityIdentity(definition)
    const first = meaning.get(name)
    if (first === undefined) meaning.set(name, key)
    else if (first !== key) ambiguous.add(name)
  }
  return ambiguous
}
