import type { MetadataTypes } from '../enrich/catalogue.ts'
import { printProblems } from '../problems/print-problems.ts'
import type { RuleMemory } from '../ruleset/rule-memory.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'
import { loadOrExplain } from './check.ts'

/**
 * Reads the rules or says on standard error what is wrong with them; nothing is scored by a ruleset with errors.
 * `memory` keeps what was read for those who will read the folder again.
 */
export async function rulesForScoring(
  folder: string,
  metadata?: MetadataTypes,
  memory?: RuleMemory,
): Promise<Ruleset | undefined> {
  const loaded = await loadOrExplain(folder, { metadata, memory })
  if (loaded === undefined) return undefined
  const { ruleset, problems, sources } = loaded
  if (ruleset === undefined) console.error(printProblems(problems, 'human', sources))
  return ruleset
}
