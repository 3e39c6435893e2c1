import { EventEmitter, once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EventBatch, EventSource } from '../ports.ts'
import { Committer } from './committer.ts'
import type { KafkaConnection } from './connection.ts'
import type { GroupSettings } from './group-session.ts'
import { GroupSupervisor } from './group-supervisor.ts'

export interface KafkaSourceOptions extends Partial<Omit<GroupSettings, 'connection' | 'topics' | 'groupId'>> {
  connection: KafkaConnection
  topics: readonly string[]
  groupId: string
  batchRecordsMax?: number
  batchBytesMax?: number
  onStatus?: (status: KafkaSourceStatus) => void
}

export interface KafkaSourceStatus {
  /** Why nothing can be read at present; undefined when all is well. Nothing is skipped meanwhile. */
  outage: string | undefined
  /** Partitions that wait for a person, each with its reason. */
  blocked: readonly string[]
  /** How many partitions this process owns. */
  assigned: number
}

export interface KafkaSource extends EventSource {
  status(): KafkaSourceStatus
  /** Records in the log that are not done yet, per owned partition. */
  lag(): { topic: string; partition: number; records: number }[]
}

const DEFAULTS = {
  startAt: 'earliest',
  queueRecordsMax: 20_000,
  queueBytesMax: 32 << 20,
  sessionTimeoutMs: 15_000,
  heartbeatMs: 1000,
  closeMsMax: 5000,
} as const

/**
 * Reads topics as a member of a consumer group. Waits out every outage and reports it through `onStatus`; `batches` throws
 * `Outage` when a person has to act: a missing topic, missing rights, or a gap in the log that it will not skip.
 */
export function createKafkaSource(options: KafkaSourceOptions): KafkaSource {
  const { batchRecordsMax = 1000, batchBytesMax = 8 << 20, onStatus, ...rest } = options
  const bell = new EventEmitter()
  const ring = (): void => void bell.emit('ring')
  const closing = new AbortController()
  const settings = { ...DEFAULTS, ...rest }
  const group = new GroupSupervisor(settings, { ring, onStatus, signal: closing.signal })
  const committer = new Committer(group.report, closing.signal)
  let isStopped = false

  function next(): EventBatch | undefined {
    const { epoch } = group
    const taken = epoch.take(batchRecordsMax, batchBytesMax)
    if (taken === undefined) return undefined
    group.resumeWhereDrained()
    return {
      records: taken.records,
      commit: async () => committer.markDone(epoch, taken.ends),
      isOwned: () => !epoch.isLost,
      assignment: epoch,
      holdBack(place) {
        const held = epoch.holdBack(taken, place)
        return () => {
          if (held === undefined) return
          held.isHeld = false
          ring()
        }
      },
    }
  }

  async function* batches(): AsyncGenerator<EventBatch> {
    group.start()
    while (!isStopped) {
      if (group.failure !== undefined) throw group.failure
      const batch = next()
      if (batch !== undefined) yield batch
      else await once(bell, 'ring')
    }
  }

  return {
    batches,
    status: () => group.status(),
    lag: () =>
      group.epoch.partitions.map(({ topic, partition, logEnd, done }) => ({
        topic,
        partition,
        records: logEnd > done ? Number(logEnd - done) : 0,
      })),
    async stop() {
      isStopped = true
      group.freeze()
      ring()
    },
    async close() {
      isStopped = true
      ring()
      await Promise.race([committer.flush(group.epoch), sleep(settings.closeMsMax, undefined, { ref: false })])
      closing.abort()
      await group.close()
    },
  }
}
