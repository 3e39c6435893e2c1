import type { Advance, LogPosition, StateMark } from '../ports.ts'
import { partitionName } from './lost-ranges.ts'

/** How far this process has counted in each partition, whatever the store still has of it. */
export class Reached {
  private readonly byPartition = new Map<string, bigint>()

  /** By `partitionName`. */
  get offsets(): ReadonlyMap<string, bigint> {
    return this.byPartition
  }

  note(end: LogPosition): void {
    const name = partitionName(end)
    if (end.offset > (this.byPartition.get(name) ?? 0n)) this.byPartition.set(name, end.offset)
  }

  /** A batch may come again that lies before what we have counted: then its end is all that has to be there. */
  advanceTo({ topic, partition, offset }: LogPosition): Advance {
    const from = this.byPartition.get(partitionName({ topic, partition })) ?? 0n
    return { topic, partition, from: from < offset ? from : offset, to: offset }
  }

  /** A topic that was made anew has lower offsets than the one that we had counted. */
  lowerTo({ counted }: StateMark): void {
    const standing = new Map(counted.map(each => [partitionName(each), each.offset]))
    for (const [name, offset] of this.byPartition) {
      const stands = standing.get(name) ?? 0n
      if (offset > stands) this.byPartition.set(name, stands)
    }
  }
}
