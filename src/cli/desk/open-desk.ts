import type { Case } from '../../cases/case.ts'
import { findCases } from '../../desk/list-cases.ts'
import type { Database } from '../../ports.ts'
import type { Policy } from '../../ruleset/ruleset.ts'
import { databaseOrExplain } from '../open-database.ts'
import { rulesForScoring } from '../rules-for-scoring.ts'
import { metadataOf, settingsOrExplain } from '../settings-or-explain.ts'

/** What every command about cases takes. */
export interface DeskPlace {
  settings?: string
  rules?: string
  database?: string
}

export interface OpenDesk {
  database: Database
  policy: Policy
}

/** Opens what commands about cases work on, does the work, and closes it again. Answers 1 where something cannot be had. */
export async function withDesk(place: DeskPlace, work: (desk: OpenDesk) => Promise<number>): Promise<number> {
  const settings = settingsOrExplain(place.settings)
  if (settings === undefined) return 1
  const ruleset = await rulesForScoring(place.rules ?? settings['rules.dir'], metadataOf(settings))
  if (ruleset === undefined) return 1
  const database = await databaseOrExplain(place.database ?? settings['desk.database_url'])
  if (database === undefined) return 1
  try {
    return await work({ database, policy: ruleset.policy })
  } finally {
    await database.close()
  }
}

/** The one case that is meant, or why there is none. */
export async function theCase(database: Database, written: string): Promise<Case | string> {
  const found = await findCases(database, written)
  if (found.length === 1) return found[0]!
  if (found.length === 0) return `there is no case ${written}; see tripline case list --all`
  return `${written} may be ${found.map(({ case_id }) => case_id).join(' or ')}: write it whole`
}
