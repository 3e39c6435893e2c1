import { Outage } from '../model/problem.ts'
import type { Counting } from '../velocity/counting.ts'
import type { EncodedBatch } from '../velocity/encoded-batch.ts'
import { boundOf, type Fold, foldOf, type LogBound } from '../velocity/fold-log.ts'
import { encodeFolded } from '../velocity/folded-bytes.ts'
import type { LogSpec } from '../velocity/plan.ts'
import { RECORD_BYTES } from '../velocity/record.ts'
import { type RecordLog, SLOT_BYTES } from '../velocity/record-log.ts'
import type { RemoteState } from '../velocity/remote-state.ts'
import { logKey } from './keys.ts'
import { HEADER_BYTES, type LogHeader, writeHeader } from './log-header.ts'
import { COMPACT } from './lua/compact.ts'
import { scriptOf } from './script.ts'
import type { Shards } from './servers.ts'

const COMPACTING = scriptOf(COMPACT)

/** Below this many records that no window needs, a log in Redis is left alone: a call must be worth it. */
const TRIMMED_RECORDS_MIN = 512

/** So that one batch never waits for long: logs beyond so many folded events come with the next. */
const EVENTS_PER_RUN_MAX = 100_000

/** What is to stand in Redis for the first `replacedBytes` of a log. */
interface Compaction {
  log: RecordLog
  keyHash: string
  remote: RemoteState
  fold: Fold
  header: LogHeader
  replacedBytes: number
  bytes: Buffer
}

/**
 * Keeps logs in Redis short: folds the oldest events of those that hold more than they may, and drops records that no
 * window needs. The process that notices does it, in one atomic script before its next batch; when another was quicker or
 * the answer is lost, nothing breaks: the log is read again.
 */
export class LogCompactor {
  readonly use = { logsCompacted: 0, logsFolded: 0, eventsFolded: 0 }
  roundTrips = 0
  /** With the keyed hash of each one's key. */
  private readonly waiting = new Map<RecordLog, string>()
  private readonly bounds = new Map<string, LogBound>()
  private readonly counting: Counting
  private readonly shards: Shards
  private readonly eventsMax: number

  constructor(counting: Counting, shards: Shards, eventsMax: number) {
    this.counting = counting
    this.shards = shards
    this.eventsMax = eventsMax
  }

  /** Tells what the logs of a name are bounded by. */
  note(spec: LogSpec): void {
    if (this.bounds.get(spec.name)?.keepMs !== spec.keepMs) this.bounds.set(spec.name, boundOf(spec, this.eventsMax))
  }

  /** To be called when a copy has been brought up to date; costs next to nothing when there is nothing to do. */
  look(log: RecordLog, { keyHashes }: EncodedBatch, cell: number): void {
    if (log.slots.length > this.eventsMax || isMostlyTrimmed(log)) this.waiting.set(log, keyHashes.text(cell))
  }

  get hasWork(): boolean {
    return this.waiting.size > 0
  }

  /** Between batches. `generation` tells which copies can be trusted. Throws `Outage` when there is no connection. */
  async run(generation: () => number, newEpoch: () => Buffer): Promise<void> {
    if (this.waiting.size === 0) return
    await this.shards.ready()
    const compactions: Compaction[] = []
    let events = 0
    for (const [log, keyHash] of this.waiting) {
      if (events >= EVENTS_PER_RUN_MAX) break
      this.waiting.delete(log)
      if (log.remote?.generation !== generation()) continue
      const compaction = this.plan(log, keyHash, log.remote, newEpoch())
      if (compaction === undefined) continue
      compactions.push(compaction)
      events += compaction.fold.count
    }
    if (compactions.length > 0) this.roundTrips++
    await Promise.all(compactions.map(each => this.carryOut(each)))
  }

  /** After an outage it shows when the log is read next whether it was done: then the epoch is another one. */
  private async carryOut(compaction: Compaction): Promise<void> {
    try {
      if (await this.send(compaction)) this.apply(compaction)
    } catch (error) {
      if (!(error instanceof Outage)) throw error
    }
  }

  private plan(log: RecordLog, keyHash: string, remote: RemoteState, epoch: Buffer): Compaction | undefined {
    if (remote.bytes === 0) return undefined
    const { slab } = this.counting
    const fold = foldOf(log, slab, this.bounds.get(log.name)!) ?? { count: 0, part: log.folded }
    if (fold.count === 0 && !isMostlyTrimmed(log)) return undefined
    const folded = fold.part === undefined ? Buffer.alloc(0) : encodeFolded(fold.part)
    const base = log.base + fold.count
    const header = { epochHigh: remote.epochHigh, epochLow: epoch.readInt32LE(0), foldedBytes: folded.length, base }
    const recordsInRedis = (remote.bytes - HEADER_BYTES - remote.foldedBytes) / RECORD_BYTES
    const parts = [writeHeader(header), folded]
    let replacedBytes = HEADER_BYTES + remote.foldedBytes + (base - remote.base) * RECORD_BYTES
    if (recordsInRedis !== log.end - remote.base) {
      // Some stand there twice, so what we keep has to be written again.
      replacedBytes = remote.bytes
      parts.push(recordsFrom(log, fold.count, this.counting))
    }
    return { log, keyHash, remote, fold, header, replacedBytes, bytes: Buffer.concat(parts) }
  }

  private async send({ log, keyHash, remote, replacedBytes, bytes }: Compaction): Promise<boolean> {
    const epoch = writeHeader({ ...remote, foldedBytes: 0, base: 0 })
    const shard = this.shards.shardOf(keyHash)
    const mark = this.shards.keyOfMark(shard)
    const [answer] = await this.shards.call([
      {
        shard,
        script: COMPACTING,
        pack(frame, how) {
          frame.start(8)
          for (const text of [how.command, how.argument, '2', logKey(log.name, keyHash), mark]) frame.text(text)
          frame.bytes(8, (target, at) => epoch.copy(target, at, 0, 8))
          frame.text(String(replacedBytes))
          frame.bytes(bytes.length, (target, at) => bytes.copy(target, at))
          return frame.finish()
        },
      },
    ])
    return answer!.toString('latin1') === '1'
  }

  private apply({ log, remote, fold, header, replacedBytes, bytes }: Compaction): void {
    this.counting.keys.grew((fold.part?.heldBytes ?? 0) - (log.folded?.heldBytes ?? 0) - SLOT_BYTES * fold.count)
    log.foldFirst(fold.count, fold.part)
    Object.assign(remote, header)
    remote.bytes += bytes.length - replacedBytes
    this.use.logsCompacted++
    if (fold.count > 0) this.use.logsFolded++
    this.use.eventsFolded += fold.count
  }
}

/** True when a quarter of what is in Redis, or more, is in no window any more. */
function isMostlyTrimmed(log: RecordLog): boolean {
  const { remote } = log
  if (remote === undefined || remote.bytes === 0) return false
  const trimmed = log.base - remote.base
  return trimmed >= TRIMMED_RECORDS_MIN && trimmed * 4 >= log.end - remote.base
}

function recordsFrom(log: RecordLog, index: number, { slab }: Counting): Buffer {
  const records = Buffer.allocUnsafe((log.slots.length - index) * RECORD_BYTES)
  for (let at = index; at < log.slots.length; at++) slab.copyTo(log.slots[at]!, records, (at - index) * RECORD_BYTES)
  return records
}
