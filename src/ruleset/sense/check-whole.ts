import type { ProblemList } from '../../problems/problem-list.ts'
import { keyPlace, type YamlNode } from '../../yaml/yaml-node.ts'
import { namesOf } from '../cel/tree.ts'
import type { Pausable } from '../in-slices.ts'
import type { PolicyDraft } from '../policy-draft.ts'
import type { RuleDraft } from '../rule-draft.ts'
import { checkCost } from './check-cost.ts'
import { checkQueues } from './check-queues.ts'
import { checkSameConditions } from './check-same-conditions.ts'
import { checkThresholds } from './check-thresholds.ts'

/** What only all files together can show. Asked once nothing in them is wrong by itself; pauses after each rule. */
export function* checkWhole(
  rules: readonly RuleDraft[],
  policy: PolicyDraft,
  shared: readonly YamlNode[],
  problems: ProblemList,
): Pausable<void> {
  yield* checkSameConditions(rules, problems)
  checkThresholds(rules, policy, problems)
  checkQueues(rules, policy, problems)
  yield* checkCost(rules, policy, problems)
  for (const root of shared) warnUnusedShared(root, rules, policy, problems)
}

function warnUnusedShared(
  root: YamlNode,
  rules: readonly RuleDraft[],
  policy: PolicyDraft,
  problems: ProblemList,
): void {
  if (root.kind !== 'map') return
  const lines = [...rules.flatMap(rule => [...rule.when, ...rule.unless]), ...policy.queues.flatMap(({ when }) => when)]
  const used = new Set(lines.flatMap(line => namesOf(line.tree).map(({ name }) => name)))
  for (const part of rules.flatMap(rule => rule.reason)) if (typeof part !== 'string') used.add(part.name.name)
  for (const entry of root.entries) {
    if (used.has(entry.key)) continue
    problems.add('unused-velocity', keyPlace(root, entry), `no rule and no queue uses \`${entry.key}\``, {
      suggestion: 'use it or leave it out',
    })
  }
}
