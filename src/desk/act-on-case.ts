import type { Case } from '../cases/case.ts'
import type { ChainedEvent } from '../cases/chain.ts'
import type { Intent } from '../cases/intent.ts'
import { permit } from '../cases/permit.ts'
import { refused } from '../cases/refused.ts'
import type { Problem } from '../model/problem.ts'
import type { Database, Sql } from '../ports.ts'
import type { CasePolicy } from '../ruleset/case-policy.ts'
import { historyOf, lockCase, recordEvent } from './case-store.ts'
import { changeAccount } from './change-account.ts'
import { relabelByPeople } from './relabel-by-people.ts'

/** What came of it: the case as it is now; or why not, with what others did since the person looked. */
export type Acted = { case: Case } | { problem: Problem; since: readonly ChainedEvent[] }

/**
 * A person does something with a case. Of two who want the same case at once one is first; the other is judged by what the
 * case has become, and is told. `atMs` is the clock's time.
 */
export function actOnCase(
  database: Database,
  policy: CasePolicy,
  caseId: string,
  intent: Intent,
  atMs: number,
): Promise<Acted> {
  return database.transaction(async sql => {
    const now = await lockCase(sql, caseId)
    if (now === undefined) {
      return { problem: refused('no-such-case', `there is no case ${caseId}`, 'tripline case list --all'), since: [] }
    }
    const since = (await historyOf(sql, caseId)).slice(intent.version ?? now.version)
    if (since.length > 0) {
      const message = `${caseId} has changed since version ${intent.version}: it is at version ${now.version}`
      return { problem: refused('changed-meanwhile', message, 'look at it again'), since }
    }
    const event = permit(policy, now, intent)
    if ('code' in event) return { problem: event, since: event.code === 'taken' ? await lastOf(sql, caseId) : [] }
    const at = new Date(atMs).toISOString()
    const { by, account } = intent
    if (event.action === 'act' && account !== undefined) {
      const problem = await changeAccount(sql, now, account, by, at)
      if (problem !== undefined) return { problem, since: [] }
    }
    const after = await recordEvent(sql, now, { case_id: caseId, at, actor: by, ...event })
    if (now.label !== after.label) await relabelByPeople(sql, after)
    return { case: after }
  })
}

async function lastOf(sql: Sql, caseId: string): Promise<ChainedEvent[]> {
  return (await historyOf(sql, caseId)).filter(({ action }) => action === 'take' || action === 'assign').slice(-1)
}
