import { type Case, DESK } from '../cases/case.ts'
import { leftByPeople, type Stand, standAfter, toldIn } from '../cases/stand.ts'
import { keyOfTold, type Told, timeOf } from '../cases/told.ts'
import { toldColumns } from '../cases/told-columns.ts'
import { hasEnded } from '../cases/transitions.ts'
import { majorOf } from '../enrich/base-amount.ts'
import type { Sql } from '../ports.ts'
import type { Policy } from '../ruleset/ruleset.ts'
import { factsOfPayment, knownPayment } from './case-facts.ts'
import { casesWhere, historyOf, link, lockCase, recordEvent } from './case-store.ts'
import { type Group, groupCases, type Kept } from './group-cases.ts'
import { openCase } from './open-case.ts'
import { lockAbout, subjectText } from './outcome-subject.ts'
import { changed, recordNews } from './record-news.ts'
import { relabelByPeople } from './relabel-by-people.ts'
import { type NotYet, type Subject, toldAbout } from './told-outcomes.ts'

/** The trace of a record that is being followed, and the state of an outcome that it told. */
export interface Traced {
  key: string
  trace: string | undefined
}

/**
 * Brings the cases about a subject to what all that was told of it comes to, whatever came first; what is in no history yet is added to
 * one. Where nothing is new and nothing would change, nothing is written, so it may be done again at any time.
 */
export async function settleCases(
  sql: Sql,
  policy: Policy,
  subject: Subject,
  { notYet = new Set(), traced }: { notYet?: NotYet; traced?: Traced } = {},
): Promise<void> {
  await lockAbout(sql, subject)
  const told = await toldAbout(sql, policy.money, subject, notYet)
  const condition = 'subject in (select jsonb_array_elements_text($1::jsonb))'
  const cases = await casesWhere(sql, condition, [JSON.stringify(subjectsOf(subject, told))], { forUpdate: true })
  const kept: Kept[] = []
  for (const each of cases) kept.push({ case: each, history: await historyOf(sql, each.case_id) })
  let isToldOfNeighbours = false
  for (const group of groupCases(policy, subject, told, kept)) {
    // A case that was opened here has told the others of itself.
    const now =
      isToldOfNeighbours && group.kept !== undefined ? await keptCase(sql, group.kept.case.case_id) : group.kept
    await settle(sql, policy, { ...group, kept: now }, traced)
    isToldOfNeighbours ||= group.kept === undefined
  }
}

async function keptCase(sql: Sql, caseId: string): Promise<Kept> {
  return { case: (await lockCase(sql, caseId))!, history: await historyOf(sql, caseId) }
}

function subjectsOf(subject: Subject, told: readonly Told[]): string[] {
  if (subject.what !== 'dispute') return [subjectText(subject)]
  const payments = new Set([subject.paymentId, undefined, ...told.map(({ paymentId }) => paymentId)])
  const disputes = new Set([subject.disputeId, undefined, ...told.map(({ disputeId }) => disputeId)])
  return [...payments].flatMap(paymentId =>
    [...disputes].map(disputeId => subjectText({ ...subject, paymentId, disputeId })),
  )
}

async function settle(sql: Sql, policy: Policy, group: Group, traced: Traced | undefined): Promise<void> {
  const { told, subject, paymentId } = group
  const opener = told[0]!
  const { merchantId } = opener
  const payment = await knownPayment(sql, merchantId, paymentId)
  const set = {
    subject,
    merchant_id: merchantId,
    payment_id: paymentId,
    customer_id: payment?.customer_id ?? null,
    is_matched: paymentId === null || payment !== undefined,
    ...toldColumns(policy.cases, told, {
      paymentMinor: payment?.base_minor ?? null,
      toMajor: minor => majorOf(minor, policy.money.base),
      facts: await factsOfPayment(sql, payment, opener.occurredAtMs),
      isEscalated: group.kept?.history.some(({ action }) => action === 'escalate') ?? false,
    }),
  }
  const traceOf = (each: Told): string | undefined => (traced?.key === keyOfTold(each) ? traced.trace : undefined)
  const history = group.kept?.history ?? []
  let now =
    group.kept?.case ??
    (await openCase(sql, { ...eventOf(opener), why: openedWhy(opener), trace: traceOf(opener), set }))
  const known = history.length === 0 ? new Set([keyOfTold(opener)]) : toldIn(history)
  const stand = standAfter(leftByPeople(history), told)
  if (now.state === stand.state) Object.assign(set, { resolution: stand.resolution, closed_at: stand.closed_at })
  if (!now.is_matched && set.is_matched) {
    now = await recordNews(sql, now, changed(now, set), payment?.occurred_at)
  }
  const members = new Set(told.map(keyOfTold))
  const left = [...known].filter(key => !members.has(key))
  if (left.length > 0) {
    const body = { why: 'some of it belongs to another case', left, set: changed(now, set) }
    now = await recordEvent(sql, now, { case_id: now.case_id, at: set.outcome_at, actor: DESK, action: 'joined', body })
  }
  for (const each of told.filter(state => !known.has(keyOfTold(state)))) {
    const { at, what, id } = eventOf(each)
    const body = { why: joinedWhy(each), what, id, trace: traceOf(each), set: changed(now, set) }
    now = await recordEvent(sql, now, { case_id: now.case_id, at, actor: DESK, action: 'joined', body })
    await link(sql, now.case_id, what, merchantId, id)
  }
  now = await recordNews(sql, now, changed(now, set), payment?.occurred_at)
  await bringTo(sql, now, stand, set.outcome_at)
}

/** `atLeast` is the time where nothing that was told did it: what had ended the case turned out to be about another one. */
async function bringTo(sql: Sql, before: Case, stand: Stand, atLeast: string): Promise<void> {
  const { state, resolution, label, closed_at, by } = stand
  if (before.state === state) return
  const event = { case_id: before.case_id, at: by === undefined ? atLeast : timeOf(by.occurredAtMs), actor: DESK }
  let now = before
  if (state !== 'closed' || hasEnded(now.state)) {
    const why = by === undefined ? 'what ended it belongs to another case' : 'it asks for an answer again'
    const goesOn = state === 'closed' || state === 'open' ? {} : { goes_on_as: state }
    const set = state === 'closed' ? { resolution: null, label: null } : { resolution, label, closed_at }
    now = await recordEvent(sql, now, { ...event, action: 'reopen', body: { why, set, ...goesOn } })
  }
  if (state === 'closed') {
    const why = `ended outside: ${by?.stage ?? by?.status}`
    now = await recordEvent(sql, now, { ...event, action: 'ended', body: { why, set: { resolution, closed_at } } })
  }
  if (now.label !== before.label) await relabelByPeople(sql, now)
}

function eventOf({ type, id, occurredAtMs }: Told) {
  return { at: timeOf(occurredAtMs), what: type, id }
}

function openedWhy({ type, notice, reason, status, stage }: Told): string {
  return sentence(type.replaceAll('_', ' '), notice?.replaceAll('_', ' '), reason, status ?? stage)
}

function joinedWhy({ type, reason, status, stage }: Told): string {
  return sentence(type.replaceAll('_', ' '), reason, status ?? stage)
}

function sentence(...parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join(', ')
}
