import { basename } from 'node:path/posix'
import type { ProblemList } from '../problems/problem-list.ts'
import { SourceText } from '../problems/source-text.ts'
import { readYaml } from '../yaml/read-yaml.ts'
import type { YamlNode } from '../yaml/yaml-node.ts'
import { findSecrets } from './find-secrets.ts'
import type { Pausable } from './in-slices.ts'
import type { ListUse } from './lists/list-use.ts'
import { readingList } from './lists/read-list.ts'
import type { ValueList } from './lists/value-list.ts'
import { readSnoozes, type SnoozeSurroundings } from './read-snoozes.ts'
import type { RulesetFile, RulesetFileKind } from './ruleset-file.ts'
import type { Snoozes } from './snoozes.ts'

/** Reads the files of one kind at a time, and keeps their texts for the caret. */
export class RulesetReading {
  readonly sources = new Map<string, SourceText>()
  private readonly files: readonly RulesetFile[]
  private readonly problems: ProblemList

  constructor(files: readonly RulesetFile[], problems: ProblemList) {
    this.files = files
    this.problems = problems
    for (const file of files) this.sources.set(file.shown, new SourceText(file.shown, file.text))
  }

  yaml(kind: RulesetFileKind): YamlNode[] {
    return this.ofKind(kind)
      .map(file => this.yamlOf(file, this.problems))
      .filter(root => root !== undefined)
  }

  yamlOf(file: RulesetFile, problems: ProblemList): YamlNode | undefined {
    const source = this.source(file)
    findSecrets(source, problems)
    return readYaml(source, problems)
  }

  /** All that rule files are read against besides the catalogue, as one text. */
  against(listNames: ReadonlySet<string>): string {
    const texts = [...this.ofKind('sample'), ...this.ofKind('velocities')].map(file => [file.kind, file.text])
    return JSON.stringify([texts, [...listNames].sort()])
  }

  listNames(): Set<string> {
    return new Set(this.ofKind('list').map(listName))
  }

  snoozes(around: SnoozeSurroundings): Snoozes {
    const [file] = this.ofKind('snoozes')
    return file === undefined ? new Map() : readSnoozes(this.source(file), around, this.problems)
  }

  *lists(uses: ReadonlyMap<string, ListUse>, nowMs: number | undefined): Pausable<Map<string, ValueList>> {
    const lists = new Map<string, ValueList>()
    for (const file of this.ofKind('list')) {
      const source = this.source(file)
      const name = listName(file)
      if (lists.has(name)) {
        this.problems.add('duplicate-list', source.place(0, 1), `another file holds a list \`${name}\` already`, {
          suggestion: 'rename one',
        })
      } else lists.set(name, yield* readingList(name, source, this.problems, { use: uses.get(name), nowMs }))
      yield
    }
    return lists
  }

  ofKind(kind: RulesetFileKind): RulesetFile[] {
    return this.files.filter(file => file.kind === kind)
  }

  private source(file: RulesetFile): SourceText {
    return this.sources.get(file.shown)!
  }
}

/** A list is called like its file, without the ending. */
export function listName({ path }: RulesetFile): string {
  return basename(path).replace(/\.(csv|txt)$/, '')
}
