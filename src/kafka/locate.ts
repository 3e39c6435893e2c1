import type { Admin } from 'kafkajs'
import type { Epoch } from './epoch.ts'

interface GroupStart {
  groupId: string
  startAt: 'earliest' | 'latest'
}

interface Ends {
  low: bigint
  high: bigint
}

/** Reads where the group stands in each partition of a new epoch, and how far the log goes. */
export async function locate(admin: Admin, epoch: Epoch, { groupId, startAt }: GroupStart): Promise<void> {
  const topics = topicsOf(epoch)
  if (topics.length === 0) return
  const [committed, ends] = await Promise.all([admin.fetchOffsets({ groupId, topics }), endsOf(admin, topics)])
  for (const { topic, partitions } of committed) {
    for (const { partition, offset } of partitions) {
      const owned = epoch.partition(topic, partition)
      const end = ends.get(`${topic}/${partition}`)
      if (owned === undefined || end === undefined) continue
      owned.logEnd = end.high
      const position = BigInt(offset)
      owned.startAt(position >= 0n ? position : startAt === 'earliest' ? end.low : end.high)
    }
  }
}

/** So that the lag grows while the partition is paused and no fetch tells. */
export async function refreshLogEnds(admin: Admin, epoch: Epoch): Promise<void> {
  const ends = await endsOf(admin, topicsOf(epoch))
  for (const partition of epoch.partitions) {
    const end = ends.get(`${partition.topic}/${partition.partition}`)
    if (end !== undefined && end.high > partition.logEnd) partition.logEnd = end.high
  }
}

async function endsOf(admin: Admin, topics: readonly string[]): Promise<Map<string, Ends>> {
  const ends = new Map<string, Ends>()
  for (const topic of topics) {
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
      ends.set(`${topic}/${partition}`, { low: BigInt(low), high: BigInt(high) })
    }
  }
  return ends
}

function topicsOf(epoch: Epoch): string[] {
  return [...new Set(epoch.partitions.map(each => each.topic))]
}
