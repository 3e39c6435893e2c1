import { isAlias, isMap, isScalar, isSeq, type Node, parseDocument, type YAMLError } from 'yaml'
import type { ProblemList } from '../problems/problem-list.ts'
import type { SourceText } from '../problems/source-text.ts'
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from './yaml-node.ts'
import { describeSyntax } from './yaml-syntax.ts'

const SYNTAX_PROBLEMS_MAX = 3

/** YAML 1.2, core schema, one document, unique keys, no aliases and no tags. Undefined when nothing can be read from it. */
export function readYaml(source: SourceText, problems: ProblemList): YamlNode | undefined {
  const document = parseDocument(source.text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    stringKeys: true,
    uniqueKeys: true,
    prettyErrors: false,
    logLevel: 'error',
  })
  const syntax = document.errors.filter(error => error.code !== 'DUPLICATE_KEY')
  if (syntax.length > 0) {
    reportSyntax(syntax, source, problems)
    return undefined
  }
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
    problems.add('empty-file', source.place(0, 0), 'this file holds nothing')
    return undefined
  }
  return convert(document.contents, source, problems)
}

/** One syntax error makes others; the first few lines are enough to find it. */
function reportSyntax(errors: readonly YAMLError[], source: SourceText, problems: ProblemList): void {
  const lines = new Set<number>()
  for (const error of errors) {
    const place = source.place(error.pos[0], error.pos[1])
    if (lines.has(place.line) || lines.size === SYNTAX_PROBLEMS_MAX) continue
    lines.add(place.line)
    const { code, message, suggestion } = describeSyntax(error, source.line(place.line))
    problems.add(code, place, message, { suggestion })
  }
}

function convert(node: Node, source: SourceText, problems: ProblemList): YamlNode | undefined {
  const [start, end] = node.range ?? [0, 0]
  if (isAlias(node) || node.anchor !== undefined) {
    problems.add('yaml-alias', source.place(start, end), 'anchors (`&name`) and aliases (`*name`) are not read', {
      suggestion: isAlias(node) ? 'write the value out here' : 'leave the anchor out, or put the text in quotes',
    })
    return undefined
  }
  if (node.tag !== undefined) {
    const tagStart = Math.max(0, source.text.lastIndexOf('!', start))
    problems.add(
      'yaml-tag',
      source.place(tagStart, Math.max(end, tagStart + 1)),
      'YAML takes a `!` at the start for a tag',
      {
        suggestion: 'put the whole line in single quotes',
      },
    )
    return undefined
  }
  if (isMap(node)) return convertMap(node.items, source, problems, start, end)
  if (isSeq(node)) {
    const items = node.items.map(item => convert(item as Node, source, problems))
    return { kind: 'list', source, start, end, items: items.filter(item => item !== undefined) }
  }
  if (isScalar(node)) return convertScalar(node, source, start, end)
  return undefined
}

function convertMap(
  pairs: readonly { key: unknown; value: unknown }[],
  source: SourceText,
  problems: ProblemList,
  start: number,
  end: number,
): YamlMap {
  const entries = new Map<string, YamlEntry>()
  const unreadableKeys: string[] = []
  for (const pair of pairs) {
    if (!isScalar(pair.key)) continue
    const [keyStart, keyEnd] = pair.key.range ?? [start, start]
    const key = String(pair.key.source ?? pair.key.value)
    const first = entries.get(key)
    if (first !== undefined) {
      problems.add('duplicate-key', source.place(keyStart, keyEnd), `\`${key}\` stands here twice`, {
        also: source.place(first.keyStart, first.keyEnd),
      })
      continue
    }
    const empty: YamlScalar = {
      kind: 'scalar',
      source,
      start: keyEnd,
      end: keyEnd,
      value: null,
      text: '',
      plain: true,
      commented: false,
    }
    const value = pair.value === null ? empty : convert(pair.value as Node, source, problems)
    if (value === undefined) unreadableKeys.push(key)
    else entries.set(key, { key, keyStart, keyEnd, value })
  }
  return { kind: 'map', source, start, end, entries: [...entries.values()], unreadableKeys }
}

function convertScalar(
  node: { value: unknown; source?: string; type?: string; comment?: string | null },
  source: SourceText,
  start: number,
  end: number,
): YamlScalar {
  const value = node.value as YamlScalar['value']
  const plain = node.type === 'PLAIN'
  const text = typeof value === 'string' ? value : (node.source ?? '')
  return { kind: 'scalar', source, start, end, value, text, plain, commented: node.comment != null }
}
