import type { LogPosition, StateMark } from '../ports.ts'
import { fieldOf } from './mark-field.ts'

/** What the marks of all shards say together: a partition is counted as far as the shard that is furthest behind. */
export function jointMark(marks: readonly StateMark[]): StateMark {
  const least = new Map<string, LogPosition & { shards: number }>()
  for (const { counted } of marks) {
    for (const position of counted) {
      const name = fieldOf(position)
      const known = least.get(name)
      if (known === undefined) least.set(name, { ...position, shards: 1 })
      else {
        known.shards++
        if (position.offset < known.offset) known.offset = position.offset
      }
    }
  }
  const counted = [...least.values()]
    .filter(({ shards }) => shards === marks.length)
    .map(({ topic, partition, offset }) => ({ topic, partition, offset }))
  return { id: marks.map(({ id }) => id).join(ID_SEPARATOR), counted }
}

/** The ids of the single shards. */
export function shardIds(id: string): string[] {
  return id.split(ID_SEPARATOR)
}

/** Not among the characters of an id. */
const ID_SEPARATOR = '.'
