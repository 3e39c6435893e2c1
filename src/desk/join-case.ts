import { type Case, type CaseChanges, DESK } from '../cases/case.ts'
import { type CaseJudgement, dueAt, judgeCase } from '../cases/judge-case.ts'
import { standingOf } from '../cases/outcome-stage.ts'
import { hasEnded } from '../cases/transitions.ts'
import { toBaseMinor } from '../enrich/base-amount.ts'
import type { Handling } from '../model/decision.ts'
import type { Sql } from '../ports.ts'
import type { Policy } from '../ruleset/ruleset.ts'
import { caseFacts, knownPayment } from './case-facts.ts'
import { link, recordEvent } from './case-store.ts'
import { type FollowedOutcome, namedSubject } from './outcome-subject.ts'
import { relabelByPeople } from './relabel-by-people.ts'

/** An outcome comes to the case that is about it: the newest one says how it stands, older ones that arrive late only add to it. */
export async function joinCase(sql: Sql, policy: Policy, before: Case, outcome: FollowedOutcome): Promise<void> {
  const at = new Date(outcome.occurredAtMs).toISOString()
  const { type, id, merchantId, trace } = outcome
  const isNewest = before.outcome_at === null || at >= before.outcome_at
  const isOpener = before.version === 1 && before.outcome_at === at
  const event = { case_id: before.case_id, at, actor: DESK }
  let now = before
  if (!isOpener) {
    const why = [type.replaceAll('_', ' '), outcome.reason, outcome.status ?? outcome.stage].filter(Boolean).join(', ')
    const set = await changesOf(sql, policy, before, outcome, isNewest)
    now = await recordEvent(sql, now, { ...event, action: 'joined', body: { why, what: type, id, trace, set } })
    await link(sql, now.case_id, type, merchantId, id)
  }
  if (!isNewest) return
  const standing = standingOf(outcome)
  if (standing !== 'going-on' && !hasEnded(now.state)) {
    const why = `ended outside: ${outcome.stage ?? outcome.status}`
    await recordEvent(sql, now, { ...event, action: 'ended', body: { why, set: { resolution: standing } } })
  } else if (hasEnded(now.state) && asksAgain(before, outcome)) {
    const set = { resolution: null, label: null }
    now = await recordEvent(sql, now, { ...event, action: 'reopen', body: { why: 'it asks for an answer again', set } })
    await relabelByPeople(sql, now)
  }
}

/** A dispute that becomes a chargeback, a second round, or a new deadline. */
function asksAgain(before: Case, outcome: FollowedOutcome): boolean {
  if (standingOf(outcome) !== 'going-on') return false
  const isNewRound = ['needs_response', 'second', 'pre_arbitration'].includes(outcome.stage ?? outcome.status ?? '')
  const isWorse = before.kind === 'dispute' && outcome.type === 'chargeback'
  return isNewRound || isWorse || outcome.deadlineMs !== undefined
}

async function changesOf(
  sql: Sql,
  policy: Policy,
  before: Case,
  outcome: FollowedOutcome,
  isNewest: boolean,
): Promise<CaseChanges> {
  const at = new Date(outcome.occurredAtMs).toISOString()
  const kind = outcome.type === 'chargeback' ? 'chargeback' : before.kind
  const subject = namedSubject(outcome) ?? before.subject
  const openedAt = at < before.opened_at ? at : before.opened_at
  if (!isNewest) return { kind, subject, opened_at: openedAt }
  const { amountMinor, currency, deadlineMs, reason, notice } = outcome
  const isAmount = amountMinor !== undefined && currency !== undefined
  const baseMinor = (isAmount ? toBaseMinor(amountMinor, currency, policy.money) : undefined) ?? before.base_minor
  const payment = await knownPayment(sql, before.merchant_id, before.payment_id)
  const asked = {
    kind,
    baseMinor,
    reason: reason ?? notice ?? before.reason,
    notice,
    openedAtMs: outcome.occurredAtMs,
    deadlineMs,
    base: policy.money.base,
  }
  const facts = await caseFacts(sql, asked, payment)
  const due =
    deadlineMs === undefined
      ? before.due_at
      : new Date(dueAt(policy.cases, facts, outcome.occurredAtMs, deadlineMs)).toISOString()
  return {
    kind,
    subject,
    opened_at: openedAt,
    outcome_at: at,
    base_minor: baseMinor,
    reason: asked.reason,
    due_at: due,
    ...notLess(before, judgeCase(policy.cases, facts)),
  }
}

const STRICTNESS: Readonly<Record<Handling, number>> = { self: 0, approval: 1, escalate: 2 }

/** What was handed to investigations, or asks for a second person, stays so whatever comes in. */
export function notLess(before: Case, judgement: CaseJudgement): CaseJudgement {
  const isLess = STRICTNESS[judgement.handling] < STRICTNESS[before.handling]
  return isLess ? { ...judgement, handling: before.handling } : judgement
}
