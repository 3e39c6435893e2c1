import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { CaseEvent } from './case.ts'

/** An event as it is kept: bound to the one before it, so that none can be changed, taken out or put in unnoticed. */
export interface ChainedEvent extends CaseEvent {
  /** Of the event before it; empty for the first. */
  previous_hash: string
  /** SHA-256 over the previous hash and the event as canonical JSON (RFC 8785), in hex. */
  hash: string
}

export function chainHash(previousHash: string, { case_id, number, at, actor, action, body }: CaseEvent): string {
  const text = canonicalize({ case_id, number, at, actor, action, body })
  return createHash('sha256').update(previousHash).update('\n').update(text!).digest('hex')
}

/** The first thing that is wrong with a history, for a person to read; undefined when it is whole. */
export function brokenLink(events: readonly ChainedEvent[]): string | undefined {
  let previous = ''
  for (const [index, event] of events.entries()) {
    if (event.number !== index + 1) return `event ${index + 1} is missing`
    if (event.previous_hash !== previous) return `event ${event.number} does not follow event ${index}`
    if (event.hash !== chainHash(previous, event)) return `event ${event.number} was changed`
    previous = event.hash
  }
  return undefined
}
