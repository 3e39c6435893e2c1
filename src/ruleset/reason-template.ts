import { didYouMean } from '../problems/did-you-mean.ts'
import type { Report } from './cel/check-condition.ts'
import { candidates, namesNote, type Scope } from './cel/scope.ts'
import type { Name } from './cel/tree.ts'

/** A reason is words and values in turn. `money` is set for amounts, which are written with their currency's digits. */
export type ReasonPart = string | { name: Name; money: Money | undefined }

/**
 * - `own`: the payment's amount followed by `{currency}`: both as the customer paid.
 * - `base`: an amount that the ruleset worked out, in base currency.
 * - `base-with-code`: the same followed by `{currency}`, which then stands for the base currency.
 */
export type Money = 'own' | 'base' | 'base-with-code'

const PLACEHOLDER = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g

/** Reads `"{cards_per_ip} cards from {ip}"`; `{{` and `}}` are braces. Reports names that do not exist. */
export function readReason(text: string, scope: Scope, report: Report): ReasonPart[] {
  const parts: ReasonPart[] = []
  let words = ''
  let at = 0
  const flush = () => {
    if (words !== '') parts.push(words)
    words = ''
  }
  for (const match of text.matchAll(PLACEHOLDER)) {
    const [whole, inside] = match
    const start = match.index
    if (start < at) continue
    words += text.slice(at, start)
    at = start + whole.length
    if (whole === '{{' || whole === '}}') words += whole[0]
    else if (inside === undefined || inside.trim() === '') {
      report(
        'bad-placeholder',
        start,
        at,
        whole.length === 1 ? 'this brace has no partner' : 'these braces are empty',
        {
          suggestion: 'write {name}, or {{ and }} for braces themselves',
        },
      )
    } else {
      flush()
      const name = resolve(inside.trim(), start + 1, at - 1, scope, report)
      if (name === undefined) continue
      const paired = /^ \{ *currency *\}/.exec(text.slice(at))
      const money = moneyOf(name, paired !== null)
      parts.push({ name, money })
      if (money === 'own' || money === 'base-with-code') at += paired![0].length
    }
  }
  words += text.slice(at)
  flush()
  return parts
}

function moneyOf(name: Name, paired: boolean): Money | undefined {
  if (name.kind === 'fact' && name.name === 'amount') return paired ? 'own' : 'base'
  return isAmount(name) ? (paired ? 'base-with-code' : 'base') : undefined
}

/** Velocities whose value is an amount of money. */
const AMOUNT_FUNCTIONS = ['sum', 'avg', 'min', 'max', 'stddev', 'median', 'percentile']

export function isAmount(name: Name): boolean {
  if (name.kind === 'fact') return name.name === 'amount'
  return name.kind === 'velocity' && name.definition.field === 'amount' && AMOUNT_FUNCTIONS.includes(name.definition.fn)
}

function resolve(written: string, start: number, end: number, scope: Scope, report: Report): Name | undefined {
  const name = scope.resolve(written)
  if (name !== undefined) return name
  const meant = didYouMean(written, candidates(scope, undefined))
  report('unknown-name', start, end, `nothing here is called \`${written}\``, {
    ...(meant === undefined ? {} : { suggestion: `did you mean \`${meant}\`?` }),
    notes: [namesNote(scope, written, undefined)],
  })
  return undefined
}
