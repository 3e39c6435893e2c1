import { setTimeout as sleep } from 'node:timers/promises'
import type { Admin } from 'kafkajs'
import { Outage } from '../model/problem.ts'
import { isUnknownTopic } from './failure.ts'

/** A broker may answer before it has heard of a topic that was just made. */
const GRACE_MS = 1000
const PAUSE_MS = 50

/**
 * Answers how many partitions each topic has. Throws `Outage` with one sentence when one is missing: Tripline creates none,
 * partitions are the owner's choice.
 */
export async function requireTopics(
  admin: Admin,
  topics: readonly string[],
  brokers: readonly string[],
): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  const missing: string[] = []
  for (const topic of topics) {
    const count = await countPartitions(admin, topic)
    if (count === undefined) missing.push(`\`${topic}\``)
    else counts.set(topic, count)
  }
  if (missing.length === 0) return counts
  const [noun, verb] = missing.length === 1 ? ['topic', 'does'] : ['topics', 'do']
  throw new Outage(
    'kafka',
    `${noun} ${missing.join(', ')} ${verb} not exist on ${brokers.join(',')}: create ${missing.length === 1 ? 'it' : 'them'}, or change the topic settings`,
  )
}

/** Undefined where there is no such topic. */
async function countPartitions(admin: Admin, topic: string): Promise<number | undefined> {
  for (const endMs = Date.now() + GRACE_MS; Date.now() < endMs; await sleep(PAUSE_MS)) {
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
      return topics[0]!.partitions.length
    } catch (error) {
      if (!isUnknownTopic(error)) throw error
    }
  }
  return undefined
}
