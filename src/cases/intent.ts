import type { AccountAction, Label } from '../model/case.ts'
import type { CaseAction, CaseEventBody } from './case.ts'

/** What a person wants to do with a case. */
export interface Intent {
  action: Exclude<CaseAction, 'opened' | 'joined' | 'matched' | 'ended' | 'propose'>
  by: string
  /** The version of the case that they have seen; undefined: whatever it is now. */
  version?: number | undefined
  /** A note, or why. */
  text?: string | undefined
  assignee?: string | undefined
  resolution?: string | undefined
  label?: Label | undefined
  account?: { action: AccountAction; what: 'merchant' | 'customer'; id: string; reversal?: string | undefined }
}

/** The event that an intent comes to. */
export interface PermittedEvent {
  action: CaseAction
  body: CaseEventBody
}
