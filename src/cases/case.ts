import type { CaseKind, CaseState, Label } from '../model/case.ts'
import type { Handling, Priority } from '../model/decision.ts'

/** A case by the names of its columns. Times are ISO 8601 in UTC; amounts whole minor units of the base currency. */
export interface Case {
  case_id: string
  /** What it is about, as one text: the same for everything that joins it. */
  subject: string
  kind: CaseKind
  merchant_id: string
  payment_id: string | null
  customer_id: string | null
  queue: string
  priority: Priority
  handling: Handling
  state: CaseState
  opened_at: string
  due_at: string | null
  assignee: string | null
  first_action_at: string | null
  closed_at: string | null
  resolution: string | null
  label: Label | null
  base_minor: number | null
  /** In the words of the gateway, or the first rule that hit. */
  reason: string | null
  /** How far the newest outcome that it follows has come; older ones that arrive later change nothing. */
  outcome_at: string | null
  /** False while the payment that it names has not come in. */
  is_matched: boolean
  /** What waits for a second person, and who wants it. */
  proposed_resolution: string | null
  proposed_label: Label | null
  proposed_by: string | null
  /** How many events it has; the number of the last one. */
  version: number
  /** Of the last event. */
  head_hash: string
}

/** What an event may change besides the state, which the table of transitions says. */
export type CaseChanges = Partial<Omit<Case, 'case_id' | 'state' | 'version' | 'head_hash' | 'first_action_at'>>

export interface CaseEventBody {
  /** A sentence for the person who reads the history. */
  why?: string
  set?: CaseChanges
  /** Of a `reopen` by itself: the state in which people had left it, where it goes on from there. */
  goes_on_as?: CaseState
  /** Of the record that it follows from, where that had one: W3C Trace Context, 32 digits. */
  trace?: string | undefined
  /** Whatever else belongs to the action: a note, the act on an account, the facts that are new. */
  [detail: string]: unknown
}

/** One line of a case's history. `actor` is a person of the policy, or `desk` for what happens by itself. */
export interface CaseEvent {
  case_id: string
  /** 1 for the first. */
  number: number
  at: string
  actor: string
  action: CaseAction
  body: CaseEventBody
}

export type CaseAction =
  | 'opened'
  | 'joined'
  | 'matched'
  | 'ended'
  | 'take'
  | 'assign'
  | 'note'
  | 'ask'
  | 'answered'
  | 'submit'
  | 'escalate'
  | 'propose'
  | 'resolve'
  | 'approve'
  | 'reject'
  | 'reopen'
  | 'act'

/** The actor of what happens by itself; nobody may be called like this. */
export const DESK = 'desk'
