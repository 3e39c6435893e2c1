import type { Problem } from '../model/problem.ts'

/** Why something cannot be done with a case. The codes are listed in docs/cases.md. */
export type CaseRefusal =
  | 'no-such-case'
  | 'unknown-person'
  | 'changed-meanwhile'
  | 'not-from-this-state'
  | 'taken'
  | 'not-your-role'
  | 'above-your-limit'
  | 'same-person'
  | 'nothing-said'
  | 'unknown-resolution'
  | 'no-label'
  | 'account-state'

export function refused(code: CaseRefusal, message: string, suggestion?: string): Problem {
  return { code, message, severity: 'error', ...(suggestion === undefined ? {} : { suggestion }) }
}
