import { type Case, type CaseEvent, DESK } from './case.ts'
import { hasEnded, nextState } from './transitions.ts'

/**
 * A case after one more event. The same function makes the stored row and replays the history, so the two can be compared.
 * Throws for an event that does not go from the case's state: whoever makes events asks `nextState` before.
 */
export function applyEvent(before: Case | undefined, event: CaseEvent & { hash: string }): Case {
  const next = nextState(before?.state, event.action)
  if (next === undefined) throw new Error(`${event.action} does not go from ${before?.state ?? 'nothing'}`)
  const { set, goes_on_as } = event.body
  const state = event.action === 'reopen' ? (goes_on_as ?? next) : next
  const base = before ?? blank(event)
  const isEnding = hasEnded(state) && !hasEnded(base.state)
  const isPerson = event.actor !== DESK
  return {
    ...base,
    ...set,
    state,
    closed_at: hasEnded(state) ? (set?.closed_at ?? (isEnding ? event.at : base.closed_at)) : null,
    first_action_at: base.first_action_at ?? (isPerson ? event.at : null),
    version: event.number,
    head_hash: event.hash,
  }
}

/** The state that a whole history comes to. */
export function replay(events: readonly (CaseEvent & { hash: string })[]): Case | undefined {
  return events.reduce<Case | undefined>((before, event) => applyEvent(before, event), undefined)
}

function blank({ case_id, at }: CaseEvent): Case {
  return {
    case_id,
    subject: '',
    kind: 'review',
    merchant_id: '',
    payment_id: null,
    customer_id: null,
    queue: '',
    priority: 'normal',
    handling: 'self',
    state: 'open',
    opened_at: at,
    due_at: null,
    assignee: null,
    first_action_at: null,
    closed_at: null,
    resolution: null,
    label: null,
    base_minor: null,
    reason: null,
    outcome_at: null,
    is_matched: true,
    proposed_resolution: null,
    proposed_label: null,
    proposed_by: null,
    version: 0,
    head_hash: '',
  }
}
