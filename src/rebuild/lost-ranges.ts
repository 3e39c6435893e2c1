import type { LogPosition, LogRange, PartitionExtent } from '../ports.ts'

export interface Standing {
  /** What the store says is counted. */
  counted: readonly LogPosition[]
  /** What there is, and how far the group has come. */
  extents: readonly PartitionExtent[]
  /** How far this process itself has counted, by `partitionName`. */
  reached: ReadonlyMap<string, bigint>
  /** Where to begin in a partition of which the store knows nothing. */
  starts: readonly LogPosition[]
}

/**
 * What was counted once and is not in the store any more. Everything that the group has committed was counted, and so was
 * what this process has counted since; what others have counted and not committed yet will come to them again.
 */
export function lostRanges({ counted, extents, reached, starts }: Standing): LogRange[] {
  return extents.flatMap(({ topic, partition, low, high, committed }) => {
    const isHere = (each: LogPosition): boolean => each.topic === topic && each.partition === partition
    const doneByUs = reached.get(partitionName({ topic, partition })) ?? low
    const to = least(high, greatest(committed ?? low, doneByUs))
    const from = greatest(low, (counted.find(isHere) ?? starts.find(isHere))?.offset ?? low)
    return from < to ? [{ topic, partition, from, to }] : []
  })
}

/** True when the store knows nothing of a partition in which there is something to know. */
export function needsStarts({ counted, extents }: Pick<Standing, 'counted' | 'extents'>): boolean {
  return extents.some(
    ({ topic, partition, low, high }) =>
      low < high && !counted.some(each => each.topic === topic && each.partition === partition),
  )
}

export function partitionName({ topic, partition }: { topic: string; partition: number }): string {
  return `${topic}/${partition}`
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

function greatest(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
