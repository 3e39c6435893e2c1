import type { FactName } from '../../enrich/facts.ts'
import type { ValueKind } from './list-form.ts'

/** What a list does by itself; a plain one does nothing but answer conditions. */
export type ListKind = 'allow' | 'block' | 'review' | 'plain'

/** What the policy says of a list. */
export interface ListUse {
  kind: ListKind
  /** What of a payment is looked for in it. */
  on: readonly FactName[]
  ignoreCase: boolean
  /** What every value should be, when this one is not; undefined when it may be. */
  refuse?: ((kind: ValueKind, form: string) => string | undefined) | undefined
}

export const PLAIN_USE: ListUse = { kind: 'plain', on: [], ignoreCase: false }

interface Expected {
  what: string
  is(kind: ValueKind, form: string): boolean
}

/** Names whose values have a form that a slip of the hand is seen by. */
function expected(name: string): Expected | undefined {
  if (name === 'ip') return { what: 'IP addresses', is: kind => kind === 'ip' || kind === 'network' }
  if (name === 'email' || name === 'customer.email') return { what: 'e-mail addresses', is: kind => kind === 'email' }
  if (name === 'country' || name.endsWith('.country')) {
    return { what: 'countries (two capital letters)', is: (_, form) => /^[A-Z]{2}$/.test(form) }
  }
  return undefined
}

/** Undefined when one of the names may have any value. */
export function refusalFor(names: readonly string[], ignoreCase: boolean): ListUse['refuse'] {
  const forms = names.map(expected)
  if (forms.length === 0 || ignoreCase || forms.includes(undefined)) return undefined
  const known = forms as Expected[]
  const what = [...new Set(known.map(each => each.what))].join(' and ')
  return (kind, form) => (known.some(each => each.is(kind, form)) ? undefined : what)
}
