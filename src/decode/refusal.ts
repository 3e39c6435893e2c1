import type { Problem } from '../model/problem.ts'
import type { RejectCode } from './codes.ts'

/** Why a record is refused. The message never quotes a value that might be secret. */
export function refusal(code: RejectCode, message: string, field?: string, suggestion?: string): Problem {
  return { code, message, severity: 'error', field, suggestion }
}
