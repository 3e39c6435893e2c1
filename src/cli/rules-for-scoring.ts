import type { MetadataTypes } from '../enrich/catalogue.ts'
import { printProblems } from '../problems/print-problems.ts'
import type { CompiledRuleset } from '../ruleset/compile-ruleset.ts'
import type { RuleMemory } from '../ruleset/rule-memory.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'
import { loadOrExplain } from './check.ts'

/** A ruleset without errors, and what it was compiled from. */
export type GoodRuleset = CompiledRuleset & Required<Pick<CompiledRuleset, 'ruleset' | 'part'>>

/**
 * Reads the rules or says on standard error what is wrong with them; nothing is scored by a ruleset with errors.
 * `memory` keeps what was read for those who will read the folder again.
 */
export async function rulesForScoring(
  folder: string,
  metadata?: MetadataTypes,
  memory?: RuleMemory,
): Promise<Ruleset | undefined> {
  return (await goodRuleset(folder, metadata, memory))?.ruleset
}

/** The same with what it was compiled from. */
export async function goodRuleset(
  folder: string,
  metadata?: MetadataTypes,
  memory?: RuleMemory,
): Promise<GoodRuleset | undefined> {
  const loaded = await loadOrExplain(folder, { metadata, memory })
  if (loaded === undefined) return undefined
  if (isGood(loaded)) return loaded
  console.error(printProblems(loaded.problems, 'human', loaded.sources))
  return undefined
}

function isGood(loaded: CompiledRuleset): loaded is GoodRuleset {
  return loaded.ruleset !== undefined && loaded.part !== undefined
}
