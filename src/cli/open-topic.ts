import pRetry from 'p-retry'
import { createHistorySource, type HistorySource } from '../embedded/history-source.ts'
import { isUnknownTopic } from '../kafka/failure.ts'
import type { History, LogRange } from '../ports.ts'
import type { Settings } from '../settings.ts'
import { openHistory } from './open-input.ts'

export interface WantedTopics {
  topics: readonly string[]
  sinceMs?: number | undefined
  reachMs?: number | undefined
}

/** A broker that has just begun, or is about to move a group, refuses for a moment; a missing topic stays missing. */
const RETRYING = { retries: 3, minTimeout: 500, shouldRetry: ({ error }: { error: Error }) => !isUnknownTopic(error) }

/** Event times may run behind the times at which the log got the records by this much. */
const LATENESS_MS = 86_400_000

/**
 * What topics hold now, read beside the group: nothing is committed and nobody loses a partition. With `sinceMs`, from
 * `reachMs` before. A text is why they cannot be read.
 */
export async function openTopic(
  { topics, sinceMs, reachMs = 0 }: WantedTopics,
  settings: Settings,
): Promise<HistorySource | string> {
  const brokers = settings['kafka.brokers']
  if (brokers === undefined) return 'to read a topic, set kafka.brokers (TRIPLINE_KAFKA_BROKERS)'
  const history = openHistory(settings, brokers, topics)
  const fromMs = sinceMs === undefined ? Number.NEGATIVE_INFINITY : sinceMs - reachMs - LATENESS_MS
  try {
    return createHistorySource({ history, ranges: await pRetry(() => rangesSince(history, fromMs), RETRYING) })
  } catch (error) {
    if (!isUnknownTopic(error)) throw error
    return `${brokers.join(', ')} has no topic ${topics.map(topic => `\`${topic}\``).join(' or no topic ')}`
  }
}

async function rangesSince(history: History, fromMs: number): Promise<LogRange[]> {
  const extents = await history.extents()
  const starts = fromMs > 0 ? await history.positionsAt(fromMs) : []
  return extents.map(({ topic, partition, low, high }) => {
    const start = starts.find(each => each.topic === topic && each.partition === partition)?.offset ?? low
    return { topic, partition, from: start > low ? start : low, to: high }
  })
}
