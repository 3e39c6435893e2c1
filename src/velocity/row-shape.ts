/**
 * How an event stands in a row that any store of the same plan and secret can count, whichever thread wrote it:
 *
 * | bytes | what |
 * |---|---|
 * | 0 | the record (record.ts), as the event first stands in its logs |
 * | 64 | hashes that tell its content and its state from others under the same id, 8 each |
 * | 80 | by kind of key: 64 bits of the keyed hash of the key, 0 when absent |
 * | | by own log: the value for its amount column, float64 |
 * | | by own log: `OWN_ABSENT`, `OWN_COUNTS` or `OWN_MARKS`, 1 each; filled up to 8 |
 *
 * Numbers are of this machine's byte order: rows never leave the process.
 */
import type { VelocityPlan } from './plan.ts'
import { RECORD_BYTES } from './record.ts'

export const CONTENT_AT = RECORD_BYTES
export const STATE_AT = RECORD_BYTES + 8
const KEYS_AT = RECORD_BYTES + 16

/** The event has no record in the own log. */
export const OWN_ABSENT = 0
/** It counts there. */
export const OWN_COUNTS = 1
/** It only marks its place. */
export const OWN_MARKS = 2

export interface RowShape {
  rowBytes: number
  /** What keys are made of, each kind once. */
  kinds: readonly { name: string; by: readonly string[]; at: number }[]
  /** By log of the plan: where its key stands, and its own value and mark, where it is an own log. */
  logs: readonly { keyAt: number; own: { valueAt: number; markAt: number } | undefined }[]
}

const shapes = new WeakMap<VelocityPlan, RowShape>()

export function rowShapeOf(plan: VelocityPlan): RowShape {
  let shape = shapes.get(plan)
  if (shape === undefined) {
    shape = makeShape(plan)
    shapes.set(plan, shape)
  }
  return shape
}

function makeShape({ logs }: VelocityPlan): RowShape {
  const names = [...new Set(logs.map(({ by }) => kindName(by)))]
  const kinds = names.map((name, index) => {
    const { by } = logs.find(log => kindName(log.by) === name)!
    return { name, by, at: KEYS_AT + 8 * index }
  })
  const owns = logs.filter(({ own }) => own !== undefined)
  const valuesAt = KEYS_AT + 8 * kinds.length
  const marksAt = valuesAt + 8 * owns.length
  return {
    rowBytes: Math.ceil((marksAt + owns.length) / 8) * 8,
    kinds,
    logs: logs.map(log => {
      const own = owns.indexOf(log)
      return {
        keyAt: kinds[names.indexOf(kindName(log.by))]!.at,
        own: own < 0 ? undefined : { valueAt: valuesAt + 8 * own, markAt: marksAt + own },
      }
    }),
  }
}

export function kindName(by: readonly string[]): string {
  return by.join('+')
}
