import { setTimeout as sleep } from 'node:timers/promises'
import type { Admin } from 'kafkajs'
import { Outage } from '../model/problem.ts'
import { isUnknownTopic } from './failure.ts'

/** A broker may answer before it has heard of a topic that was just made. */
const GRACE_MS = 1000
const PAUSE_MS = 50

/** Throws `Outage` with one sentence when a topic is missing: Tripline creates none, partitions are the owner's choice. */
export async function requireTopics(
  admin: Admin,
  topics: readonly string[],
  brokers: readonly string[],
): Promise<void> {
  const missing: string[] = []
  for (const topic of topics) {
    if (!(await exists(admin, topic))) missing.push(`\`${topic}\``)
  }
  if (missing.length === 0) return
  const [noun, verb] = missing.length === 1 ? ['topic', 'does'] : ['topics', 'do']
  throw new Outage(
    'kafka',
    `${noun} ${missing.join(', ')} ${verb} not exist on ${brokers.join(',')}: create ${missing.length === 1 ? 'it' : 'them'}, or change the topic settings`,
  )
}

async function exists(admin: Admin, topic: string): Promise<boolean> {
  for (const endMs = Date.now() + GRACE_MS; Date.now() < endMs; await sleep(PAUSE_MS)) {
    try {
      await admin.fetchTopicMetadata({ topics: [topic] })
      return true
    } catch (error) {
      if (!isUnknownTopic(error)) throw error
    }
  }
  return false
}
