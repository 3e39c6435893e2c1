import type { Admin } from 'kafkajs'
import type { OwnedPartition } from './owned-partition.ts'

/** What kafkajs logs right before it jumps to another offset without asking (consumerGroup.js of 2.2.4). */
export const RESET_LOG_LINE = 'Offset out of range, resetting to default offset'

/** Records between the group's position and the log are gone. Going on would skip them without a word. */
export class Gap extends Error {
  /** Read by kafkajs: it must not try again. */
  readonly retriable = false
  readonly topic: string
  readonly partition: number
  readonly position: bigint | undefined

  constructor(topic: string, partition: number, position: bigint | undefined, what: string) {
    super(`${topic}[${partition}]: reading has to go on at offset ${position ?? 'unknown'}, but ${what}`)
    this.name = 'Gap'
    this.topic = topic
    this.partition = partition
    this.position = position
  }
}

export function gapAt(at: OwnedPartition | Readonly<Record<string, unknown>>, what: string): Gap {
  return new Gap(String(at.topic), Number(at.partition), typeof at.next === 'bigint' ? at.next : undefined, what)
}

/** The same with what the log does have, and what can be done about it. */
export async function explainGap(gap: Gap, admin: Admin, groupId: string): Promise<string> {
  const position = gap.position ?? (await committedAt(gap, admin, groupId))
  const ends = (await admin.fetchTopicOffsets(gap.topic)).find(each => each.partition === gap.partition)
  const remedy =
    'nothing was skipped and nothing was committed; bring the records back, or accept the loss with ' +
    `kafka-consumer-groups --group ${groupId} --topic ${gap.topic}:${gap.partition} --reset-offsets --to-earliest --execute`
  return ends === undefined
    ? `${gap.message}; ${remedy}`
    : `${describe(gap, position, BigInt(ends.low), BigInt(ends.high))}; ${remedy}`
}

async function committedAt({ topic, partition }: Gap, admin: Admin, groupId: string): Promise<bigint | undefined> {
  const [found] = await admin.fetchOffsets({ groupId, topics: [topic] })
  const offset = found?.partitions.find(each => each.partition === partition)?.offset
  return offset === undefined || offset.startsWith('-') ? undefined : BigInt(offset)
}

function describe({ topic, partition, message }: Gap, position: bigint | undefined, low: bigint, high: bigint): string {
  const place = `${topic}[${partition}]`
  if (position === undefined) return message
  if (position < low) {
    return `${place}: offsets ${position} to ${low - 1n} were deleted before they were read (the log begins at ${low}; is its retention too short?)`
  }
  if (position > high) {
    return `${place}: offset ${position} lies past the end of the log at ${high} (it was cut off, or the topic was made anew)`
  }
  return message
}
