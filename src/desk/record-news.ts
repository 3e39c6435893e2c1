import { type Case, type CaseChanges, DESK } from '../cases/case.ts'
import type { Sql } from '../ports.ts'
import { recordEvent } from './case-store.ts'

/** What of it is another value than the case has. */
export function changed(now: Case, set: CaseChanges): CaseChanges {
  return Object.fromEntries(Object.entries(set).filter(([column, value]) => now[column as keyof Case] !== value))
}

/** Notes what a case comes to by news from elsewhere: its payment, or what it is judged by. Nothing where nothing is another value. */
export async function recordNews(sql: Sql, now: Case, set: CaseChanges, paymentAt: Date | undefined): Promise<Case> {
  if (Object.keys(set).length === 0) return now
  const isMatch = set.is_matched === true
  const since = set.opened_at ?? now.opened_at
  return recordEvent(sql, now, {
    case_id: now.case_id,
    at: isMatch ? [now.opened_at, paymentAt?.toISOString() ?? ''].sort().at(-1)! : since,
    actor: DESK,
    action: isMatch ? 'matched' : 'joined',
    body: { why: isMatch ? 'its payment came in' : 'judged again by what has come in since', set },
  })
}
