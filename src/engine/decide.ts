import type { Action, Decision, Detail, Hit, Value } from '../model/decision.ts'
import type { Frame, Policy, Queue, Rule, Ruleset } from '../ruleset/ruleset.ts'
import { consultLists, listedAction } from './consult-lists.ts'
import { type Evaluation, evaluate, missingNames } from './evaluate.ts'
import { isHeldOut } from './hold-out.ts'
import { silence } from './silence.ts'

const SEVERITY: Record<Action, number> = { allow: 0, review: 1, block: 2 }

/** Told of each rule that an absent value left undecided; the metric counts them, since most decisions leave them out. */
export type OnUnknown = (rule: Rule) => void

/**
 * The verdict for one payment: scores of live hits add up, the thresholds turn the sum into an action, and a rule's own
 * action is the least that happens; snoozed hits count for nothing, and lists have the last word. Depends on nothing but its arguments, so a repeated payment gets the same bytes.
 */
export function decide(ruleset: Ruleset, frame: Frame, detail: Detail, onUnknown?: OnUnknown): Decision {
  const { evaluation, snoozed } = silence(ruleset, evaluate(ruleset, frame), frame)
  if (onUnknown !== undefined) evaluation.unknown.forEach(onUnknown)
  const { hits, shadowHits, unknown } = evaluation
  const { payment } = frame.facts
  const score = hits.reduce((sum, rule) => sum + rule.score, 0)
  const lists = consultLists(ruleset.policy.lists, frame)
  const asked = listedAction(lists, actionOf(ruleset.policy, score, hits))
  // Whoever put a value into a list means it: only what rules ask for is a matter of chance.
  const heldOut = asked === 'review' && lists.length === 0 && isHeldOut(payment, ruleset.policy.holdout)
  const action = heldOut ? 'allow' : asked
  const decision: Decision = {
    paymentId: payment.id,
    ...(payment.merchantId === '' ? undefined : { merchantId: payment.merchantId }),
    occurredAt: new Date(payment.occurredAtMs).toISOString(),
    action,
    ...(heldOut ? { heldOut } : undefined),
    score,
    ruleset: ruleset.hash,
    hits: hits.length === 0 ? [] : hits.map(rule => describeHit(rule, frame)),
  }
  if (shadowHits.length > 0) decision.shadowHits = shadowHits.map(rule => describeHit(rule, frame))
  if (snoozed.length > 0) decision.snoozed = [...snoozed]
  if (lists.length > 0) decision.lists = [...lists]
  if (detail === 'all' && unknown.length > 0) {
    decision.unknown = unknown.map(rule => ({ rule: rule.name, missing: missingNames(rule, frame) }))
  }
  if (detail === 'all' || hits.length > 0 || shadowHits.length > 0)
    addValues(decision, ruleset, evaluation, frame, detail)
  if (action !== 'allow') addQueue(decision, ruleset.policy, frame, action, score)
  return decision
}

/** The action of a sum of scores, or what the rules that hit ask for at least, whichever is more severe. */
export function actionOf({ thresholds }: Policy, score: number, hits: readonly Rule[]): Action {
  let action: Action = score >= thresholds.block ? 'block' : score >= thresholds.review ? 'review' : 'allow'
  for (const rule of hits) {
    if (rule.action !== undefined && SEVERITY[rule.action] > SEVERITY[action]) action = rule.action
  }
  return action
}

function describeHit(rule: Rule, frame: Frame): Hit {
  return { rule: rule.name, mode: rule.mode, score: rule.score, reason: rule.reason(frame) }
}

/** What the hits read; with detail `all`, every velocity of every rule. Absent values are left out. */
function addValues(
  decision: Decision,
  ruleset: Ruleset,
  { hits, shadowHits }: Evaluation,
  frame: Frame,
  detail: Detail,
): void {
  const velocity = new Map<string, number | boolean>()
  const facts = new Map<string, Value>()
  const approximate = new Set<string>()
  const flagged = [...hits, ...shadowHits]
  for (const rule of detail === 'all' ? ruleset.rules : flagged) {
    for (const { shown, index } of detail === 'all' ? rule.allVelocities : rule.velocities) {
      const value = frame.counted.read(index)
      if (value === undefined) continue
      velocity.set(shown, value)
      if (frame.counted.isApproximate(index)) approximate.add(shown)
    }
  }
  for (const rule of flagged) {
    for (const { name, read } of rule.facts) {
      const value = read(frame)
      if (value !== undefined) facts.set(name, value)
    }
  }
  if (velocity.size > 0) decision.velocity = inOrder(velocity)
  if (approximate.size > 0) decision.approximate = [...approximate].sort()
  if (facts.size > 0) decision.facts = inOrder(facts)
}

/** By name, so that the bytes do not depend on which rule came first. */
function inOrder<T>(values: ReadonlyMap<string, T>): Record<string, T> {
  return Object.fromEntries([...values].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function addQueue(decision: Decision, policy: Policy, frame: Frame, action: Action, score: number): void {
  const verdict = {
    facts: frame.facts,
    counted: frame.counted,
    action,
    score,
    hits: decision.hits.map(hit => hit.rule),
  }
  const takes = ({ when }: Queue) => when === undefined || when(verdict) === true
  const { queue, priority, handling } = policy.queues.find(takes) ?? policy.queues.at(-1)!
  decision.queue = queue
  decision.priority = priority
  decision.handling = handling
}
