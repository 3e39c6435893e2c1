import { Outage } from '../model/problem.ts'

/** Answers of Redis that waiting or an operator mends; anything else is a mistake of ours. */
const OUTAGE_CODES = new Set(
  'LOADING BUSY READONLY OOM MISCONF MASTERDOWN NOREPLICAS CLUSTERDOWN TRYAGAIN MOVED ASK NOAUTH WRONGPASS NOPERM UNKILLABLE'.split(
    ' ',
  ),
)

/** What ioredis says when `commandTimeout` has passed. */
const TIMED_OUT = 'Command timed out'

/** An `Outage` for what waiting or an operator mends; the `ReplyError` of Redis itself when it is not one of an outage. */
export function outageOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  if (error.name === 'ReplyError' && !OUTAGE_CODES.has(codeOf(error))) return error
  return new Outage('redis', error.message, error)
}

/**
 * True when the connection is better made anew: after a time-out it may be half open, and when a server turned read-only the
 * name may by now lead to the one that took over.
 */
export function asksForNewConnection(error: unknown): boolean {
  return error instanceof Error && (error.message === TIMED_OUT || codeOf(error) === 'READONLY')
}

function codeOf(error: Error): string {
  return error.message.split(' ', 1)[0]!
}
