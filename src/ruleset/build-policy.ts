import { compileBoolean } from './cel/compile-tree.ts'
import type { Access } from './cel/reader.ts'
import { verdictAccess } from './frame-access.ts'
import type { PolicyDraft } from './policy-draft.ts'
import type { Frame, Policy, Queue, VerdictFrame } from './ruleset.ts'

export function buildPolicy(draft: PolicyDraft, frame: Access<Frame>): Policy {
  const access = verdictAccess(frame)
  const queues = draft.queues.map(({ queue, priority, handling, when }): Queue => {
    const lines = when.map(line => compileBoolean(line.tree, access))
    if (lines.length === 0) return { queue, priority, handling }
    return { queue, priority, handling, when: (frame: VerdictFrame) => lines.every(holds => holds(frame) === true) }
  })
  return { thresholds: draft.thresholds, queues, money: draft.money }
}
