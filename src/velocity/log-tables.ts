import { GenerationBytes } from './generation-bytes.ts'
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
  private readonly tables = new Map<string, LogTable>()
  private readonly account: GenerationBytes
  private readonly dying: DyingLogs[] = []

  constructor(slab: Slab, bytesMax: number) {
    this.slab = slab
    this.account = new GenerationBytes(slab, bytesMax)
  }

  /** Roughly what is held, records included. */
  get bytes(): number {
    return this.account.held
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
    const { account } = this
    if (was === 'new') account.grew(KEY_BYTES)
    // A record that stood for its key was no log yet.
    const isLogOfOld = was === 'old' && log.onlySlot < 0
    if (was === 'old') account.renewed(KEY_BYTES + (isLogOfOld ? log.overheadBytes : 0))
    if (!isLogOfOld) account.grew(log.overheadBytes)
    return log
  }

  /** Tells that a log in use grew by so much, records not counted. */
  grew(bytes: number): void {
    this.account.grew(bytes)
  }

  /** To be called between batches, see `GenerationBytes.rotates`. */
  makeRoom(): void {
    this.reclaim()
    for (const table of this.tables.values()) this.account.grew(-table.settle())
    if (!this.account.rotates()) return
    for (const table of this.tables.values()) this.dying.push(table.rotate())
  }

  private reclaim(): void {
    for (let left = RECLAIMED_MAX; left > 0 && this.dying.length > 0; left--) {
      if (this.dying[0]!.release()) this.forgotten++
      else this.dying.shift()
    }
  }
}
