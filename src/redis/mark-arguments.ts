import type { Advance } from '../ports.ts'

/** What the marked script gets beyond the plain one. */
export interface MarkArguments {
  key: string
  /** ASCII only. */
  values: readonly string[]
}

/**
 * In the parts of a batch before the last, `isWhole` is false: the partitions have to stand where the batch begins, and
 * are moved only when all of it is counted.
 */
export function markArguments(key: string, id: string, advances: readonly Advance[], isWhole: boolean): MarkArguments {
  const values = [id]
  for (const { topic, partition, from, to } of advances) {
    values.push(`${topic}/${partition}`, String(from), String(isWhole ? to : from))
  }
  values.push(String(advances.length))
  return { key, values }
}
