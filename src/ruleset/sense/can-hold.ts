import type { Name, Tree } from '../cel/tree.ts'
import { alternatives, both } from './alternatives.ts'
import { domainOf } from './domain.ts'
import type { Conjunction, Literal } from './literal.ts'
import { ALL_NUMBERS, inRange, intersect, isEmpty, type NumberRange, rangeOf } from './number-range.ts'

/** A condition, and how it must come out. */
export interface Demand {
  tree: Tree
  holds: boolean
}

export interface Reasoning {
  /** Leave out what is said about values being there: is it only absence that makes this impossible? */
  withoutPresence?: boolean
  /** As if everything that velocities look at were there. */
  fieldsThere?: boolean
}

/**
 * False only when no payment at all can make every condition come out as demanded. It looks at ranges of numbers, sets of
 * texts, and which values must be there; where it cannot tell it answers true, so a false is a proof.
 */
export function canHold(demands: readonly Demand[], reasoning: Reasoning = {}): boolean {
  let ways: Conjunction[] = [[]]
  for (const { tree, holds } of demands) {
    const more = both(ways, alternatives(tree, holds))
    // Too many ways: this condition is left out, which can only make the answer true more often.
    if (more !== undefined) ways = more.filter(way => isPossible(way, reasoning))
    if (ways.length === 0) return false
  }
  return true
}

function isPossible(way: Conjunction, { withoutPresence = false, fieldsThere = false }: Reasoning): boolean {
  if (!withoutPresence && contradictsPresence(way)) return false
  const terms = new Map<string, Literal[]>()
  for (const literal of way) {
    if (literal.kind === 'there') continue
    const known = terms.get(literal.term)
    if (known === undefined) terms.set(literal.term, [literal])
    else known.push(literal)
  }
  for (const literals of terms.values()) if (!termIsPossible(literals, fieldsThere)) return false
  return true
}

/** A name is asked to be absent while a literal, or a velocity that is counted by it, needs it. */
function contradictsPresence(way: Conjunction): boolean {
  const absent = new Set<string>()
  for (const literal of way) if (literal.kind === 'there' && literal.negated) absent.add(literal.name.name)
  if (absent.size === 0) return false
  return way.some(literal => namesIn(literal).some(name => impliedBy(name).some(each => absent.has(each))))
}

function namesIn(literal: Literal): readonly Name[] {
  if (literal.kind !== 'there') return literal.needs
  return literal.negated ? [] : [literal.name]
}

/** What is there when the name is: a velocity's keys are, because without a key it has no value. */
export function impliedBy(name: Name): string[] {
  return name.kind === 'velocity' ? [name.name, ...name.definition.by] : [name.name]
}

function termIsPossible(literals: readonly Literal[], fieldsThere: boolean): boolean {
  const excluded = new Set<unknown>()
  let allowed: Set<unknown> | undefined
  let range: NumberRange = ALL_NUMBERS
  let tree: Tree | undefined
  for (const literal of literals) {
    if (literal.kind === 'there') continue
    tree ??= literal.tree
    if (literal.kind === 'range') range = intersect(range, literal.range)
    else if (literal.negated) for (const value of literal.values) excluded.add(value)
    else {
      const { values } = literal
      allowed = allowed === undefined ? new Set(values) : new Set([...allowed].filter(value => values.has(value)))
    }
  }
  if (tree?.type === 'number') range = intersect(range, rangeOf(tree, fieldsThere))
  if (tree?.type === 'boolean') allowed ??= new Set([true, false])
  if (allowed === undefined) return tree?.type === 'text' || !isEmpty(range, excluded)
  const admits = tree?.op === 'name' ? domainOf(tree.name, fieldsThere).admits : undefined
  return [...allowed].some(value => {
    if (excluded.has(value)) return false
    if (typeof value === 'number') return inRange(value, range)
    return typeof value !== 'string' || admits === undefined || admits(value)
  })
}
