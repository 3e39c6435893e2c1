import type { Advance } from '../ports.ts'

/** What the marked script gets beyond the plain one. */
export interface MarkArguments {
  key: string
  /** ASCII only. */
  values: readonly string[]
}

/** A mark, and how many compactions a process knows of: its copies are of logs as these left them. */
export interface KnownMark {
  key: string
  compactions: number
}

/**
 * In the parts of a batch before the last, `isWhole` is false: the partitions have to stand where the batch begins, and
 * are moved only when all of it is counted.
 */
export function markArguments(
  { key, compactions }: KnownMark,
  id: string,
  advances: readonly Advance[],
  isWhole: boolean,
): MarkArguments {
  const values = [id]
  for (const { topic, partition, from, to } of advances) {
    values.push(`${topic}/${partition}`, String(from), String(isWhole ? to : from))
  }
  values.push(String(advances.length), String(compactions))
  return { key, values }
}

/** What the answer of a marked script ends with. */
export function compactionsIn(reply: Buffer): number {
  return reply.readUInt32LE(reply.length - 4)
}
