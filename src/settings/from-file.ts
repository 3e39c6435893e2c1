import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type Scalar } from 'yaml'
import type { Place, Problem } from '../model/problem.ts'
import { didYouMean } from '../problems/did-you-mean.ts'
import type { Collected } from './given.ts'
import type { Written } from './setting.ts'
import { SETTING_NAMES, SETTINGS, type SettingName } from './table.ts'

export interface SettingsFile {
  /** Its path, as places show it. */
  name: string
  text: string
}

const KNOWN: ReadonlySet<string> = new Set(SETTING_NAMES)
const GROUPS: ReadonlySet<string> = new Set(SETTING_NAMES.filter(each => each.includes('.')).map(groupOf))

/** The settings in a YAML file: `kafka: { brokers: [...] }`. Every mistake is collected with its place. */
export function fromFile(file: SettingsFile): Collected {
  return new FileReader(file).read()
}

class FileReader {
  private readonly file: SettingsFile
  private readonly lines = new LineCounter()
  private readonly collected: Collected = { given: [], problems: [] }
  private readonly seen = new Set<SettingName>()

  constructor(file: SettingsFile) {
    this.file = file
  }

  read(): Collected {
    const document = parseDocument(this.file.text, { lineCounter: this.lines, prettyErrors: false })
    for (const { code, message, pos } of [...document.errors, ...document.warnings]) {
      this.problem(code === 'DUPLICATE_KEY' ? 'duplicate-key' : 'yaml-syntax', lowerFirst(message), pos)
    }
    if (document.errors.length === 0) this.group('', document.contents)
    return this.collected
  }

  /** Reads the settings of one map; `group` is empty at the top. */
  private group(group: string, node: Node | null): void {
    if (isNothing(node)) return
    if (!isMap<Scalar, Node | null>(node)) {
      this.problem('wrong-type', group === '' ? 'a settings file is a map' : `\`${group}\` is a map of settings`, node)
      return
    }
    for (const { key, value } of node.items) {
      if (!isScalar(key)) {
        this.problem('wrong-type', 'the name of a setting is plain text', key)
        continue
      }
      const name = group === '' ? String(key.value) : `${group}.${key.value}`
      if (isSettingName(name)) this.setting(name, key, value)
      else if (group === '' && GROUPS.has(name)) this.group(name, value)
      else this.unknown(group, name, key)
    }
  }

  private setting(name: SettingName, key: Scalar, node: Node | null): void {
    if (isNothing(node)) return
    if (this.seen.has(name)) {
      this.problem('duplicate-key', `\`${name}\` stands here twice`, key)
      return
    }
    this.seen.add(name)
    const written = writtenIn(node)
    if (written === undefined) {
      this.problem('wrong-type', `\`${name}\` must be plain text, a list of texts or a map of texts`, node, name)
      return
    }
    this.collected.given.push({ name, written, source: 'file', at: { field: name, place: this.place(node) } })
  }

  private unknown(group: string, name: string, key: Scalar): void {
    const siblings = group === '' ? [...GROUPS, ...KNOWN] : SETTING_NAMES.filter(each => groupOf(each) === group)
    const nearest = didYouMean(name, siblings) ?? didYouMean(name, SETTING_NAMES)
    const suggestion = nearest === undefined ? '`tripline settings` lists them all' : `did you mean \`${nearest}\`?`
    this.problem('unknown-setting', `there is no setting \`${name}\``, key, undefined, suggestion)
  }

  private problem(
    code: string,
    message: string,
    at: Node | [number, number],
    field?: string,
    suggestion?: string,
  ): void {
    const problem: Problem = { code, message, severity: 'error', place: this.place(at) }
    if (field !== undefined) problem.field = field
    if (suggestion !== undefined) problem.suggestion = suggestion
    this.collected.problems.push(problem)
  }

  private place(at: Node | [number, number]): Place {
    const [from, to] = Array.isArray(at) ? at : (at.range ?? [0, 0])
    const start = this.lines.linePos(from)
    const end = this.lines.linePos(Math.max(to, from))
    return { file: this.file.name, line: start.line, column: start.col, endLine: end.line, endColumn: end.col }
  }
}

function groupOf(name: string): string {
  return name.slice(0, name.indexOf('.'))
}

function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name)
}

/** `url:` with nothing behind it is a setting that was not given. */
function isNothing(node: Node | null): node is null {
  return node === null || (isScalar(node) && (node.value === null || node.value === ''))
}

/**
 * What stands there as it was typed, so that `0123` stays a password and `1e3` does not become a number behind the
 * writer's back. Undefined for aliases and for lists and maps that hold more than texts.
 */
function writtenIn(node: Node | null): Written | undefined {
  if (isScalar(node)) return typed(node)
  if (isSeq(node)) return node.items.every(isScalar) ? node.items.map(typed) : undefined
  if (!isMap(node)) return undefined
  const pairs: [string, string][] = []
  for (const { key, value } of node.items) {
    if (!isScalar(key) || !isScalar(value)) return undefined
    pairs.push([typed(key), typed(value)])
  }
  return new Map(pairs)
}

function typed(scalar: Scalar): string {
  return typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? String(scalar.value))
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1)
}
