import type { MadePayment, MadeRecord } from './made-record.ts'

/** What must become of a record. */
export type Fate =
  | { kind: 'decision'; identity: string }
  | { kind: 'dead letter'; code: string }
  /** A tombstone, or a change of status, which is counted and not scored again. */
  | { kind: 'nothing' }

/** By offset, for one partition: from the input alone, since all records of a payment are in one partition. */
export function fatesOf(partition: readonly MadeRecord[]): Fate[] {
  const firsts = new Map<string, MadePayment>()
  return partition.map(record => {
    const { payment, refusal } = record
    if (refusal !== undefined) return { kind: 'dead letter', code: refusal }
    if (payment === undefined) return { kind: 'nothing' }
    const { identity, event, state } = payment
    const first = firsts.get(identity)
    if (first === undefined) {
      firsts.set(identity, payment)
      return { kind: 'decision', identity }
    }
    if (first.event.content !== event.content) return { kind: 'dead letter', code: 'id-conflict' }
    return first.state === state ? { kind: 'decision', identity } : { kind: 'nothing' }
  })
}
