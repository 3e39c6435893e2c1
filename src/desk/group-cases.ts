import { type Case, DESK } from '../cases/case.ts'
import type { ChainedEvent } from '../cases/chain.ts'
import { type DisputeGroup, groupDisputes } from '../cases/group-disputes.ts'
import { groupNotices } from '../cases/group-notices.ts'
import { matchCases } from '../cases/match-cases.ts'
import { standingOf } from '../cases/outcome-stage.ts'
import { toldIn } from '../cases/stand.ts'
import { keyOfTold, type Told } from '../cases/told.ts'
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
          told: toldIn(firstAct(history) < 0 ? history : history.slice(0, firstAct(history))),
          isActedOn: firstAct(history) >= 0,
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

/**
 * A case is about one dispute, and people's acts stay with what they were about, whatever ids are told later and in whichever order: once
 * they have acted, the dispute that it then was; where that had no id yet, the dispute that its first step turns out to belong to. A case
 * that nobody touched becomes that of the first dispute about its payment.
 */
function disputes(merchantId: string, told: readonly Told[], kept: readonly Kept[]): Group[] {
  const groups = groupDisputes(told)
  const isUntouched = ({ history }: Kept): boolean => firstAct(history) < 0
  const isOfPayment = ({ case: about }: Kept, { paymentId }: DisputeGroup): boolean =>
    idIn(about.subject) === undefined && about.payment_id === paymentId
  const matched = matchCases(groups, kept, [
    (each, group) => !isUntouched(each) && groupActedOn(each, groups, told) === group,
    (each, group) =>
      isUntouched(each) &&
      (group.disputeId === undefined ? isOfPayment(each, group) : idIn(each.case.subject) === group.disputeId),
    (each, group) => isUntouched(each) && isOfPayment(each, group),
    // One with an id is free when its dispute turned out to be what people had acted on elsewhere.
    each => isUntouched(each) && idIn(each.case.subject) !== undefined,
  ])
  return groups.map(group => {
    const { disputeId, paymentId, told: steps } = group
    const subject = subjectText({ what: 'dispute', merchantId, paymentId: paymentId ?? undefined, disputeId })
    return { subject, paymentId, told: steps, kept: matched.get(group) }
  })
}

function groupActedOn(
  { history }: Kept,
  groups: readonly DisputeGroup[],
  told: readonly Told[],
): DisputeGroup | undefined {
  const before = history.slice(0, firstAct(history))
  const subject = before.findLast(({ body }) => body.set?.subject !== undefined)?.body.set?.subject
  const id = subject === undefined ? undefined : idIn(subject)
  if (id !== undefined) return groups.find(({ disputeId }) => disputeId === id)
  const known = toldIn(before)
  const first = told.find(each => known.has(keyOfTold(each)))
  return groups.find(group => group.told.some(each => each === first))
}

/** The place of the first thing that a person did; -1 where nobody has. */
function firstAct(history: readonly ChainedEvent[]): number {
  return history.findIndex(({ actor }) => actor !== DESK)
}

function idIn(subject: string): string | undefined {
  const read = readSubject(subject)
  return read?.what === 'dispute' ? read.disputeId : undefined
}
