import type { EncodedBatch } from '../velocity/encoded-batch.ts'
import type { VelocityPlan } from '../velocity/plan.ts'
import { RECORD_BYTES } from '../velocity/record.ts'
import type { RecordLog, RemoteState } from '../velocity/record-log.ts'
import type { Slab } from '../velocity/slab.ts'
import type { CommandFrame } from './command-frame.ts'
import { identityKey, logKey } from './keys.ts'
import type { MarkArguments } from './mark-arguments.ts'

const CLAIM_BYTES = 16
const LOG_PLAN_BYTES = 16
const NONE = -1

/** A log whose lifetime was set less than this share of it ago is left alone. */
const REFRESH_SHARE = 1 / 16

export interface RequestSurroundings {
  slab: Slab
  plan: VelocityPlan
  /** Of the connection: copies read over an earlier one count as unknown. */
  generation: number
  nowMs: number
  identityKeepMs: number
  epoch: Buffer
}

let requests = 0

/**
 * What one call of the script is about: some events of a batch, each log they go to once, and which records go to which
 * log. A cell is an event and a log of the plan.
 */
export class AppendRequest {
  /** The logs, in the order in which the script gets and answers them. */
  readonly logs: RecordLog[] = []
  readonly remotes: RemoteState[] = []
  readonly epoch: Buffer
  readonly from: number
  readonly to: number
  private readonly batch: EncodedBatch
  private readonly surroundings: RequestSurroundings
  /** By log: its first cell and how many it has. By cell from the first event on: the log's next cell, its record's number. */
  private readonly firstCells: number[] = []
  private readonly counts: number[] = []
  private readonly lifetimes: number[] = []
  /** By log: the length that this process knows and trusts, or 0. */
  readonly knownBytes: number[] = []
  private readonly nextCells: Int32Array
  private readonly recordNumbers: Int32Array
  private readonly ownCells: number[] = []

  /** Events `from` up to, not including, `to`. */
  constructor(batch: EncodedBatch, from: number, to: number, surroundings: RequestSurroundings) {
    this.batch = batch
    this.from = from
    this.to = to
    this.epoch = surroundings.epoch
    this.surroundings = surroundings
    const cells = (to - from) * batch.width
    this.nextCells = new Int32Array(cells).fill(NONE)
    this.recordNumbers = new Int32Array(cells)
    this.gatherLogs(requests++)
  }

  /** Calls `act` with the cells of a log, in the order of events. */
  eachCell(log: number, act: (cell: number) => void): void {
    const offset = this.from * this.batch.width
    for (let cell = this.firstCells[log]!; cell !== NONE; cell = this.nextCells[cell]!) act(cell + offset)
  }

  /** Notes that the script has set the lifetimes it was told to. */
  noteLifetimes(): void {
    const { nowMs } = this.surroundings
    for (let log = 0; log < this.logs.length; log++) if (this.lifetimes[log]! > 0) this.remotes[log]!.keptAtMs = nowMs
  }

  eventOf(cell: number): number {
    return Math.floor(cell / this.batch.width)
  }

  /** Writes the whole command; with `mark`, that of the marked script. */
  pack(frame: CommandFrame, scriptHash: string, mark?: MarkArguments): Buffer {
    const { batch, from, to, surroundings } = this
    const events = to - from
    const lifetimes = surroundings.plan.logs.map(lifetimeText)
    frame.start(
      3 + events + this.logs.length + 7 + lifetimes.length + (mark === undefined ? 0 : 1 + mark.values.length),
    )
    frame.text('EVALSHA')
    frame.text(scriptHash)
    frame.text(String(events + this.logs.length + (mark === undefined ? 0 : 1)))
    for (let event = from; event < to; event++) frame.text(identityKey(batch.identities[event]!))
    for (const { key } of this.remotes) frame.text(key)
    if (mark !== undefined) frame.text(mark.key)
    frame.text(String(events))
    frame.text(String(surroundings.identityKeepMs))
    frame.bytes(this.epoch.length, (target, at) => this.epoch.copy(target, at))
    frame.bytes(events * CLAIM_BYTES, (target, at) => this.writeClaims(target, at))
    frame.bytes((events + this.ownCells.length) * RECORD_BYTES, (target, at) => this.writeRecords(target, at))
    frame.bytes(this.ownCells.length * 2, (target, at) => this.writeOwners(target, at))
    frame.bytes(this.planBytes(), (target, at) => this.writePlan(target, at))
    for (const lifetime of lifetimes) frame.text(lifetime)
    for (const value of mark?.values ?? []) frame.text(value)
    return frame.finish()
  }

  private gatherLogs(serial: number): void {
    const { batch, from, to } = this
    const offset = from * batch.width
    const lastCells: number[] = []
    for (let cell = offset; cell < to * batch.width; cell++) {
      const log = batch.logs[cell]
      if (log === undefined) continue
      if (log.request !== serial) {
        log.request = serial
        log.requestIndex = this.logs.length
        this.addLog(log, cell % batch.width)
        lastCells.push(cell - offset)
        this.firstCells.push(cell - offset)
      } else {
        this.nextCells[lastCells[log.requestIndex]!] = cell - offset
        lastCells[log.requestIndex] = cell - offset
        this.counts[log.requestIndex]!++
      }
      const event = this.eventOf(cell)
      const isOwn = batch.records[cell] !== batch.slots[event]
      this.recordNumbers[cell - offset] = isOwn ? to - from + this.ownCells.push(cell) - 1 : event - from
    }
  }

  private addLog(log: RecordLog, planLog: number): void {
    const { generation, nowMs, plan } = this.surroundings
    log.remote ??= {
      key: logKey(log.name, log.keyHash),
      epochHigh: 0,
      epochLow: 0,
      bytes: 0,
      base: 0,
      foldedBytes: 0,
      generation: 0,
      keptAtMs: 0,
    }
    const { remote } = log
    const { keepMs } = plan.logs[planLog]!
    const ageMs = nowMs - remote.keptAtMs
    if (ageMs >= keepMs) remote.bytes = 0 // its lifetime may have ended
    const known = remote.generation === generation ? remote.bytes : 0
    const isKept = known > 0 && ageMs < keepMs * REFRESH_SHARE
    this.logs.push(log)
    this.remotes.push(remote)
    this.counts.push(1)
    this.knownBytes.push(known)
    this.lifetimes.push(isKept ? 0 : planLog + 1)
  }

  private writeClaims(target: Buffer, start: number): void {
    const { contents, states } = this.batch
    let at = start
    for (let word = this.from * 2; word < this.to * 2; word += 2) {
      target.writeUInt32LE(contents[word]!, at)
      target.writeUInt32LE(contents[word + 1]!, at + 4)
      target.writeUInt32LE(states[word]!, at + 8)
      target.writeUInt32LE(states[word + 1]!, at + 12)
      at += CLAIM_BYTES
    }
  }

  private writeRecords(target: Buffer, start: number): void {
    const { slab } = this.surroundings
    let at = start
    for (let event = this.from; event < this.to; event++, at += RECORD_BYTES) {
      slab.copyTo(this.batch.slots[event]!, target, at)
    }
    for (const cell of this.ownCells) {
      slab.copyTo(this.batch.records[cell]!, target, at)
      at += RECORD_BYTES
    }
  }

  private writeOwners(target: Buffer, start: number): void {
    let at = start
    for (const cell of this.ownCells) at = target.writeUInt16LE(this.eventOf(cell) - this.from, at)
  }

  private planBytes(): number {
    let bytes = this.logs.length * LOG_PLAN_BYTES
    for (const count of this.counts) bytes += count * 2
    return bytes
  }

  private writePlan(target: Buffer, start: number): void {
    let at = start
    for (let log = 0; log < this.logs.length; log++) {
      const remote = this.remotes[log]!
      target.writeUInt16LE(this.counts[log]!, at)
      target.writeUInt16LE(this.lifetimes[log]!, at + 2)
      target.writeUInt32LE(this.knownBytes[log]!, at + 4)
      target.writeUInt32LE(remote.epochHigh, at + 8)
      target.writeUInt32LE(remote.epochLow, at + 12)
      at += LOG_PLAN_BYTES
      for (let cell = this.firstCells[log]!; cell !== NONE; cell = this.nextCells[cell]!) {
        at = target.writeUInt16LE(this.recordNumbers[cell]!, at)
      }
    }
  }
}

/** Redis counts lifetimes in signed 64-bit milliseconds; `0` stands for ever. */
function lifetimeText({ keepMs }: { keepMs: number }): string {
  return Number.isFinite(keepMs) ? String(Math.ceil(keepMs)) : '0'
}
