import { DESK } from '../cases/case.ts'
import { hasEnded } from '../cases/transitions.ts'
import { casesWhere, link, recordEvent } from '../desk/case-store.ts'
import { lockSubject } from '../desk/lock-subject.ts'
import { relabelByPeople } from '../desk/relabel-by-people.ts'
import { openReview, reviewSubject } from '../desk/reviews.ts'
import type { Decision } from '../model/decision.ts'
import type { Sql } from '../ports.ts'
import type { Policy } from '../ruleset/ruleset.ts'

/** What came of scoring a payment again, and which new facts made that worth while. */
export interface Raised {
  decision: Decision
  because: string
  /** ISO 8601. */
  at: string
}

/** A payment that would not be let pass any more comes to a case: a new one, or the one that there was, which is opened again. */
export async function raiseCase(sql: Sql, policy: Policy, { decision, because, at }: Raised): Promise<void> {
  const { paymentId, merchantId = '', action, score, hits } = decision
  const why = [
    `scored again: ${because}`,
    `${action} with score ${score}`,
    ...hits.map(({ rule, reason }) => `${rule}: ${reason}`),
  ].join('; ')
  const subject = reviewSubject(merchantId, paymentId)
  await lockSubject(sql, subject)
  const [known] = await casesWhere(sql, 'subject = $1', [subject], { forUpdate: true })
  if (known === undefined) {
    await openReview(sql, policy, { decision, at, what: 'rescore', why })
    return
  }
  const event = { case_id: known.case_id, at, actor: DESK }
  if (hasEnded(known.state)) {
    const set = { assignee: null, resolution: null, label: null }
    await relabelByPeople(sql, await recordEvent(sql, known, { ...event, action: 'reopen', body: { why, set } }))
  } else await recordEvent(sql, known, { ...event, action: 'joined', body: { why } })
  await link(sql, known.case_id, 'rescore', merchantId, paymentId)
}
