import type { ProblemList } from '../../problems/problem-list.ts'
import { type Name, namesOf } from '../cel/tree.ts'
import type { RuleDraft } from '../rule-draft.ts'
import { canHold, impliedBy } from './can-hold.ts'
import { findIdleLines } from './find-idle-lines.ts'
import { impossibleValues } from './impossible-value.ts'
import { demandsOf, type RuleDemand } from './rule-demands.ts'

/** Lines that contradict each other, so that the rule never hits, or that change nothing. */
export function checkRuleSense(draft: RuleDraft, problems: ProblemList): void {
  const demands = demandsOf(draft)
  // With `missing: hit` a rule also hits where a line is open, so lines that never hold together prove nothing.
  const clash = draft.missing === 'hit' || canHold(demands) ? undefined : smallestClash(demands)
  if (clash === undefined) {
    for (const { line, message, suggestion } of findIdleLines(draft, demands)) {
      problems.add('idle-line', line.place, message, { suggestion })
    }
  } else if (clash.length > 1 || clash.every(({ tree }) => impossibleValues(tree).length === 0)) {
    reportClash(clash, problems)
  }
}

/** One line that alone never holds, or two that never do together, or all of them. */
function smallestClash(demands: readonly RuleDemand[]): readonly RuleDemand[] {
  for (const one of demands) if (!canHold([one])) return [one]
  for (const [index, other] of demands.entries()) {
    for (const one of demands.slice(0, index)) if (!canHold([one, other])) return [one, other]
  }
  return demands
}

function reportClash(clash: readonly RuleDemand[], problems: ProblemList): void {
  const last = clash.at(-1)!
  const first = clash[0]!
  const also = clash.length > 1 ? { also: first.line.place } : {}
  const absence = absentVelocity(clash)
  if (absence !== undefined) {
    const { velocity, key } = absence
    const message = `\`${velocity}\` is counted by \`${key}\`, and this rule asks for payments without \`${key}\``
    problems.add('absent-velocity', last.line.place, message, {
      ...also,
      suggestion: 'without its key a count has no value, so this rule never hits: count by something else',
    })
    return
  }
  problems.add('contradiction', last.line.place, clashMessage(clash), { ...also, suggestion: clashAdvice(clash) })
}

function clashMessage(clash: readonly RuleDemand[]): string {
  const [one] = clash
  if (clash.length === 1) {
    return one!.holds
      ? 'this line never holds, so the rule never hits'
      : 'this `unless` always holds, so the rule never hits'
  }
  if (clash.length > 2) return 'the lines of this rule never hold together, so it never hits'
  if (clash.every(({ holds }) => holds)) return 'these two lines never hold together, so the rule never hits'
  return 'this `unless` lets every payment pass that a line of `when` takes, so the rule never hits'
}

function clashAdvice(clash: readonly RuleDemand[]): string {
  if (clash.some(({ holds }) => !holds)) return 'make the `unless` narrower, or leave it out'
  return clash.length === 1 ? 'compare the numbers and the signs' : 'change one of them, or write `a || b` in one line'
}

/** When only absence makes the lines clash: the velocity that cannot be there, and the key that is asked to be absent. */
function absentVelocity(clash: readonly RuleDemand[]): { velocity: string; key: string } | undefined {
  if (!canHold(clash, { withoutPresence: true })) return undefined
  const names = clash.flatMap(({ tree }) => namesOf(tree))
  const isVelocity = (name: Name) => name.kind === 'velocity'
  for (const velocity of names.filter(isVelocity)) {
    const key = impliedBy(velocity).find(each => names.some(name => name.kind === 'fact' && name.name === each))
    if (key !== undefined) return { velocity: velocity.name, key }
  }
  return undefined
}
