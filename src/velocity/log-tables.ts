import { LogTable } from './log-table.ts'
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
  private dying: (RecordLog | undefined)[][] = []

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
    const young = table.find(high, low)
    if (young !== undefined) return young
    const renewed = table.renew(high, low)
    const log = renewed ?? table.make(high, low)
    const bytes = KEY_BYTES + log.overheadBytes
    this.youngBytes += bytes
    if (renewed !== undefined) this.oldBytes = Math.max(0, this.oldBytes - bytes)
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
    this.recordBytesBefore = Math.min(this.recordBytesBefore, this.slab.usedBytes)
    if ((this.youngBytes + this.slab.usedBytes - this.recordBytesBefore) * 2 <= this.bytesMax) return
    for (const table of this.tables.values()) this.dying.push(table.rotate())
    this.oldBytes = this.youngBytes
    this.youngBytes = 0
    this.recordBytesBefore = this.slab.usedBytes
  }

  private reclaim(): void {
    for (let left = RECLAIMED_MAX; left > 0 && this.dying.length > 0; left--) {
      const logs = this.dying.at(-1)!
      if (logs.length === 0) {
        this.dying.pop()
        continue
      }
      const log = logs.pop()
      if (log === undefined) continue
      log.clear()
      this.forgotten++
    }
  }
}
