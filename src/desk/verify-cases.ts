import { replay } from '../cases/apply-event.ts'
import type { Case } from '../cases/case.ts'
import { brokenLink } from '../cases/chain.ts'
import type { Sql } from '../ports.ts'
import { casesWhere, historyOf } from './case-store.ts'

export interface Verified {
  cases: number
  events: number
  /** What is wrong, a line for each case. */
  broken: { case_id: string; why: string }[]
}

const CASES_AT_ONCE = 500

/** Looks at every history: whether its chain is whole, and whether it comes to the case that is stored. */
export async function verifyCases(sql: Sql, only?: string): Promise<Verified> {
  const verified: Verified = { cases: 0, events: 0, broken: [] }
  for (let after = ''; ; ) {
    const condition = 'case_id > $1 and ($2::text is null or case_id = $2)'
    const cases = await casesWhere(
      sql,
      `case_id in (select case_id from cases where ${condition} order by case_id limit ${CASES_AT_ONCE})`,
      [after, only ?? null],
    )
    for (const each of cases) await verifyCase(sql, each, verified)
    if (cases.length < CASES_AT_ONCE) return verified
    after = cases.at(-1)!.case_id
  }
}

async function verifyCase(sql: Sql, stored: Case, verified: Verified): Promise<void> {
  const history = await historyOf(sql, stored.case_id)
  verified.cases++
  verified.events += history.length
  const why = brokenLink(history) ?? (history.length < stored.version ? 'the last events are missing' : undefined)
  if (why !== undefined) verified.broken.push({ case_id: stored.case_id, why })
  else {
    const replayed = replay(history)
    const differs = Object.entries(stored).find(([column, value]) => value !== replayed?.[column as keyof Case])
    if (differs !== undefined) {
      verified.broken.push({ case_id: stored.case_id, why: `\`${differs[0]}\` is not what its history comes to` })
    }
  }
}
