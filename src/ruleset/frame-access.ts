import type { FactName } from '../enrich/facts.ts'
import type { Value } from '../model/decision.ts'
import { saysHowMany } from '../velocity/plan.ts'
import type { Access, Reader } from './cel/reader.ts'
import type { Name } from './cel/tree.ts'
import type { ValueList } from './lists/value-list.ts'
import type { Frame, VerdictFrame } from './ruleset.ts'

export type Lists = ReadonlyMap<string, ValueList>
export type IndexOf = (name: Name & { kind: 'velocity' }) => number

/**
 * How a condition reads a payment's facts, its counts, and the lists. Made once per ruleset: all rules share one reader per
 * name, which remembers the value for the frame at hand, since many rules ask for the same few values.
 */
export function frameAccess(lists: Lists, indexOf: IndexOf): Access<Frame> {
  const readers = new Map<string | number, Reader<Frame, Value>>()
  return {
    name(name) {
      if (name.kind === 'verdict') throw new Error(`${name.name} is known only once a payment was judged`)
      const key = name.kind === 'fact' ? name.name : indexOf(name)
      let reader = readers.get(key)
      if (reader === undefined) {
        reader = remember(name.kind === 'fact' ? readFact(name.fact) : readVelocity(indexOf(name)))
        readers.set(key, reader)
      }
      return reader
    },
    comparedWith(name) {
      if (name.kind !== 'velocity' || !saysHowMany(name.definition)) return undefined
      const index = indexOf(name)
      return (frame, limit) => frame.counted.comparedWith(index, limit)
    },
    listed(list) {
      const values = lists.get(list)
      if (values === undefined) throw new Error(`list ${list} was checked but not read`)
      return (value, frame) => values.has(value, frame.facts.payment.occurredAtMs)
    },
  }
}

function readFact(fact: FactName): Reader<Frame, Value> {
  return frame => fact.read(frame.facts)
}

function readVelocity(index: number): Reader<Frame, Value> {
  return frame => frame.counted.read(index)
}

/** Frames never change, so the frame itself is the whole key. */
function remember(read: Reader<Frame, Value>): Reader<Frame, Value> {
  let of: Frame | undefined
  let value: Value | undefined
  return frame => {
    if (frame !== of) {
      value = read(frame)
      of = frame
    }
    return value
  }
}

/** The same for queues, which also know how the payment was judged. */
export function verdictAccess(frame: Access<Frame>): Access<VerdictFrame> {
  return {
    name(name) {
      if (name.kind !== 'verdict') return frame.name(name)
      const field = name.name as 'action' | 'score' | 'hits'
      return verdict => verdict[field]
    },
    listed: frame.listed,
  }
}
