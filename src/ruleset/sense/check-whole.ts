import type { ProblemList } from '../../problems/problem-list.ts'
import { keyPlace, type YamlNode } from '../../yaml/yaml-node.ts'
import { namesOf } from '../cel/tree.ts'
import type { Pausable } from '../in-slices.ts'
import type { PolicyDraft } from '../policy-draft.ts'
import type { DraftLine, RuleDraft } from '../rule-draft.ts'
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
  yield
  for (const root of shared) yield* warnUnusedShared(root, rules, policy, problems)
}

function* warnUnusedShared(
  root: YamlNode,
  rules: readonly RuleDraft[],
  policy: PolicyDraft,
  problems: ProblemList,
): Pausable<void> {
  if (root.kind !== 'map') return
  const used = new Set<string>()
  const use = (lines: readonly DraftLine[]) => {
    for (const { tree } of lines) for (const { name } of namesOf(tree)) used.add(name)
  }
  for (const { when } of policy.queues) use(when)
  for (const { when, unless, reason } of rules) {
    use(when)
    use(unless)
    for (const part of reason) if (typeof part !== 'string') used.add(part.name.name)
    yield
  }
  for (const entry of root.entries) {
    if (used.has(entry.key)) continue
    problems.add('unused-velocity', keyPlace(root, entry), `no rule and no queue uses \`${entry.key}\``, {
      suggestion: 'use it or leave it out',
    })
  }
}
