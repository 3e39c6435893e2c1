import type { Case } from '../cases/case.ts'
import type { ChainedEvent } from '../cases/chain.ts'
import { groupDisputes } from '../cases/group-disputes.ts'
import { groupNotices } from '../cases/group-notices.ts'
import { standingOf } from '../cases/outcome-stage.ts'
import { toldIn } from '../cases/stand.ts'
import type { Told } from '../cases/told.ts'
import type { Policy } from '../ruleset/ruleset.ts'
import { readSubject, subjectText } from './outcome-subject.ts'
import type { Subject } from './told-outcomes.ts'

/** A case with its history. */
export interface Kept {
  case: Case
  history: readonly ChainedEvent[]
}

/** What makes one case, from what opens it on, in the order of own times. */
export interface Group {
  subject: string
  paymentId: string | null
  told: readonly Told[]
  /** Undefined where it has no case yet. */
  kept: Kept | undefined
}

/** Shares out what was told about a subject among cases: those that there are, and those that have to be opened. */
export function groupCases(policy: Policy, subject: Subject, told: readonly Told[], kept: readonly Kept[]): Group[] {
  const text = subjectText(subject)
  switch (subject.what) {
    case 'dispute':
      return disputes(subject.merchantId, told, kept)
    case 'warning':
      return told.length === 0 ? [] : [{ subject: text, paymentId: subject.paymentId, told, kept: kept[0] }]
    case 'refund': {
      const opener = told.findIndex(each => asksForRefund(policy, each))
      const paymentId = told.find(each => each.paymentId !== undefined)?.paymentId ?? null
      return opener < 0 ? [] : [{ subject: text, paymentId, told: told.slice(opener), kept: kept[0] }]
    }
    case 'notice':
      return groupNotices(
        told,
        kept.map(({ case: { case_id }, history }) => ({
          case_id,
          told: toldIn(history),
          resolvedWith: resolved(history),
        })),
      ).map(group => ({
        subject: text,
        paymentId: null,
        told: group.told,
        kept: kept.find(each => each.case.case_id === group.case_id),
      }))
  }
}

/** One that is done asks for nothing, nor does a small one; an amount that nobody can compare with the limit is for a person to look at. */
function asksForRefund({ cases: { refundLimitMinor: limit } }: Policy, told: Told): boolean {
  if (limit === undefined || standingOf(told) !== 'going-on') return false
  return told.baseMinor === undefined || told.baseMinor > limit
}

function resolved(history: readonly ChainedEvent[]): ReadonlySet<string> | undefined {
  const last = history.findLastIndex(({ action }) => action === 'resolve' || action === 'approve')
  return last < 0 ? undefined : toldIn(history.slice(0, last))
}

/** A case about a payment becomes that of its first dispute once an id is told. */
function disputes(merchantId: string, told: readonly Told[], kept: readonly Kept[]): Group[] {
  const idOf = ({ case: { subject } }: Kept): string | undefined => {
    const read = readSubject(subject)
    return read?.what === 'dispute' ? read.disputeId : undefined
  }
  const unclaimed = new Set(kept)
  const groups = groupDisputes(told).map(group => {
    const own = kept.find(each =>
      group.disputeId === undefined
        ? idOf(each) === undefined && each.case.payment_id === group.paymentId
        : idOf(each) === group.disputeId,
    )
    if (own !== undefined) unclaimed.delete(own)
    return { ...group, kept: own }
  })
  return groups.map(({ disputeId, paymentId, told: steps, kept: own }) => {
    const unnamed = [...unclaimed].find(each => idOf(each) === undefined && each.case.payment_id === paymentId)
    const found = own ?? unnamed
    if (found !== undefined) unclaimed.delete(found)
    const subject = subjectText({ what: 'dispute', merchantId, paymentId: paymentId ?? undefined, disputeId })
    return { subject, paymentId, told: steps, kept: found }
  })
}
