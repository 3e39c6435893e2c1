import type { FactName } from '../enrich/facts.ts'
import { didYouMean } from '../problems/did-you-mean.ts'
import type { ProblemList } from '../problems/problem-list.ts'
import { readFields } from '../yaml/fields.ts'
import { describeNode, keyPlace, placeOf, type YamlMap, type YamlNode, type YamlScalar } from '../yaml/yaml-node.ts'
import type { Catalogue } from './cel/scope.ts'
import { type ListUse, refusalFor } from './lists/list-use.ts'
import { LIST_FIELDS } from './policy-fields.ts'

/** What a policy says of lists; each mistake in it is a problem. */
export function listUsesOf(
  policy: YamlNode | undefined,
  catalogue: Catalogue,
  lists: ReadonlySet<string>,
  problems: ProblemList,
): ReadonlyMap<string, ListUse> {
  const entry = policy?.kind === 'map' ? policy.entries.find(({ key }) => key === 'lists') : undefined
  return entry === undefined ? new Map() : readListUses(entry.value, catalogue, lists, problems)
}

/** `lists: { stolen-cards: { kind: block, on: card.fingerprint } }`: which lists act by themselves, and on what. */
function readListUses(
  node: YamlNode,
  catalogue: Catalogue,
  lists: ReadonlySet<string>,
  problems: ProblemList,
): Map<string, ListUse> {
  const uses = new Map<string, ListUse>()
  if (node.kind !== 'map') {
    problems.add('wrong-type', placeOf(node), `\`lists\` names lists, and this is ${describeNode(node)}`, {
      suggestion: 'for example `stolen-cards: { kind: block, on: card.fingerprint }`',
    })
    return uses
  }
  for (const entry of node.entries) {
    if (!lists.has(entry.key)) reportUnknown(node, entry, lists, problems)
    const use = readUse(entry.value, `the list \`${entry.key}\``, catalogue, problems)
    if (use !== undefined) uses.set(entry.key, use)
  }
  return uses
}

function reportUnknown(
  node: YamlMap,
  entry: YamlMap['entries'][number],
  lists: ReadonlySet<string>,
  problems: ProblemList,
) {
  const meant = didYouMean(entry.key, [...lists])
  problems.add('unknown-list', keyPlace(node, entry), `no list is called \`${entry.key}\``, {
    suggestion: meant === undefined ? `add a file lists/${entry.key}.csv` : `did you mean \`${meant}\`?`,
  })
}

function readUse(node: YamlNode, what: string, catalogue: Catalogue, problems: ProblemList): ListUse | undefined {
  const fields = readFields(node, LIST_FIELDS, problems, what)
  if (fields?.kind === undefined) return undefined
  const kind = fields.kind.value
  const on = readTextNames(fields.on?.value ?? [], '`on`', catalogue, problems)
  if (kind !== 'plain' && (fields.on === undefined || fields.on.value.length === 0)) {
    problems.add('missing-field', fields.kind.place, `a list that can ${kind} needs \`on\``, {
      suggestion: 'say what of a payment is looked for in it: `on: [card.fingerprint, email]`',
    })
  }
  const ignoreCase = fields.case?.value === 'ignore'
  const refuse = refusalFor(
    on.map(({ name }) => name),
    ignoreCase,
  )
  return { kind, on, ignoreCase, refuse }
}

/** Names of the catalogue whose values are texts. */
function readTextNames(
  scalars: readonly YamlScalar[],
  key: string,
  catalogue: Catalogue,
  problems: ProblemList,
): FactName[] {
  const names: FactName[] = []
  for (const scalar of scalars) {
    const name = scalar.text.trim()
    const fact = catalogue.get(name)
    if (fact === undefined) {
      const meant = didYouMean(name, [...catalogue.keys()])
      problems.add('unknown-name', placeOf(scalar), `nothing here is called \`${name}\``, {
        suggestion:
          meant === undefined
            ? `${key} takes names such as card.fingerprint, email or ip`
            : `did you mean \`${meant}\`?`,
      })
    } else if (fact.type !== 'text') {
      problems.add('type-mismatch', placeOf(scalar), `\`${name}\` is no text, and lists hold texts`)
    } else names.push(fact)
  }
  return names
}
