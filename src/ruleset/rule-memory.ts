import type { Problem } from '../model/problem.ts'
import type { RuleDraft } from './rule-draft.ts'
import type { RulesetFile } from './ruleset-file.ts'

/** What came of reading one rule file. */
export interface ReadFile {
  draft: RuleDraft | undefined
  problems: readonly Problem[]
}

/**
 * What came of each rule file the last time, so that a reload reads only the files that changed: of a thousand rules most
 * of the work. Nothing in it grows stale, because it is asked by the texts of the file and of all that the file was read
 * against. One memory serves one catalogue.
 */
export class RuleMemory {
  private against = ''
  private before = new Map<string, { text: string; read: ReadFile }>()
  private now = new Map<string, { text: string; read: ReadFile }>()

  /** A new reading begins. `against` is all that a rule file is read against; when it differs, nothing is remembered. */
  begin(against: string): void {
    this.before = against === this.against ? this.now : new Map()
    this.now = new Map()
    this.against = against
  }

  /** Lets go of everything, for a reader whose place another one has taken. */
  forget(): void {
    this.before = new Map()
    this.now = new Map()
  }

  recall(file: RulesetFile, read: () => ReadFile): ReadFile {
    const known = this.before.get(file.shown)
    const entry = known?.text === file.text ? known : { text: file.text, read: read() }
    this.now.set(file.shown, entry)
    return entry.read
  }
}
