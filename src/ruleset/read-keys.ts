import { didYouMean } from '../problems/did-you-mean.ts'
import type { ProblemList } from '../problems/problem-list.ts'
import { placeOf, type YamlScalar } from '../yaml/yaml-node.ts'
import type { Catalogue } from './cel/scope.ts'

/** What velocities are counted for: names of the catalogue that make a key. Undefined when one of them does not. */
export function readKeys(
  scalars: readonly YamlScalar[],
  catalogue: Catalogue,
  problems: ProblemList,
): string[] | undefined {
  const keys: string[] = []
  for (const scalar of scalars) {
    const name = scalar.text.trim()
    const fact = catalogue.get(name)
    const place = placeOf(scalar)
    if (fact === undefined) {
      const meant = didYouMean(name, [...catalogue.keys()])
      const suggestion =
        meant === undefined
          ? '`by` takes names such as ip, card.fingerprint or customer.id'
          : `did you mean \`${meant}\`?`
      problems.add('unknown-name', place, `nothing here is called \`${name}\``, { suggestion })
    } else if (fact.type === 'texts' || fact.type === 'boolean') {
      const why = fact.type === 'texts' ? 'it is a list' : 'it is true or false'
      problems.add('type-mismatch', place, `\`${name}\` cannot be a key: ${why}`)
    } else if (keys.includes(name)) problems.add('bad-velocity', place, `\`${name}\` stands in \`by\` twice`)
    else keys.push(name)
  }
  return keys.length === scalars.length && keys.length > 0 ? keys : undefined
}
