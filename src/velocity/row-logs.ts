import { EncodedBatch } from './encoded-batch.ts'
import type { EventRows } from './event-rows.ts'
import type { LogTable } from './log-table.ts'
import type { LogTables } from './log-tables.ts'
import type { VelocityPlan } from './plan.ts'
import { CONTENT_AT, OWN_ABSENT, OWN_COUNTS, type RowShape, rowShapeOf, STATE_AT } from './row-shape.ts'
import type { Slab } from './slab.ts'

/** Finds the logs that rows belong to. */
export class RowLogs {
  private readonly slab: Slab
  private readonly logs: LogTables
  private readonly tables = new WeakMap<VelocityPlan, readonly LogTable[]>()

  constructor(slab: Slab, logs: LogTables) {
    this.slab = slab
    this.logs = logs
  }

  /** One batch of all parts, in their order. `serial` where it is counted along with another batch. */
  batch(plan: VelocityPlan, parts: readonly EventRows[], serial?: number): EncodedBatch {
    const shape = rowShapeOf(plan)
    const size = parts.reduce((sum, { count }) => sum + count, 0)
    const batch = new EncodedBatch(size, plan.logs.length, serial === undefined ? {} : { serial })
    const tables = this.tablesOf(plan)
    let event = 0
    for (const part of parts) {
      batch.identities.push(...part.identities)
      for (let at = 0; at < part.count; at++) this.place(batch, event++, part, at * part.rowBytes, shape, tables)
    }
    return batch
  }

  private place(
    batch: EncodedBatch,
    event: number,
    rows: EventRows,
    start: number,
    { logs }: RowShape,
    tables: readonly LogTable[],
  ): void {
    const { words } = rows
    const slot = this.slab.allocate()
    batch.slots[event] = slot
    this.slab.copyFromWords(slot, words, start / 4)
    for (let word = 0; word < 2; word++) {
      batch.contents[event * 2 + word] = words[(start + CONTENT_AT) / 4 + word]!
      batch.states[event * 2 + word] = words[(start + STATE_AT) / 4 + word]!
    }
    for (let log = 0; log < logs.length; log++) {
      const { keyAt, own } = logs[log]!
      const at = (start + keyAt) / 4
      const low = words[at + 1]!
      if (low === 0 || (own !== undefined && rows.bytes[start + own.markAt] === OWN_ABSENT)) continue
      const cell = event * batch.width + log
      batch.logs[cell] = this.logs.log(tables[log]!, words[at]!, low)
      batch.records[cell] = own === undefined ? slot : this.ownRecord(batch, slot, rows, start, own)
    }
  }

  private ownRecord(
    batch: EncodedBatch,
    whole: number,
    rows: EventRows,
    start: number,
    { valueAt, markAt }: { valueAt: number; markAt: number },
  ): number {
    const { slab } = this
    const slot = slab.duplicate(whole)
    batch.ownSlots.push(slot)
    slab.setAmount(slot, rows.numbers[(start + valueAt) / 8]!)
    if (rows.bytes[start + markAt] !== OWN_COUNTS) slab.setKind(slot, slab.kind(whole), 0, slab.status(whole))
    return slot
  }

  private tablesOf(plan: VelocityPlan): readonly LogTable[] {
    let tables = this.tables.get(plan)
    if (tables === undefined) {
      tables = plan.logs.map(({ name }) => this.logs.table(name))
      this.tables.set(plan, tables)
    }
    return tables
  }
}
