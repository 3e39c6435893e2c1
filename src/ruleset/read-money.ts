import type { MoneyRates } from '../enrich/facts.ts'
import { currencies } from '../model/currencies.ts'
import { didYouMean } from '../problems/did-you-mean.ts'
import type { ProblemList } from '../problems/problem-list.ts'
import type { Found } from '../yaml/fields.ts'
import { describeNode, keyPlace, placeOf, type YamlNode } from '../yaml/yaml-node.ts'

/** The base currency, and what one unit of each other currency is worth in it. `rates` says `as_of`, the day they are from. */
export function readMoney(
  base: Found<string> | undefined,
  rates: YamlNode | undefined,
  problems: ProblemList,
): MoneyRates | undefined {
  if (base === undefined) return undefined
  const known = [...currencies.keys()]
  if (!currencies.has(base.value)) {
    const meant = didYouMean(base.value, known)
    problems.add('unknown-currency', base.place, `\`${base.value}\` is no currency of ISO 4217`, {
      suggestion: meant === undefined ? 'write for example USD or EUR' : `did you mean \`${meant}\`?`,
    })
    return undefined
  }
  const read = new Map<string, number>()
  if (rates === undefined) return { base: base.value, rates: read }
  if (rates.kind !== 'map') {
    problems.add('wrong-type', placeOf(rates), `\`rates\` is a group of keys, not ${describeNode(rates)}`)
    return undefined
  }
  if (!rates.entries.some(entry => entry.key === 'as_of')) {
    problems.add(
      'missing-field',
      rates.source.place(rates.start, rates.start + 1),
      '`rates` needs `as_of`, the day they are from',
      {
        suggestion: 'for example `as_of: 2026-11-20`',
      },
    )
  }
  for (const entry of rates.entries) {
    const { key, value } = entry
    if (key === 'as_of') readDay(value, problems)
    else if (!currencies.has(key)) {
      const meant = didYouMean(key, known)
      problems.add('unknown-currency', keyPlace(rates, entry), `\`${key}\` is no currency of ISO 4217`, {
        ...(meant === undefined ? {} : { suggestion: `did you mean \`${meant}\`?` }),
      })
    } else {
      const rate = value.kind === 'scalar' && typeof value.value === 'number' ? value.value : Number.NaN
      if (rate > 0 && Number.isFinite(rate)) read.set(key, rate)
      else problems.add('bad-value', placeOf(value), `a rate is a number above 0, not ${describeNode(value)}`)
    }
  }
  return { base: base.value, rates: read }
}

function readDay(node: YamlNode, problems: ProblemList): void {
  if (node.kind === 'scalar' && /^\d{4}-\d{2}-\d{2}$/.test(node.text) && !Number.isNaN(Date.parse(node.text))) return
  problems.add('bad-value', placeOf(node), `\`as_of\` is a day, not ${describeNode(node)}`, {
    suggestion: 'write for example 2026-11-20',
  })
}
