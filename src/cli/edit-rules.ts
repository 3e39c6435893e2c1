import { join } from 'node:path'
import colors from 'picocolors'
import type { MetadataTypes } from '../enrich/catalogue.ts'
import type { Problem } from '../model/problem.ts'
import { printProblems } from '../problems/print-problems.ts'
import { ProblemList } from '../problems/problem-list.ts'
import type { CompiledRuleset } from '../ruleset/compile-ruleset.ts'
import { loadFiles } from '../ruleset/load-ruleset.ts'
import { readRulesetFiles } from '../ruleset/read-ruleset-files.ts'
import { kindOf } from '../ruleset/ruleset-file.ts'
import { terminal } from './check.ts'
import { editFile } from './edit-file.ts'

/** What an edit comes to: a new text, what it did for a person to read, or why there is none. */
export type Edit = { text: string; said: string } | { refused: string }

export interface RulesEdit {
  dir: string
  /** Inside the folder. */
  path: string
  metadata: MetadataTypes | undefined
  edit: (text: string) => Edit
}

/**
 * Changes one file of a rules folder, unless `tripline check` would then find an error anywhere. Says what came of it;
 * answers the exit code.
 */
export async function editRules({ dir, path, metadata, edit }: RulesEdit): Promise<number> {
  let said = ''
  let warnings = ''
  const refused = await editFile(join(dir, path), async text => {
    const edited = edit(text)
    if ('refused' in edited) return edited
    const after = await checkWith(dir, path, edited.text, metadata)
    const errors = after.problems.filter(({ severity }) => severity === 'error')
    if (errors.length > 0) {
      return {
        refused: `nothing was changed, because of this:\n\n${printProblems(errors, 'human', after.sources, colors)}`,
      }
    }
    const before = await checkWith(dir, path, text, metadata)
    warnings = printProblems(newIn(after, before), 'human', after.sources, colors)
    said = edited.said
    return { text: edited.text }
  })
  if (refused !== undefined) {
    terminal.error(`tripline: ${refused.refused}`)
    return 1
  }
  terminal.log(said)
  if (warnings !== '') terminal.log(`\n${warnings}`)
  return 0
}

/** The folder as it would be with this text in one of its files; one that is not there and empty is left out. */
async function checkWith(
  dir: string,
  path: string,
  text: string,
  metadata: MetadataTypes | undefined,
): Promise<CompiledRuleset> {
  const problems = new ProblemList()
  const files = (await readRulesetFiles(dir, problems)).filter(file => file.path !== path)
  const bare = text.replace(/^\ufeff/, '')
  if (bare !== '') files.push({ kind: kindOf(path)!, path, shown: join(dir, path), text: bare })
  return loadFiles(dir, files, problems, { metadata, nowMs: Date.now() })
}

/** Warnings that the edit brings; the old ones stand in `tripline check`. */
function newIn(after: CompiledRuleset, before: CompiledRuleset): Problem[] {
  const known = new Set(before.problems.map(({ code, message, place }) => `${code} ${message} ${place?.file}`))
  return after.problems.filter(({ code, message, place }) => !known.has(`${code} ${message} ${place?.file}`))
}
