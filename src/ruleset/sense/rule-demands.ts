import type { DraftLine, RuleDraft } from '../rule-draft.ts'
import type { Demand } from './can-hold.ts'

/** A line, and whether it must come out true or false for the rule to hit. */
export interface RuleDemand extends Demand {
  line: DraftLine
}

/** What must come out for the rule to hit: every line of `when` true, every line of `unless` false. */
export function demandsOf({ when, unless }: Pick<RuleDraft, 'when' | 'unless'>): RuleDemand[] {
  return [
    ...when.map(line => ({ line, tree: line.tree, holds: true })),
    ...unless.map(line => ({ line, tree: line.tree, holds: false })),
  ]
}
