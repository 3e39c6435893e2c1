import type { Access } from './cel/reader.ts'
import type { Name } from './cel/tree.ts'
import type { ValueList } from './lists/value-list.ts'
import type { Frame, VerdictFrame } from './ruleset.ts'

export type Lists = ReadonlyMap<string, ValueList>
export type IndexOf = (name: Name & { kind: 'velocity' }) => number

/** How a condition reads a payment's facts, its counts, and the lists. */
export function frameAccess(lists: Lists, indexOf: IndexOf): Access<Frame> {
  return {
    name(name) {
      if (name.kind === 'fact') {
        const { fact } = name
        return frame => fact.read(frame.facts)
      }
      if (name.kind === 'velocity') {
        const index = indexOf(name)
        return frame => frame.counted.read(index)
      }
      throw new Error(`${name.name} is known only once a payment was judged`)
    },
    listed(list) {
      const values = lists.get(list)
      if (values === undefined) throw new Error(`list ${list} was checked but not read`)
      return (value, frame) => values.has(value, frame.facts.payment.occurredAtMs)
    },
  }
}

/** The same for queues, which also know how the payment was judged. */
export function verdictAccess(lists: Lists, indexOf: IndexOf): Access<VerdictFrame> {
  const frame = frameAccess(lists, indexOf)
  return {
    name(name) {
      if (name.kind !== 'verdict') return frame.name(name)
      const field = name.name as 'action' | 'score' | 'hits'
      return verdict => verdict[field]
    },
    listed: frame.listed,
  }
}
