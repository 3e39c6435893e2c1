import type { MetadataTypes } from '../enrich/catalogue.ts'
import { printProblems } from '../problems/print-problems.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'
import { loadOrExplain } from './check.ts'

/** Reads the rules or says on standard error what is wrong with them; nothing is scored by a ruleset with errors. */
export async function rulesForScoring(folder: string, metadata?: MetadataTypes): Promise<Ruleset | undefined> {
  const loaded = await loadOrExplain(folder, metadata)
  if (loaded === undefined) return undefined
  const { ruleset, problems, sources } = loaded
  if (ruleset === undefined) console.error(printProblems(problems, 'human', sources))
  return ruleset
}
