import { columnOf, plainValue } from './column.ts'
import type { WherePredicate } from './plan.ts'
import type { Slab } from './slab.ts'

/** Which records a velocity counts: those of one kind for which its `where` holds. */
export class Selection {
  /** One of `COUNTED_BITS`. */
  readonly counted: number
  /** Asked about a record. */
  readonly where: ((slot: number) => boolean) | undefined
  private readonly slab: Slab

  /** `where` may read the plain columns only. */
  constructor(counted: number, where: WherePredicate | undefined, slab: Slab, minorPerMajor: number) {
    this.counted = counted
    this.slab = slab
    this.where = where === undefined ? undefined : whereOnRecords(where, slab, minorPerMajor)
  }

  has(slot: number): boolean {
    return (this.slab.counted(slot) & this.counted) !== 0 && (this.where === undefined || this.where(slot))
  }
}

function whereOnRecords(where: WherePredicate, slab: Slab, minorPerMajor: number): (slot: number) => boolean {
  const columns = new Map(where.reads.map(name => [name, columnOf(name)]))
  let current = 0
  const lookup = (name: string): string | number | undefined => {
    const column = columns.get(name) ?? columnOf(name)
    return column < 0 ? undefined : plainValue(slab, current, column, minorPerMajor)
  }
  return slot => {
    current = slot
    return where.holds(lookup)
  }
}
