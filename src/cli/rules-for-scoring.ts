import { loadRuleset } from '../ruleset/load-ruleset.ts'
import { printProblems } from '../ruleset/print-problems.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'

/** Reads the rules or says on standard error what is wrong with them; nothing is scored by a ruleset with errors. */
export async function rulesForScoring(folder: string): Promise<Ruleset | undefined> {
  const { ruleset, problems, sources } = await loadRuleset(folder)
  if (ruleset === undefined) console.error(printProblems(problems, 'human', sources))
  return ruleset
}
