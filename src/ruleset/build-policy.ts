import type { CaseFacts, CasePolicy, CaseQueue } from './case-policy.ts'
import { compileBoolean } from './cel/compile-tree.ts'
import type { Access } from './cel/reader.ts'
import { type Lists, verdictAccess } from './frame-access.ts'
import type { PolicyDraft } from './policy-draft.ts'
import type { ActingList, Frame, Policy, Queue, VerdictFrame } from './ruleset.ts'

export function buildPolicy(draft: PolicyDraft, lists: Lists, frame: Access<Frame>): Policy {
  const access = verdictAccess(frame)
  const queues = draft.queues.map(({ queue, priority, handling, when }): Queue => {
    const lines = when.map(line => compileBoolean(line.tree, access))
    if (lines.length === 0) return { queue, priority, handling }
    return { queue, priority, handling, when: (frame: VerdictFrame) => lines.every(holds => holds(frame) === true) }
  })
  const { thresholds, money, holdout } = draft
  return { thresholds, queues, money, holdout, lists: actingLists(draft, lists), cases: casesOf(draft) }
}

/** Conditions on cases read the case alone, so a list cannot be asked in them. */
const CASE_ACCESS: Access<CaseFacts> = {
  name:
    ({ name }) =>
    facts =>
      facts[name as keyof CaseFacts],
  listed: list => {
    throw new Error(`list ${list} was checked but cannot be asked about a case`)
  },
}

function casesOf({ cases }: PolicyDraft): CasePolicy {
  const queues = cases.queues.map(({ queue, priority, handling, when }): CaseQueue => {
    const lines = when.map(line => compileBoolean(line.tree, CASE_ACCESS))
    if (lines.length === 0) return { queue, priority, handling }
    return { queue, priority, handling, when: facts => lines.every(holds => holds(facts) === true) }
  })
  return { ...cases, queues }
}

/** By name, so that the order in the policy changes no decision. */
function actingLists(draft: PolicyDraft, lists: Lists): ActingList[] {
  const acting = [...draft.lists].flatMap(([name, { kind, on }]): ActingList[] => {
    const values = lists.get(name)
    if (values === undefined) throw new Error(`list ${name} was checked but not read`)
    return kind === 'plain' ? [] : [{ name, kind, on, values }]
  })
  return acting.sort((a, b) => (a.name < b.name ? -1 : 1))
}
