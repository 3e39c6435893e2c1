import { didYouMean } from '../problems/did-you-mean.ts'
import type { ProblemList } from '../problems/problem-list.ts'
import type { VelocityFunction } from '../velocity/plan.ts'
import { describeNode, placeOf, type YamlNode } from '../yaml/yaml-node.ts'
import type { Catalogue } from './cel/scope.ts'
import { COUNTED_KINDS } from './velocity-fields.ts'

type Takes = 'kind' | 'number' | 'value' | 'kind-or-boolean' | 'kind-or-value'

/** What each function looks at; the schema for editors knows it too. */
export const TAKES: Record<VelocityFunction, Takes> = {
  count: 'kind',
  sum: 'number',
  avg: 'number',
  min: 'number',
  max: 'number',
  stddev: 'number',
  median: 'number',
  percentile: 'number',
  distinct: 'value',
  ratio: 'kind-or-boolean',
  first_seen: 'value',
  last_seen: 'value',
  seen_before: 'value',
  streak: 'kind-or-value',
}

/** What stands after the function: a kind such as `declines`, or a name of the catalogue, of the kind that it takes. */
export function readVelocityField(
  fn: VelocityFunction,
  node: YamlNode,
  catalogue: Catalogue,
  problems: ProblemList,
): string | undefined {
  const place = placeOf(node)
  const takes = TAKES[fn]
  const name = node.kind === 'scalar' ? node.text.trim() : ''
  if (name === '') {
    problems.add('wrong-type', place, `\`${fn}\` names what it looks at, not ${describeNode(node)}`)
    return undefined
  }
  const kinds = takes.startsWith('kind') ? COUNTED_KINDS : []
  if (kinds.some(kind => kind === name)) return name
  const names = takes === 'kind' ? [] : [...catalogue.keys()]
  const fact = takes === 'kind' ? undefined : catalogue.get(name)
  if (fact === undefined) {
    const meant = didYouMean(name, [...kinds, ...names])
    const message =
      takes === 'kind'
        ? `\`count\` takes ${COUNTED_KINDS.join(', ')}, not \`${name}\``
        : `nothing here is called \`${name}\``
    const distinct =
      takes === 'kind' && catalogue.has(name) ? `to count different values write \`distinct: ${name}\`` : undefined
    const suggestion = distinct ?? (meant === undefined ? undefined : `did you mean \`${meant}\`?`)
    problems.add('unknown-name', place, message, suggestion === undefined ? {} : { suggestion })
    return undefined
  }
  if (takes === 'number' && fact.type !== 'number') {
    problems.add(
      'type-mismatch',
      place,
      `\`${fn}\` takes a number, and \`${name}\` is ${fact.type === 'boolean' ? 'true or false' : 'text'}`,
    )
    return undefined
  }
  if (takes === 'kind-or-boolean' && fact.type !== 'boolean') {
    const message = `\`${fn}\` takes a kind, or a name that is true or false, and \`${name}\` is neither`
    problems.add('type-mismatch', place, message, { suggestion: `kinds: ${COUNTED_KINDS.join(', ')}` })
    return undefined
  }
  if (fact.type === 'texts') {
    problems.add('type-mismatch', place, `\`${name}\` is a list, which velocities do not look at`)
    return undefined
  }
  return name
}
