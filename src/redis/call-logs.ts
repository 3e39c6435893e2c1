import type { EncodedBatch } from '../velocity/encoded-batch.ts'
import type { VelocityPlan } from '../velocity/plan.ts'
import type { RecordLog, RemoteState } from '../velocity/record-log.ts'
import { logKey } from './keys.ts'
import { EXACT_BYTES_MAX } from './lua/append-logs.ts'

const PLAN_HEAD_BYTES = 4
const LOG_PLAN_BYTES = 16
const NONE = -1
const LOOKS_AT_EPOCH = 0x8000

/** A log whose lifetime was set less than this share of it ago is left alone. */
const REFRESH_SHARE = 1 / 16

/** Some events of a batch, `from` up to, not including, `to`, and what holds for every call about them. */
export interface BatchPart {
  batch: EncodedBatch
  from: number
  to: number
  plan: VelocityPlan
  /** Of the plan's logs, as the scripts get them. */
  lifetimes: readonly string[]
  nowMs: number
  identityKeepMs: number
  /** Of logs that begin now. */
  epoch: Buffer
  /** Of the connection: copies read over an earlier one count as unknown. */
  generation: number
}

/**
 * The cells of a part, an event and a log of the plan each, linked into one list per log. The lists of several calls share
 * one: no cell is in two of them.
 */
export class CellLinks {
  /** By cell, counted from the part's first: the next cell of its log. */
  readonly next: Int32Array
  /** By cell: the number of its record among those of the call, or -1 when it has none to append. */
  readonly records: Int32Array

  constructor(cells: number) {
    this.next = new Int32Array(cells).fill(NONE)
    this.records = new Int32Array(cells)
  }
}

let parts = 0

/** Tells parts apart: given to all calls about one. */
export function nextPartSerial(): number {
  return parts++
}

/** The logs that one call of a script is about, each once, and which records go to which. */
export class CallLogs {
  readonly logs: RecordLog[] = []
  readonly remotes: RemoteState[] = []
  /** Numbers of logs: those that the script reads whole, because they are short or not known, and the others. */
  private readonly whole: number[] = []
  private readonly longer: number[] = []
  /** By log: the length that this process knows and trusts, or 0. */
  readonly knownBytes: number[] = []
  readonly part: BatchPart
  private readonly serial: number
  private readonly links: CellLinks
  private readonly firstCell: number
  /** By log: its first and last cell, how many records it gets, which lifetime. */
  private readonly firstCells: number[] = []
  private readonly lastCells: number[] = []
  private readonly counts: number[] = []
  private readonly lifetimes: number[] = []
  /** By log: true when it might have ended by itself, should our clock have jumped. */
  private readonly doubts: boolean[] = []

  constructor(part: BatchPart, links: CellLinks, serial: number) {
    this.part = part
    this.links = links
    this.serial = serial
    this.firstCell = part.from * part.batch.width
  }

  /** Cells come in the order of events. `record` is the number of its record, or -1 when the log is only to be read. */
  add(cell: number, log: RecordLog, record: number): void {
    const at = cell - this.firstCell
    if (log.request !== this.serial) {
      log.request = this.serial
      log.requestIndex = this.logs.length
      this.addLog(log, cell % this.part.batch.width)
      this.firstCells.push(at)
    } else {
      this.links.next[this.lastCells[log.requestIndex]!] = at
    }
    this.lastCells[log.requestIndex] = at
    this.links.records[at] = record
    if (record !== NONE) this.counts[log.requestIndex]!++
  }

  /** Calls `act` with the cells of a log, in the order of events. */
  eachCell(log: number, act: (cell: number) => void): void {
    for (let at = this.firstCells[log]!; at !== NONE; at = this.links.next[at]!) act(at + this.firstCell)
  }

  eventOf(cell: number): number {
    return Math.floor(cell / this.part.batch.width)
  }

  /** Notes that the script has set the lifetimes it was told to. */
  noteLifetimes(): void {
    const { nowMs } = this.part
    for (let log = 0; log < this.logs.length; log++) if (this.lifetimes[log]! > 0) this.remotes[log]!.keptAtMs = nowMs
  }

  /** Calls `act` with the number of each log, in the order in which the script gets and answers them. */
  eachLog(act: (log: number) => void): void {
    for (const log of this.whole) act(log)
    for (const log of this.longer) act(log)
  }

  planBytes(): number {
    let bytes = PLAN_HEAD_BYTES + this.logs.length * LOG_PLAN_BYTES
    for (const count of this.counts) bytes += count * 2
    return bytes
  }

  /** Notes that the copies are of logs as so many compactions of their shard left them. */
  noteCompactions(compactions: number): void {
    for (const remote of this.remotes) remote.compactions = compactions
  }

  /** `compactions`: how many this process knows of; undefined without a mark, and then epochs are looked at in any case. */
  writePlan(target: Buffer, start: number, compactions: number | undefined): void {
    const { next, records } = this.links
    let at = target.writeUInt32LE(this.whole.length, start)
    this.eachLog(log => {
      const remote = this.remotes[log]!
      const looks = remote.compactions === compactions && !this.doubts[log] ? 0 : LOOKS_AT_EPOCH
      at = target.writeUInt32LE(this.knownBytes[log]!, at)
      at = target.writeUInt16LE(this.counts[log]!, at)
      at = target.writeUInt16LE(this.lifetimes[log]! + looks, at)
      for (let cell = this.firstCells[log]!; cell !== NONE; cell = next[cell]!) {
        if (records[cell] !== NONE) at = target.writeUInt16LE(records[cell]!, at)
      }
      at = target.writeUInt32LE(remote.epochHigh, at)
      at = target.writeUInt32LE(remote.epochLow, at)
    })
  }

  private addLog(log: RecordLog, planLog: number): void {
    const { generation, nowMs, plan } = this.part
    log.remote ??= {
      key: logKey(log.name, log.keyHash),
      epochHigh: 0,
      epochLow: 0,
      bytes: 0,
      base: 0,
      foldedBytes: 0,
      generation: 0,
      keptAtMs: 0,
      compactions: -1,
    }
    const { remote } = log
    const { keepMs } = plan.logs[planLog]!
    const ageMs = nowMs - remote.keptAtMs
    if (ageMs >= keepMs) remote.bytes = 0 // its lifetime may have ended
    const known = remote.generation === generation ? remote.bytes : 0
    const isKept = known > 0 && ageMs < keepMs * REFRESH_SHARE
    const isWhole = known <= EXACT_BYTES_MAX
    ;(isWhole ? this.whole : this.longer).push(this.logs.length)
    this.logs.push(log)
    this.remotes.push(remote)
    this.counts.push(0)
    this.knownBytes.push(known)
    this.lifetimes.push(isKept ? 0 : planLog + 1)
    this.doubts.push(ageMs * 2 > keepMs)
  }
}

/** Lifetimes of a plan's logs as the scripts get them: Redis counts in signed 64-bit milliseconds; `0` stands for ever. */
export function lifetimeTexts({ logs }: VelocityPlan): string[] {
  return logs.map(({ keepMs }) => (Number.isFinite(keepMs) ? String(Math.ceil(keepMs)) : '0'))
}
