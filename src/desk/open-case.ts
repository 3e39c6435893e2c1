import { type Case, DESK } from '../cases/case.ts'
import { caseId } from '../cases/case-id.ts'
import { type CaseJudgement, dueAt, judgeCase } from '../cases/judge-case.ts'
import type { CaseKind } from '../model/case.ts'
import type { Sql } from '../ports.ts'
import type { Policy } from '../ruleset/ruleset.ts'
import { caseFacts, knownPayment } from './case-facts.ts'
import { casesWhere, link, recordEvent } from './case-store.ts'

/** What opens a case. */
export interface Opening {
  kind: CaseKind
  subject: string
  merchantId: string
  paymentId: string | null
  /** The event's own time. */
  at: string
  /** Of its amount; the payment's where it names none. Minor units of the base currency. */
  baseMinor?: number | undefined
  reason?: string | undefined
  notice?: string | undefined
  deadlineMs?: number | undefined
  /** Where it waits by its decision. */
  decided?: CaseJudgement | undefined
  isOutcome: boolean
  /** The record that opened it. */
  what: string
  id: string
  /** Of that record, where it had one: W3C Trace Context, 32 digits. */
  trace?: string | undefined
  why: string
}

/** Opens a case, and tells the cases of the same payment that still go on. The subject is locked by the caller. */
export async function openCase(sql: Sql, policy: Policy, opening: Opening): Promise<Case> {
  const { kind, subject, merchantId, paymentId, at, deadlineMs } = opening
  const payment = await knownPayment(sql, merchantId, paymentId)
  const openedAtMs = Date.parse(at)
  const baseMinor = opening.baseMinor ?? payment?.base_minor ?? null
  const reason = opening.reason ?? null
  const asked = { kind, baseMinor, reason, notice: opening.notice, openedAtMs, deadlineMs, base: policy.money.base }
  const facts = await caseFacts(sql, asked, payment)
  const opened = await recordEvent(sql, undefined, {
    case_id: await freeName(sql, opening),
    at,
    actor: DESK,
    action: 'opened',
    body: {
      why: opening.why,
      what: opening.what,
      id: opening.id,
      trace: opening.trace,
      set: {
        kind,
        subject,
        merchant_id: merchantId,
        payment_id: paymentId,
        customer_id: payment?.customer_id ?? null,
        opened_at: at,
        due_at: new Date(dueAt(policy.cases, facts, openedAtMs, deadlineMs)).toISOString(),
        base_minor: baseMinor,
        reason,
        outcome_at: opening.isOutcome ? at : null,
        is_matched: paymentId === null || payment !== undefined,
        ...judgeCase(policy.cases, facts, opening.decided),
      },
    },
  })
  await link(sql, opened.case_id, opening.what, merchantId, opening.id)
  if (paymentId !== null) await joinNeighbours(sql, opened, paymentId)
  return opened
}

async function freeName(sql: Sql, { at, subject, what, id }: Opening): Promise<string> {
  for (let attempt = 0; ; attempt++) {
    const name = caseId(at, subject, `${what} ${id} ${at}`, attempt)
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

/** Keeps others from opening or joining a case of this subject until the transaction ends. */
export async function lockSubject(sql: Sql, subject: string): Promise<void> {
  await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 7421180))', [subject])
}
