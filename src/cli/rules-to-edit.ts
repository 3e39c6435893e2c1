import type { MetadataTypes } from '../enrich/catalogue.ts'
import { ProblemList } from '../problems/problem-list.ts'
import type { CompiledRuleset } from '../ruleset/compile-ruleset.ts'
import { loadFiles } from '../ruleset/load-ruleset.ts'
import { readRulesetFiles } from '../ruleset/read-ruleset-files.ts'
import type { RulesetFile } from '../ruleset/ruleset-file.ts'
import type { Settings } from '../settings.ts'
import { terminal } from './check.ts'
import { metadataOf, settingsOrExplain } from './settings-or-explain.ts'

export interface RulesToEdit {
  dir: string
  files: readonly RulesetFile[]
  loaded: CompiledRuleset
  metadata: MetadataTypes
  settings: Settings
}

/** A rules folder as commands that change it find it; says why when it cannot be read. */
export async function rulesToEdit(dir: string): Promise<RulesToEdit | undefined> {
  const settings = settingsOrExplain()
  if (settings === undefined) return undefined
  const metadata = metadataOf(settings)
  const problems = new ProblemList()
  try {
    const files = await readRulesetFiles(dir, problems)
    return {
      dir,
      files,
      metadata,
      settings,
      loaded: await loadFiles(dir, files, problems, { metadata, nowMs: Date.now() }),
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')))
      throw error
    terminal.error(`tripline: ${dir} is no folder of rule files`)
    return undefined
  }
}
