import type { Place } from '../model/problem.ts'
import { didYouMean } from '../problems/did-you-mean.ts'
import type { ProblemList } from '../problems/problem-list.ts'
import { describeNode, keyPlace, placeOf, type YamlNode } from './yaml-node.ts'

/** How one key of a map is read, and what editors are told about it: one source for the checker and the JSON Schema. */
export interface Field<T> {
  help: string
  required: boolean
  /** The value's JSON Schema. */
  schema: Record<string, unknown>
  /** Reports what is wrong and answers undefined, or answers the value. */
  read(node: YamlNode, problems: ProblemList, key: string): T | undefined
}

export type FieldTable = Record<string, Field<unknown>>

/** A value with where it stands, so that later checks can point at it. */
export interface Found<T> {
  value: T
  node: YamlNode
  place: Place
  keyPlace: Place
}

export type FoundFields<Table extends FieldTable> = {
  [Key in keyof Table]?: Table[Key] extends Field<infer T> ? Found<T> : never
}

/** Reads a map by a table of its keys. Unknown and missing keys are problems; what is well is returned even so. */
export function readFields<Table extends FieldTable>(
  node: YamlNode,
  table: Table,
  problems: ProblemList,
  what: string,
): FoundFields<Table> | undefined {
  if (node.kind !== 'map') {
    problems.add('wrong-type', placeOf(node), `${what} is a group of keys, not ${describeNode(node)}`, {
      suggestion: `write ${Object.keys(table).slice(0, 3).join(', ')} … as \`key: value\``,
    })
    return undefined
  }
  const keys = Object.keys(table)
  const found: Record<string, Found<unknown>> = {}
  const seen = new Set(node.unreadableKeys)
  for (const entry of node.entries) {
    const place = keyPlace(node, entry)
    const field = Object.hasOwn(table, entry.key) ? table[entry.key] : undefined
    if (field === undefined) {
      const meant = didYouMean(entry.key, keys)
      problems.add('unknown-field', place, `${what} has no \`${entry.key}\``, {
        ...(meant === undefined ? {} : { suggestion: `did you mean \`${meant}\`?` }),
        notes: [`keys you can use: ${keys.join(', ')}`],
      })
      if (meant !== undefined) seen.add(meant)
      continue
    }
    seen.add(entry.key)
    const value = field.read(entry.value, problems, entry.key)
    if (value !== undefined)
      found[entry.key] = { value, node: entry.value, place: placeOf(entry.value), keyPlace: place }
  }
  for (const key of keys) {
    if (!table[key]!.required || seen.has(key)) continue
    problems.add('missing-field', node.source.place(node.start, firstLineEnd(node)), `${what} needs \`${key}\``, {
      suggestion: `add \`${key}:\` (${table[key]!.help})`,
    })
  }
  return found as FoundFields<Table>
}

function firstLineEnd(node: YamlNode): number {
  const end = node.source.text.indexOf('\n', node.start)
  return end < 0 ? node.end : Math.min(end, node.end)
}
