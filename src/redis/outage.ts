import { Outage } from '../model/problem.ts'
import { codeOf, explainOutage, isOutageAnswer } from './explain-outage.ts'

/** What ioredis says when `commandTimeout` has passed. */
const TIMED_OUT = 'Command timed out'

/** An `Outage` for what waiting or an operator mends; the `ReplyError` of Redis itself when it is not one of an outage. */
export function outageOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  if (error.name === 'ReplyError' && !isOutageAnswer(error)) return error
  return new Outage('redis', explainOutage(error), error)
}

/**
 * True when the connection is better made anew: after a time-out it may be half open, and when a server turned read-only the
 * name may by now lead to the one that took over.
 */
export function asksForNewConnection(error: unknown): boolean {
  return error instanceof Error && (error.message === TIMED_OUT || codeOf(error) === 'READONLY')
}
