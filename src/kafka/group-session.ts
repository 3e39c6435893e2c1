import type { Admin, Consumer, EachBatchPayload } from 'kafkajs'
import { brokenReason } from './broken-batch.ts'
import { connectKafka, type KafkaClient, type KafkaConnection, type KafkaLog } from './connection.ts'
import { Epoch } from './epoch.ts'
import { messageOf } from './failure.ts'
import { type Gap, gapAt, RESET_LOG_LINE } from './gap.ts'
import { locate, refreshLogEnds } from './locate.ts'
import type { OwnedPartition } from './owned-partition.ts'
import { dismissPredecessors } from './predecessor.ts'

export interface GroupSettings {
  connection: KafkaConnection
  topics: readonly string[]
  groupId: string
  /** Where a group that has committed nothing begins. */
  startAt: 'earliest' | 'latest'
  queueRecordsMax: number
  queueBytesMax: number
  sessionTimeoutMs: number
  heartbeatMs: number
  /**
   * A name that no other living process of the group has and that a restarted one has again: then it takes the place of the
   * dead one at once. Undefined: the dead one's partitions wait until its session times out.
   */
  instance?: string | undefined
  /** How long a close waits for a broker that does not answer. */
  closeMsMax: number
}

export interface GroupEvents {
  /** There is something to take. */
  arrived(): void
  /** Partitions came, went or were blocked. */
  assigned(): void
  /** Kafka answered. */
  alive(): void
  /** The client met something that it retries by itself. */
  trouble(reason: string): void
  /** A position that the log no longer has. */
  gap(gap: Gap): void
}

const FETCH_WAIT_MS = 100
/** kafkajs takes an answer apart at one go, with nothing else done meanwhile, and its records hold on to all of it. */
const FETCH_BYTES_MAX = 4 * 1024 * 1024
const FETCH_PARTITION_BYTES_MAX = 256 * 1024
const METADATA_AGE_MS = 30_000
const REFRESH_MS = 5000
const MISPLACED_MAX = 5

/**
 * One kafkajs consumer from joining the group to its crash. It hands fetched records to the epoch and returns at once, so
 * that fetching and heartbeats go on while the pipeline works; a partition whose queue is full is paused.
 */
export class GroupSession {
  epoch = new Epoch({})
  private readonly settings: GroupSettings
  private readonly events: GroupEvents
  private readonly client: KafkaClient
  private readonly consumer: Consumer
  private readonly admin: Admin
  private readonly refresh: NodeJS.Timeout
  private readonly closing = new AbortController()
  private readonly predecessors: readonly string[]
  private isFrozen = false

  /** `predecessors` are members of the group that died and whose place this session takes. */
  constructor(settings: GroupSettings, events: GroupEvents, predecessors: readonly string[]) {
    this.settings = settings
    this.events = events
    this.predecessors = predecessors
    const { connection, groupId, sessionTimeoutMs, heartbeatMs } = settings
    this.client = connectKafka({ ...connection, clientId: clientIdOf(settings), onLog: this.onLog })
    this.admin = this.client.kafka.admin()
    this.consumer = this.client.kafka.consumer({
      groupId,
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: heartbeatMs,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      maxBytes: FETCH_BYTES_MAX,
      maxBytesPerPartition: FETCH_PARTITION_BYTES_MAX,
      metadataMaxAge: METADATA_AGE_MS,
      allowAutoTopicCreation: false,
    })
    this.refresh = setInterval(() => refreshLogEnds(this.admin, this.epoch).catch(() => undefined), REFRESH_MS)
    this.refresh.unref()
  }

  /** Resolves with the reason for which the consumer ended. Any crash ends it: kafkajs is not let to restart it inside. */
  async run(): Promise<unknown> {
    const { consumer, settings, events } = this
    const { CRASH, GROUP_JOIN, HEARTBEAT, START_BATCH_PROCESS } = consumer.events
    const ended = new Promise<unknown>(resolve => {
      consumer.on(CRASH, event => resolve(event.payload.error))
      this.closing.signal.addEventListener('abort', () => resolve(new Error('closed')))
      consumer.on(HEARTBEAT, () => {
        // Refused as a member and yet alive as one: no fetch may come that `intake` could end this session with.
        if (this.epoch.fence === undefined) events.alive()
        else resolve(this.epoch.fence)
      })
    })
    consumer.on(GROUP_JOIN, event => this.beginEpoch(event.payload.memberAssignment))
    consumer.on(START_BATCH_PROCESS, ({ payload }) => {
      if (payload.batchSize > 0) return
      this.epoch.partition(payload.topic, payload.partition)?.passOver(BigInt(payload.lastOffset) + 1n)
    })
    try {
      await this.admin.connect()
      await consumer.connect()
      await consumer.subscribe({ topics: [...settings.topics], fromBeginning: settings.startAt === 'earliest' })
      this.dismissPredecessors()
      await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: payload => this.intake(payload) })
    } catch (error) {
      return error
    }
    return ended
  }

  /** While the join is under way. When it fails, their sessions time out as they would have. */
  private dismissPredecessors(): void {
    const { kafka } = this.client
    const { groupId, connection } = this.settings
    dismissPredecessors(this.predecessors, { kafka, admin: this.admin, groupId }).catch(error =>
      connection.onLog?.('warn', 'a dead member could not be taken out of the group', { error: messageOf(error) }),
    )
  }

  /** Fetches no more; stays in the group, so that what was given can still be committed. */
  freeze(): void {
    this.isFrozen = true
    for (const partition of this.epoch.partitions) this.pause(partition)
  }

  resumeWhereDrained(): void {
    if (this.isFrozen || this.epoch.isLost) return
    for (const partition of this.epoch.partitions) {
      if (partition.isPaused && partition.blocked === undefined && this.fill(partition) <= 0.5) {
        partition.isPaused = false
        this.consumer.resume([{ topic: partition.topic, partitions: [partition.partition] }])
      }
    }
  }

  /** Leaves the group and lets go of every connection. */
  async close(): Promise<void> {
    this.closing.abort()
    clearInterval(this.refresh)
    this.epoch.lose()
    const orderly = Promise.allSettled([this.consumer.disconnect(), this.admin.disconnect()])
    await this.client.end(orderly, this.settings.closeMsMax)
  }

  private beginEpoch(assignment: Readonly<Record<string, readonly number[]>>): void {
    this.epoch.lose()
    const epoch = new Epoch(assignment)
    epoch.located = locate(this.admin, epoch, this.settings)
    epoch.located.catch(() => undefined) // seen by `intake`, which fails with it
    this.epoch = epoch
    this.consumer.resume(Object.keys(assignment).map(topic => ({ topic })))
    if (this.isFrozen) this.freeze()
    this.events.alive()
    this.events.assigned()
  }

  /** Whatever is not taken in here is fetched again, because only `resolveOffset` moves the position. */
  private async intake({ batch, resolveOffset, commitOffsetsIfNecessary }: EachBatchPayload): Promise<void> {
    const { epoch } = this
    if (epoch.fence !== undefined) throw epoch.fence
    await epoch.located
    const partition = epoch.partition(batch.topic, batch.partition)
    if (epoch.isLost || this.isFrozen || partition === undefined || partition.blocked !== undefined) return
    epoch.commitOffsets ??= commitOffsetsIfNecessary
    const from = 'fetchedOffset' in batch ? BigInt(String(batch.fetchedOffset)) : partition.next
    if (from !== partition.next) return this.misplaced(partition, from)
    partition.misplaced = 0
    partition.logEnd = BigInt(batch.highWatermark)
    const brokenAt = batch.messages.findIndex(message => brokenReason(message) !== undefined)
    const readable = brokenAt === -1 ? batch.messages : batch.messages.slice(0, brokenAt)
    const last = readable.at(-1)
    if (last !== undefined) {
      partition.add(readable, brokenAt === -1 ? BigInt(batch.lastOffset()) + 1n : BigInt(last.offset) + 1n)
      resolveOffset(last.offset)
    }
    if (brokenAt !== -1) partition.blocked = brokenReason(batch.messages[brokenAt]!)
    if (partition.blocked !== undefined || this.fill(partition) >= 1) this.pause(partition)
    this.events.alive()
    this.events.arrived()
    if (partition.blocked !== undefined) this.events.assigned()
  }

  /**
   * A fetch that began elsewhere than it had to: either it was under way when the assignment changed, then the position is
   * set right and the fetch is dropped; or kafkajs has moved the position by itself, then going on would skip records.
   */
  private misplaced(partition: OwnedPartition, from: bigint | undefined): void {
    const { topic, next } = partition
    if (next === undefined) return
    partition.misplaced++
    if (partition.misplaced > MISPLACED_MAX) {
      this.events.gap(gapAt(partition, `the client fetched from ${from} instead`))
    } else {
      this.consumer.seek({ topic, partition: partition.partition, offset: next.toString() })
    }
  }

  private pause(partition: OwnedPartition): void {
    partition.isPaused = true
    if (!this.epoch.isLost) this.consumer.pause([{ topic: partition.topic, partitions: [partition.partition] }])
  }

  /** 1 is full. Each partition has an even share of the queue, so that one hot partition cannot crowd out the others. */
  private fill({ queuedRecords, queuedBytes }: OwnedPartition): number {
    const { queueRecordsMax, queueBytesMax } = this.settings
    return Math.max(queuedRecords / queueRecordsMax, queuedBytes / queueBytesMax) * this.epoch.partitions.length
  }

  /** Throwing here stops kafkajs after it has found that its position is gone and before it commits another one. */
  private readonly onLog: KafkaLog = (level, message, details) => {
    if (message === RESET_LOG_LINE) {
      const partition = this.epoch.partition(String(details.topic), Number(details.partition))
      const gap = gapAt(partition ?? details, 'the log does not have that offset')
      this.events.gap(gap)
      throw gap
    }
    this.settings.connection.onLog?.(level, message, details)
    if (level === 'error' && !this.closing.signal.aborted) this.events.trouble(String(details.error ?? message))
  }
}

/** What the group knows this process by. */
export function clientIdOf({ connection: { clientId = 'tripline' }, instance }: GroupSettings): string {
  return instance === undefined ? clientId : `${clientId}-${instance}`
}
