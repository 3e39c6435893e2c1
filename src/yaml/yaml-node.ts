import type { Place } from '../model/problem.ts'
import type { SourceText } from '../problems/source-text.ts'

/** What a YAML file says, with places; all that the rest of this room knows of YAML. */
export type YamlNode = YamlMap | YamlList | YamlScalar

interface Ranged {
  source: SourceText
  /** Offsets in the file, `end` exclusive. */
  start: number
  end: number
}

export interface YamlMap extends Ranged {
  kind: 'map'
  entries: YamlEntry[]
  /** Keys whose value was reported as unreadable, so that nobody reports them as missing too. */
  unreadableKeys: string[]
}

export interface YamlEntry {
  key: string
  keyStart: number
  keyEnd: number
  value: YamlNode
}

export interface YamlList extends Ranged {
  kind: 'list'
  items: YamlNode[]
}

export interface YamlScalar extends Ranged {
  kind: 'scalar'
  value: string | number | boolean | null
  /** As written, without quotes: `0777` stays `0777` although its value is a number. */
  text: string
  /** Written without quotes, so that `yes`, `12` and `null` may mean more than their letters. */
  plain: boolean
  /** A `#` after it began a comment, which cuts off a condition that was meant to go on. */
  commented: boolean
}

export function placeOf(node: YamlNode): Place {
  return node.source.place(node.start, node.end)
}

export function keyPlace(node: YamlMap, entry: YamlEntry): Place {
  return node.source.place(entry.keyStart, entry.keyEnd)
}

/** Words for messages: `a list`, `the number 5`. */
export function describeNode(node: YamlNode): string {
  if (node.kind === 'map') return 'a group of keys'
  if (node.kind === 'list') return 'a list'
  if (node.value === null) return 'nothing'
  if (typeof node.value === 'boolean') return `the word \`${node.text}\`, which YAML reads as ${node.value}`
  return typeof node.value === 'number' ? `the number \`${node.text}\`` : `the text \`${shortened(node.text)}\``
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 40 ? `${line.slice(0, 39)}…` : line
}
