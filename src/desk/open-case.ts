import { type Case, type CaseChanges, DESK } from '../cases/case.ts'
import { caseId } from '../cases/case-id.ts'
import type { Sql } from '../ports.ts'
import { casesWhere, link, recordEvent } from './case-store.ts'

/** What opens a case. */
export interface Opening {
  /** The event's own time. */
  at: string
  /** The record that opened it. */
  what: string
  id: string
  /** Of that record, where it had one: W3C Trace Context, 32 digits. */
  trace?: string | undefined
  why: string
  /** Its columns. */
  set: CaseChanges & { subject: string; merchant_id: string; payment_id: string | null }
}

/** Opens a case, and tells the cases of the same payment that still go on. The subject is locked by the caller. */
export async function openCase(sql: Sql, { at, what, id, trace, why, set }: Opening): Promise<Case> {
  const opened = await recordEvent(sql, undefined, {
    case_id: await freeName(sql, at, set.subject, `${what} ${id} ${at}`),
    at,
    actor: DESK,
    action: 'opened',
    body: { why, what, id, trace, set },
  })
  await link(sql, opened.case_id, what, set.merchant_id, id)
  if (set.payment_id !== null) await joinNeighbours(sql, opened, set.payment_id)
  return opened
}

async function freeName(sql: Sql, at: string, subject: string, opener: string): Promise<string> {
  for (let attempt = 0; ; attempt++) {
    const name = caseId(at, subject, opener, attempt)
    if ((await casesWhere(sql, 'case_id = $1', [name])).length === 0) return name
  }
}

async function joinNeighbours(sql: Sql, opened: Case, paymentId: string): Promise<void> {
  const { case_id, merchant_id, kind, opened_at } = opened
  await link(sql, case_id, 'payment', merchant_id, paymentId)
  const condition = 'merchant_id = $1 and payment_id = $2 and case_id <> $3 and closed_at is null'
  for (const other of await casesWhere(sql, condition, [merchant_id, paymentId, case_id], { forUpdate: true })) {
    await recordEvent(sql, other, {
      case_id: other.case_id,
      at: opened_at,
      actor: DESK,
      action: 'joined',
      body: { why: `${kind.replace('_', ' ')} ${case_id} was opened on the same payment`, what: 'case', id: case_id },
    })
    await link(sql, other.case_id, 'case', merchant_id, case_id)
    await link(sql, case_id, 'case', merchant_id, other.case_id)
  }
}
