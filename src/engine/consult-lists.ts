import type { Action, ListMatch } from '../model/decision.ts'
import type { ActingList, Frame } from '../ruleset/ruleset.ts'

const NONE: readonly ListMatch[] = []

/** The lists that hold a value of the payment, by name; of each the first of its `on` that does. As of the payment's time. */
export function consultLists(lists: readonly ActingList[], { facts }: Frame): readonly ListMatch[] {
  let matches: ListMatch[] | undefined
  for (const { name, kind, on, values } of lists) {
    if (values.size === 0) continue
    for (const fact of on) {
      const value = fact.read(facts)
      const entry = typeof value === 'string' ? values.find(value, facts.payment.occurredAtMs) : undefined
      if (entry === undefined) continue
      matches ??= []
      matches.push({ list: name, kind, on: fact.name, ...(entry.reason === undefined ? {} : { reason: entry.reason }) })
      break
    }
  }
  return matches ?? NONE
}

/**
 * The strictest list has its way: a block list blocks whatever else is, a review list reviews at least, and an allow list
 * lets pass what rules would have stopped where no stricter list holds the payment.
 */
export function listedAction(matches: readonly ListMatch[], byRules: Action): Action {
  if (matches.length === 0) return byRules
  const kinds = matches.map(({ kind }) => kind)
  if (kinds.includes('block')) return 'block'
  if (kinds.includes('review')) return byRules === 'block' ? 'block' : 'review'
  return 'allow'
}
