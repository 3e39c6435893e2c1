import type { EncodedBatch } from '../velocity/encoded-batch.ts'
import type { VelocityPlan } from '../velocity/plan.ts'
import type { RecordLog } from '../velocity/record-log.ts'
import { type RemoteState, unknownRemote } from '../velocity/remote-state.ts'
import type { CommandFrame } from './command-frame.ts'
import { logKeyHeads, writeLogKey } from './key-heads.ts'
import { EXACT_BYTES_MAX } from './lua/append-logs.ts'
import { writeUint16, writeUint32 } from './write-number.ts'

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
 * What calls about one part note of its cells, an event and a log of the plan each, by cell counted from the part's first. Several
 * calls share one: no cell is in two of them.
 */
export class PartCells {
  /** The next cell of the same log, or -1. */
  readonly next: Int32Array
  /** The number of its record among those of the call, or -1 when it has none to append. */
  readonly records: Int32Array
  /** What follows is of a log and stands at its first cell: its last cell, */
  readonly last: Int32Array
  /** how many records it gets, */
  readonly counts: Int32Array
  /** the length that this process knows and trusts, or 0, */
  readonly knownBytes: Int32Array
  /** the number of the lifetime to set, or 0, with the highest bit of 16 where it might have ended by itself, should our clock have jumped. */
  readonly lifetimes: Int32Array

  constructor(cells: number) {
    const all = new Int32Array(cells * 6)
    const columns = [0, 1, 2, 3, 4, 5].map(column => all.subarray(column * cells, (column + 1) * cells))
    ;[this.next, this.records, this.last, this.counts, this.knownBytes, this.lifetimes] = columns as Six
    this.next.fill(NONE)
  }
}

type Six = [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array]

let parts = 0

/** Tells parts apart: given to all calls about one. */
export function nextPartSerial(): number {
  return parts++
}

/** The logs that one call of a script is about, each once, and which records go to which. A log is told by its first cell. */
export class CallLogs {
  /** How many logs there are, and how many of them this process knew nothing of. */
  size = 0
  unknown = 0
  /** How many compactions of their shard the logs went through until they were read; undefined where that is not known. */
  compactions: number | undefined
  readonly part: BatchPart
  readonly cells: PartCells
  /** Those that the script reads whole, because they are short or not known, and the others. */
  private readonly whole: number[] = []
  private readonly longer: number[] = []
  private readonly serial: number
  private readonly firstCell: number
  private readonly nowSeconds: number
  private recordCount = 0

  constructor(part: BatchPart, cells: PartCells, serial: number) {
    this.part = part
    this.cells = cells
    this.serial = serial
    this.firstCell = part.from * part.batch.width
    this.nowSeconds = Math.floor(part.nowMs / 1000)
  }

  /** Cells come in the order of events. `record` is the number of its record, or -1 when the log is only to be read. */
  add(cell: number, log: RecordLog, record: number): void {
    const at = cell - this.firstCell
    const { next, records, last, counts } = this.cells
    if (log.request !== this.serial) {
      log.request = this.serial
      log.firstCell = at
      this.addLog(at, log, cell % this.part.batch.width)
    } else next[last[log.firstCell]!] = at
    last[log.firstCell] = at
    records[at] = record
    if (record === NONE) return
    counts[log.firstCell]!++
    this.recordCount++
  }

  /** All logs, in the order in which the script gets and answers them. To be called when all are added. */
  inOrder(): readonly number[] {
    return this.longer.length === 0 ? this.whole : this.whole.concat(this.longer)
  }

  /** The log of a cell, which has one. */
  log(at: number): RecordLog {
    return this.part.batch.logs[this.firstCell + at]!
  }

  remote(at: number): RemoteState {
    return this.log(at).remote!
  }

  /** Of the part's first cell in the batch. */
  get from(): number {
    return this.firstCell
  }

  eventOf(cell: number): number {
    return Math.floor(cell / this.part.batch.width)
  }

  writeKeys(frame: CommandFrame): void {
    const { batch, plan } = this.part
    const heads = logKeyHeads(plan)
    for (const at of this.inOrder()) writeLogKey(frame, heads[at % batch.width]!, batch.keyHashes, this.firstCell + at)
  }

  planBytes(): number {
    return PLAN_HEAD_BYTES + this.size * LOG_PLAN_BYTES + this.recordCount * 2
  }

  /** `compactions`: how many this process knows of; undefined without a mark, and then epochs are looked at in any case. */
  writePlan(target: Buffer, start: number, compactions: number | undefined): void {
    const { next, records, counts, knownBytes, lifetimes } = this.cells
    let at = writeUint32(target, start, this.whole.length)
    for (const log of this.inOrder()) {
      const remote = this.remote(log)
      const lifetime = lifetimes[log]! | (remote.compactions === compactions ? 0 : LOOKS_AT_EPOCH)
      at = writeUint32(target, at, knownBytes[log]!)
      at = writeUint16(target, at, counts[log]!)
      at = writeUint16(target, at, lifetime)
      for (let cell = log; cell !== NONE; cell = next[cell]!) {
        if (records[cell] !== NONE) at = writeUint16(target, at, records[cell]!)
      }
      at = writeUint32(target, at, remote.epochHigh)
      at = writeUint32(target, at, remote.epochLow)
    }
  }

  private addLog(at: number, log: RecordLog, planLog: number): void {
    const { generation, nowMs, plan } = this.part
    log.remote ??= unknownRemote()
    const { remote } = log
    const { keepMs } = plan.logs[planLog]!
    const ageMs = nowMs - remote.keptAtSeconds * 1000
    if (ageMs >= keepMs) remote.bytes = 0 // its lifetime may have ended
    const known = remote.generation === generation ? remote.bytes : 0
    const isKept = known > 0 && ageMs < keepMs * REFRESH_SHARE
    const { knownBytes, lifetimes } = this.cells
    knownBytes[at] = known
    lifetimes[at] = (isKept ? 0 : planLog + 1) | (ageMs * 2 > keepMs ? LOOKS_AT_EPOCH : 0)
    const order = known <= EXACT_BYTES_MAX ? this.whole : this.longer
    order.push(at)
    this.size++
    if (known === 0) this.unknown++
  }

  /** Notes of a log that the script has set its lifetime, where it was told to, and that its copy is as Redis has it. */
  noteRead(at: number, remote: RemoteState): void {
    if ((this.cells.lifetimes[at]! & ~LOOKS_AT_EPOCH) > 0) remote.keptAtSeconds = this.nowSeconds
    if (this.compactions !== undefined) remote.compactions = this.compactions
  }
}

/** Lifetimes of a plan's logs as the scripts get them: Redis counts in signed 64-bit milliseconds; `0` stands for ever. */
export function lifetimeTexts({ logs }: VelocityPlan): string[] {
  return logs.map(({ keepMs }) => (Number.isFinite(keepMs) ? String(Math.ceil(keepMs)) : '0'))
}
