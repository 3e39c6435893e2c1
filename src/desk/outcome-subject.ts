import { DESK } from '../cases/case.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Sql } from '../ports.ts'
import { lockSubject } from './lock-subject.ts'
import type { Subject } from './told-outcomes.ts'

/** What an outcome is about; undefined for a decline, of which nobody makes a case. */
export function subjectOf({ type, merchantId, paymentId, id, disputeId }: Outcome): Subject | undefined {
  switch (type) {
    case 'notice':
      return { what: 'notice', merchantId }
    case 'refund':
      return { what: 'refund', merchantId, id }
    case 'early_fraud_warning':
      return { what: 'warning', merchantId, paymentId: paymentId ?? '' }
    case 'dispute':
    case 'chargeback':
      return { what: 'dispute', merchantId, paymentId, disputeId }
    case 'decline':
      return undefined
  }
}

/** As cases keep it: one text, the same for everything that joins the case. */
export function subjectText(subject: Subject): string {
  const { what, merchantId } = subject
  if (what === 'notice') return JSON.stringify([what, merchantId])
  if (what === 'refund') return JSON.stringify([what, merchantId, subject.id])
  const { paymentId = '' } = subject
  const disputeId = what === 'dispute' ? subject.disputeId : undefined
  return JSON.stringify([what, merchantId, paymentId, ...(disputeId === undefined ? [] : [disputeId])])
}

/** Undefined for a review, which is about a decision. */
export function readSubject(text: string): Subject | undefined {
  const [what, merchantId = '', id = '', disputeId] = JSON.parse(text) as string[]
  if (what === 'notice') return { what, merchantId }
  if (what === 'refund') return { what, merchantId, id }
  if (what === 'warning') return { what, merchantId, paymentId: id }
  if (what === 'dispute') return { what, merchantId, paymentId: id === '' ? undefined : id, disputeId }
  return undefined
}

/** Keeps others from cases of this subject until the transaction ends: of a dispute by its payment, and by its own id. */
export async function lockAbout(sql: Sql, subject: Subject): Promise<void> {
  if (subject.what !== 'dispute') return lockSubject(sql, subjectText(subject))
  const { merchantId, paymentId, disputeId } = subject
  if (paymentId !== undefined) await lockSubject(sql, subjectText({ ...subject, disputeId: undefined }))
  if (disputeId !== undefined) await lockSubject(sql, JSON.stringify([DESK, 'dispute', merchantId, disputeId]))
}
