import { type Name, namesOf, type Tree } from '../cel/tree.ts'
import type { DraftLine, RuleDraft } from '../rule-draft.ts'
import { canHold, impliedBy } from './can-hold.ts'
import { neededNames } from './needs.ts'
import type { RuleDemand } from './rule-demands.ts'

export interface IdleLine {
  line: DraftLine
  message: string
  suggestion: string
}

/** Lines that could be left out: always true, said by the other lines already, or an `unless` that never holds. */
export function findIdleLines(
  { when, unless }: Pick<RuleDraft, 'when' | 'unless'>,
  demands: readonly RuleDemand[],
): IdleLine[] {
  const idle: IdleLine[] = []
  let said = false
  const whens = demands.filter(({ holds }) => holds)
  for (const line of when) {
    const others = whens.filter(each => each.line !== line)
    const there = others.flatMap(({ tree }) => neededNames(tree)).flatMap(impliedBy)
    if (!canHold([{ tree: line.tree, holds: false }], { fieldsThere: true })) idle.push(alwaysHolds(line, there))
    else if (!said && isSaidBy(line.tree, others, there)) {
      said = true // Of two lines that say the same, one is enough to name.
      const message = 'this line changes nothing: the other lines of `when` say as much'
      idle.push({ line, message, suggestion: 'leave it out, or compare the numbers' })
    }
  }
  for (const line of unless) {
    if (canHold([...whens, { tree: line.tree, holds: true }])) continue
    const message = 'this `unless` never holds where `when` does, so it lets nothing pass'
    idle.push({ line, message, suggestion: 'leave it out, or compare it with the lines of `when`' })
  }
  return idle
}

function alwaysHolds(line: DraftLine, there: readonly string[]): IdleLine {
  const missing = namesItReads(line.tree).filter(name => !there.includes(name))
  if (missing.length === 0) {
    return { line, message: 'this line always holds', suggestion: 'leave it out, or ask for more' }
  }
  const names = [...new Set(missing)].map(name => `\`${name}\``).join(' and ')
  const asks = [...new Set(missing)].map(name => `has(${name})`).join(' && ')
  return {
    line,
    message: `this line holds whenever ${names} is there`,
    suggestion: `ask for more, or if that is meant write \`${asks}\``,
  }
}

/** Facts whose absence leaves the line open or, for `distinct`, at nothing. */
function namesItReads(tree: Tree): string[] {
  return namesOf(tree).flatMap(name => {
    if (name.kind !== 'velocity') return [name.name]
    const { fn, field, by } = name.definition
    return fn === 'distinct' ? [...by, field] : [...by]
  })
}

/** False is impossible beside the other lines, and so is open, since all that it reads is there and it only compares. */
function isSaidBy(tree: Tree, others: readonly RuleDemand[], there: readonly string[]): boolean {
  if (others.length === 0 || !onlyCompares(tree)) return false
  if (!namesOf(tree).every(({ name }: Name) => there.includes(name))) return false
  return !canHold([...others, { tree, holds: false }])
}

/** Made of comparisons of names with constants, so that it is known whenever the names are there. */
export function onlyCompares(tree: Tree): boolean {
  switch (tree.op) {
    case 'and':
    case 'or':
    case 'compare':
    case 'equal':
      return onlyCompares(tree.left) && onlyCompares(tree.right)
    case 'within':
      return onlyCompares(tree.value) && onlyCompares(tree.values)
    case 'not':
      return onlyCompares(tree.of)
    default:
      return tree.op === 'name' || tree.op === 'constant'
  }
}
