import { columnKey } from './column.ts'
import type { RecordLog } from './record-log.ts'
import type { Slab } from './slab.ts'

/** A log made of some records of another, and where in the other each of them stands. */
export interface PartialLog {
  log: RecordLog
  /** Positions in the whole log, ascending. */
  positions: number[]
}

/**
 * A log divided by further columns, so that a velocity by card and address reads the card's log: it is warm at once and
 * needs no log of its own. Divided as it is first asked for, and kept up from then on.
 */
export class KeyedWithin {
  private readonly parts = new Map<number | string, PartialLog>()
  private divided = 0
  private readonly columns: readonly number[]
  private readonly whole: RecordLog
  private readonly slab: Slab
  private readonly openLog: () => RecordLog

  constructor(columns: readonly number[], whole: RecordLog, slab: Slab, openLog: () => RecordLog) {
    this.columns = columns
    this.whole = whole
    this.slab = slab
    this.openLog = openLog
  }

  /** The part that a record belongs to; every column of the record must be present. */
  partOf(slot: number): PartialLog {
    const { slots, base } = this.whole
    for (; this.divided < slots.length; this.divided++) {
      const key = this.keyOf(slots[this.divided]!)
      if (key === 0) continue
      const part = this.part(key)
      part.log.slots.push(slots[this.divided]!)
      part.positions.push(base + this.divided)
    }
    return this.part(this.keyOf(slot))
  }

  private part(key: number | string): PartialLog {
    let part = this.parts.get(key)
    if (part === undefined) {
      part = { log: this.openLog(), positions: [] }
      this.parts.set(key, part)
    }
    return part
  }

  private keyOf(slot: number): number | string {
    if (this.columns.length === 1) return columnKey(this.slab, slot, this.columns[0]!)
    let text = ''
    for (const column of this.columns) {
      const key = columnKey(this.slab, slot, column)
      if (key === 0) return 0
      text += `${key},`
    }
    return text
  }
}
