import { Outage } from '../model/problem.ts'
import type { History, HistoryPart, LogPosition, LogRange, PartitionExtent } from '../ports.ts'
import { connectKafka, type KafkaConnection } from './connection.ts'
import { messageOf } from './failure.ts'
import { HistoryReader } from './history-reader.ts'
import { retentionMs } from './retention.ts'

export interface KafkaHistoryOptions {
  connection: KafkaConnection
  topics: readonly string[]
  /** The group whose commits say how far the topics are done. */
  groupId: string
  /** Most records given at once. */
  partRecordsMax?: number
}

const CLOSE_MS_MAX = 5000

/**
 * Reads the topics again beside the group. kafkajs can read only as a member of a group, so each reading has a group of its
 * own, named after the real one with `-rebuild-` and random digits; it commits nothing and is deleted at the end.
 */
export function createKafkaHistory({
  connection,
  topics,
  groupId,
  partRecordsMax = 1000,
}: KafkaHistoryOptions): History {
  async function ask<T>(act: (admin: ReturnType<ReturnType<typeof connectKafka>['kafka']['admin']>) => Promise<T>) {
    const { kafka, end } = connectKafka(connection)
    const admin = kafka.admin()
    try {
      await admin.connect()
      return await act(admin)
    } catch (error) {
      throw new Outage('kafka', messageOf(error), error)
    } finally {
      await end(admin.disconnect(), CLOSE_MS_MAX)
    }
  }

  return {
    extents: () =>
      ask(async admin => {
        const [ends, committed] = await Promise.all([
          Promise.all(topics.map(topic => admin.fetchTopicOffsets(topic))),
          admin.fetchOffsets({ groupId, topics: [...topics] }),
        ])
        return topics.flatMap((topic, at) => {
          const done = committed.find(each => each.topic === topic)
          return ends[at]!.map(({ partition, low, high }): PartitionExtent => {
            const offset = done?.partitions.find(each => each.partition === partition)?.offset ?? '-1'
            return {
              topic,
              partition,
              low: BigInt(low),
              high: BigInt(high),
              committed: offset.startsWith('-') ? undefined : BigInt(offset),
            }
          })
        })
      }),
    positionsAt: timeMs =>
      ask(async admin => {
        const found = await Promise.all(topics.map(topic => admin.fetchTopicOffsetsByTimestamp(topic, timeMs)))
        return topics.flatMap((topic, at) =>
          found[at]!.map(({ partition, offset }): LogPosition => ({ topic, partition, offset: BigInt(offset) })),
        )
      }),
    keepsMs: topic => ask(admin => retentionMs(admin, topic)),
    async *read(ranges: readonly LogRange[]): AsyncGenerator<HistoryPart> {
      const reader = new HistoryReader(connection, `${groupId}-rebuild-`, ranges, partRecordsMax)
      try {
        yield* reader.parts()
      } catch (error) {
        throw error instanceof Outage ? error : new Outage('kafka', messageOf(error), error)
      } finally {
        await reader.close(CLOSE_MS_MAX)
      }
    },
  }
}
