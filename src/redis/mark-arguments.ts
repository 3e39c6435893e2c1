import type { Advance } from '../ports.ts'
import type { CallLogs } from './call-logs.ts'
import { fieldOf } from './mark-field.ts'

/** What the marked script gets beyond the plain one. */
export interface MarkArguments {
  mark: KnownMark
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
  mark: KnownMark,
  id: string,
  advances: readonly Advance[],
  isWhole: boolean,
): MarkArguments {
  const values = [id]
  for (const { topic, partition, from, to } of advances) {
    values.push(fieldOf({ topic, partition }), String(from), String(isWhole ? to : from))
  }
  values.push(String(advances.length), String(mark.compactions))
  return { mark, values }
}

/** Takes over how many compactions there were by what the answer of a marked script ends with: the logs are read since. */
export function noteCompactions({ mark }: MarkArguments, logs: CallLogs, reply: Buffer): void {
  mark.compactions = reply.readUInt32LE(reply.length - 4)
  logs.compactions = mark.compactions
}
