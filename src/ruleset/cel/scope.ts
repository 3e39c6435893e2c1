import type { FactName } from '../../enrich/facts.ts'
import { nearest } from '../../problems/did-you-mean.ts'
import type { Name, Type } from './tree.ts'

/** What a condition may name. */
export interface Scope {
  resolve(name: string): Name | undefined
  /** All names of facts, for suggestions. */
  facts: readonly Name[]
  /** The names that belong to this place alone: the rule's own velocities, or `action`, `score` and `hits`. */
  own: readonly Name[]
  /** Names of lists; absent where lists may not be asked. */
  lists?: ReadonlySet<string>
  /** Names of rules, where `"rule" in hits` may be asked. */
  rules?: ReadonlySet<string>
}

export type Catalogue = ReadonlyMap<string, FactName>

const asNames = new WeakMap<Catalogue, Map<string, Name>>()

/** The catalogue as names, made once: every rule shares them. */
export function catalogueNames(catalogue: Catalogue): ReadonlyMap<string, Name> {
  let names = asNames.get(catalogue)
  if (names === undefined) {
    names = new Map()
    for (const [name, fact] of catalogue) names.set(name, { name, type: fact.type, kind: 'fact', fact })
    asNames.set(catalogue, names)
  }
  return names
}

export function makeScope(
  catalogue: Catalogue,
  own: readonly Name[],
  rest: Pick<Scope, 'lists' | 'rules'> & { shared?: readonly Name[] } = {},
): Scope {
  const facts = catalogueNames(catalogue)
  const near = new Map([...(rest.shared ?? []), ...own].map(name => [name.name, name]))
  return {
    ...rest,
    own: [...near.values()],
    facts: [...facts.values()],
    resolve: name => near.get(name) ?? facts.get(name),
  }
}

/** What a reader could have meant, by kind of value where that is known. */
export function candidates(scope: Scope, wanted: Type | undefined): string[] {
  const all = [...scope.own, ...scope.facts]
  const fitting = wanted === undefined ? all : all.filter(name => name.type === wanted)
  return (fitting.length > 0 ? fitting : all).map(name => name.name)
}

/** The line under an unknown name: the nearest names, and those of this place. */
export function namesNote(scope: Scope, written: string, wanted: Type | undefined): string {
  const own = scope.own.map(name => name.name)
  const facts = candidates({ ...scope, own: [] }, wanted)
  const shown = `${nearest(written, facts, NAMES_MAX).join(', ')}${facts.length > NAMES_MAX ? ', …' : ''}`
  if (own.length === 0) return `names you can use: ${shown}`
  // A folder may share dozens of velocities; the nearest of them say as much as all.
  const ownShown = own.length > NAMES_MAX ? `${nearest(written, own, NAMES_MAX).join(', ')}, …` : own.join(', ')
  return `names you can use: ${shown === '' ? '' : `${shown} and this file's own: `}${ownShown}`
}

const NAMES_MAX = 6
