import type { ProblemList } from '../problems/problem-list.ts'
import type { KeepAlso } from '../velocity/plan-velocities.ts'
import { readFields } from '../yaml/fields.ts'
import { describeNode, placeOf, type YamlNode } from '../yaml/yaml-node.ts'
import type { Catalogue } from './cel/scope.ts'
import { KEEP_FIELDS } from './policy-fields.ts'
import { readKeys } from './read-keys.ts'
import { readWindow } from './read-window.ts'

/** `keep: [ { by: ip, for: 30d } ]`: history that velocities declared later find already there. */
export function readKeep(node: YamlNode, catalogue: Catalogue, problems: ProblemList): KeepAlso[] {
  if (node.kind !== 'list') {
    problems.add('wrong-type', placeOf(node), `\`keep\` is a list, not ${describeNode(node)}`, {
      suggestion: 'for example `- { by: ip, for: 30d }`',
    })
    return []
  }
  const kept: KeepAlso[] = []
  for (const item of node.items) {
    const fields = readFields(item, KEEP_FIELDS, problems, 'an entry of `keep`')
    const by = fields?.by && readKeys(fields.by.value, catalogue, problems)
    const window = fields?.for && readWindow(fields.for.node, problems)
    if (by === undefined || window === undefined) continue
    if (window.kind === 'sliding') kept.push({ by, keepMs: window.ms })
    else if (window.kind === 'lifetime') kept.push({ by, keepMs: Number.POSITIVE_INFINITY })
    else {
      problems.add('bad-window', fields!.for!.place, '`for` is a length of time, or `lifetime`', {
        suggestion: 'write for example 30d',
      })
    }
  }
  return kept
}
