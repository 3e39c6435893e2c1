import type { ProblemList } from '../../problems/problem-list.ts'
import { velocityIdentity } from '../../velocity/plan-velocities.ts'
import type { Name } from '../cel/tree.ts'
import type { Pausable } from '../in-slices.ts'
import type { DraftLine, RuleDraft } from '../rule-draft.ts'
import { canonicalText } from './canonical.ts'

/** Two rules that ask the same, whatever they are called: one of them is a copy that somebody forgot to change. */
export function* checkSameConditions(rules: readonly RuleDraft[], problems: ProblemList): Pausable<void> {
  const first = new Map<string, RuleDraft>()
  for (const rule of rules) {
    const asks = asksOf(rule)
    yield
    const other = first.get(asks)
    if (other === undefined) first.set(asks, rule)
    else {
      problems.add('same-conditions', rule.place, `this rule asks the same as \`${other.name}\``, {
        also: other.place,
        suggestion: 'change a line, or leave one of the two out',
      })
    }
  }
}

/** Drafts never change, and a reload keeps those of the files that did not. */
const asked = new WeakMap<RuleDraft, string>()

function asksOf(rule: RuleDraft): string {
  const known = asked.get(rule)
  if (known !== undefined) return known
  const asks = JSON.stringify([rule.missing, linesText(rule.when), linesText(rule.unless)])
  asked.set(rule, asks)
  return asks
}

function linesText(lines: readonly DraftLine[]): string[] {
  return [...new Set(lines.map(line => canonicalText(line.tree, writeName)))].sort()
}

/** A velocity by what it counts, since another rule may call the same count something else, or another count the same. */
function writeName(name: Name): string {
  return name.kind === 'velocity' ? velocityIdentity(name.definition) : name.name
}
