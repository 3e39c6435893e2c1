import type { MadeRecord } from './made-record.ts'

/** What must become of a record. */
export type Fate =
  | { kind: 'decision'; identity: string }
  | { kind: 'dead letter'; code: string }
  /** A tombstone, or a change of status, which is counted and not scored again. */
  | { kind: 'nothing' }

/** By offset, for one partition: from the input alone, since all records of a payment are in one partition. */
export function fatesOf(partition: readonly MadeRecord[]): Fate[] {
  const firsts = new Map<string, MadeRecord>()
  return partition.map(record => {
    const { payment, refusal } = record
    if (refusal !== undefined) return { kind: 'dead letter', code: refusal }
    if (payment === undefined) return { kind: 'nothing' }
    const { identity, event } = payment
    const first = firsts.get(identity)?.payment?.event
    if (first === undefined) {
      firsts.set(identity, record)
      return { kind: 'decision', identity }
    }
    if (first.content !== event.content) return { kind: 'dead letter', code: 'id-conflict' }
    const isSameState = first.status === event.status && first.timeMs === event.timeMs
    return isSameState ? { kind: 'decision', identity } : { kind: 'nothing' }
  })
}
