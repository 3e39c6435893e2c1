import { CASE_STATES, type CaseState } from '../model/case.ts'
import type { CaseAction } from './case.ts'

export interface Transition {
  from: readonly CaseState[]
  /** Undefined: the state stays. */
  to?: CaseState
  /** `desk`: it happens by itself. */
  by: 'person' | 'desk' | 'either'
  help: string
}

const ENDED: readonly CaseState[] = ['resolved', 'closed']
const GOING_ON = CASE_STATES.filter(state => !ENDED.includes(state))
const IN_HAND: readonly CaseState[] = ['open', 'in_progress', 'waiting_customer', 'escalated', 'submitted']

/** Which action leads from which state to which; docs/cases.md prints it. `opened` begins a case and stands for itself. */
export const TRANSITIONS: Readonly<Record<Exclude<CaseAction, 'opened'>, Transition>> = {
  joined: { from: CASE_STATES, by: 'desk', help: 'something more came in about it' },
  matched: { from: CASE_STATES, by: 'desk', help: 'the payment that it names came in' },
  ended: { from: GOING_ON, to: 'closed', by: 'desk', help: 'the bank or the gateway has ended it' },
  take: { from: IN_HAND, to: 'in_progress', by: 'person', help: 'work on it' },
  assign: { from: GOING_ON, by: 'person', help: 'give it to somebody' },
  note: { from: CASE_STATES, by: 'person', help: 'write something down' },
  ask: { from: IN_HAND, to: 'waiting_customer', by: 'person', help: 'the customer was asked' },
  answered: { from: ['waiting_customer'], to: 'in_progress', by: 'person', help: 'the customer answered' },
  submit: { from: IN_HAND, to: 'submitted', by: 'person', help: 'evidence was handed in' },
  escalate: { from: GOING_ON, to: 'escalated', by: 'person', help: 'hand it to fraud investigations' },
  propose: { from: IN_HAND, to: 'waiting_approval', by: 'person', help: 'ask a second person for a resolution' },
  resolve: { from: IN_HAND, to: 'resolved', by: 'person', help: 'decide it' },
  approve: { from: ['waiting_approval'], to: 'resolved', by: 'person', help: 'agree, as a second person' },
  reject: { from: ['waiting_approval'], to: 'in_progress', by: 'person', help: 'disagree, as a second person' },
  reopen: {
    from: ['submitted', ...ENDED],
    to: 'open',
    by: 'either',
    help: 'begin again; by itself it goes on as people had left it, unless they were done with it',
  },
  act: { from: GOING_ON, by: 'person', help: 'do something about an account' },
}

/** Undefined when the action does not go from this state. */
export function nextState(from: CaseState | undefined, action: CaseAction): CaseState | undefined {
  if (action === 'opened') return from === undefined ? 'open' : undefined
  if (from === undefined) return undefined
  const transition = TRANSITIONS[action]
  return transition.from.includes(from) ? (transition.to ?? from) : undefined
}

export function hasEnded(state: CaseState): boolean {
  return ENDED.includes(state)
}
