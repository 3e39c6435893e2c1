import type { ProblemList } from '../problems/problem-list.ts'
import { describeNode, placeOf, type YamlNode } from '../yaml/yaml-node.ts'
import type { Catalogue } from './cel/scope.ts'
import type { Name } from './cel/tree.ts'
import { readVelocity } from './read-velocity.ts'

/** A group of declarations, in a rule or in velocities.yaml, by name. */
export function readVelocities(node: YamlNode, catalogue: Catalogue, problems: ProblemList): Name[] {
  if (node.kind !== 'map') {
    problems.add('wrong-type', placeOf(node), `velocities are a group of names, not ${describeNode(node)}`, {
      suggestion: 'for example `cards_per_ip: { distinct: card.fingerprint, by: ip, window: 1h }`',
    })
    return []
  }
  const names = node.entries.map(entry => readVelocity(node, entry, catalogue, problems))
  return names.filter(name => name !== undefined)
}
