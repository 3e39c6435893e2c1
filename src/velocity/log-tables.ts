import { type DyingLogs, LogTable } from './log-table.ts'
import type { RecordLog } from './record-log.ts'
import type { Slab } from './slab.ts'

/** A key's place in a table twice as large as it needs to be. */
const KEY_BYTES = 32

/** How many logs are let go of per batch, so that forgetting a generation never stops the stream for long. */
const RECLAIMED_MAX = 4_000

/** Finds the logs of a process by the hashes of their keys, and keeps about `bytesMax` of them, in two generations. */
export class LogTables {
  /** Logs forgotten since the start. */
  forgotten = 0
  private readonly slab: Slab
  private readonly bytesMax: number
  private readonly tables = new Map<string, LogTable>()
  /** Of keys and logs, without the records. */
  private youngBytes = 0
  private oldBytes = 0
  /** The least that records took since the latest rotation: what is above it was made by the young. */
  private recordBytesBefore = 0
  private readonly dying: DyingLogs[] = []

  constructor(slab: Slab, bytesMax: number) {
    this.slab = slab
    this.bytesMax = bytesMax
  }

  /** Roughly what is held, records included. */
  get bytes(): number {
    return this.youngBytes + this.oldBytes + this.slab.usedBytes
  }

  /** Of one name in a plan; the same for every plan that has the name. */
  table(name: string): LogTable {
    let table = this.tables.get(name)
    if (table === undefined) {
      table = new LogTable(name, this.slab)
      this.tables.set(name, table)
    }
    return table
  }

  /** The log of a key, made when there was none. */
  log(table: LogTable, high: number, low: number): RecordLog {
    const found = table.find(high, low)
    if (found !== undefined) return found
    const { log, was } = table.open(high, low)
    const keyBytes = was === 'young' ? 0 : KEY_BYTES
    this.youngBytes += keyBytes + log.overheadBytes
    if (was === 'old')
      this.oldBytes = Math.max(0, this.oldBytes - keyBytes - (log.onlySlot < 0 ? log.overheadBytes : 0))
    return log
  }

  /** Tells that a log in use grew by so much, records not counted. */
  grew(bytes: number): void {
    this.youngBytes += bytes
  }

  /**
   * To be called between batches: what the latest batch and the one before it used is never forgotten, because it was
   * put among the young ones and these grow old at most once per call.
   */
  makeRoom(): void {
    this.reclaim()
    for (const table of this.tables.values()) this.youngBytes -= table.settle()
    this.recordBytesBefore = Math.min(this.recordBytesBefore, this.slab.usedBytes)
    if ((this.youngBytes + this.slab.usedBytes - this.recordBytesBefore) * 2 <= this.bytesMax) return
    for (const table of this.tables.values()) this.dying.push(table.rotate())
    this.oldBytes = this.youngBytes
    this.youngBytes = 0
    this.recordBytesBefore = this.slab.usedBytes
  }

  private reclaim(): void {
    for (let left = RECLAIMED_MAX; left > 0 && this.dying.length > 0; left--) {
      if (this.dying[0]!.release()) this.forgotten++
      else this.dying.shift()
    }
  }
}
