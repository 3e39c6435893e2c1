import { type Column, columnKey } from './column.ts'
import { CountTable } from './count-table.ts'
import { ExactSum } from './exact-sum.ts'
import type { Slab } from './slab.ts'
import { SortedValues } from './sorted-values.ts'

/** What the velocities of one window need to have added up. */
export interface TallyNeeds {
  sum: boolean
  squares: boolean
  sorted: boolean
  distinct: Column[]
  /** How many counted units one stored unit is: 1 for amounts in minor units, 10^6 for the numbers of own logs. */
  unitsPerOne: number
}

/**
 * What is in one window, added up. Everything in it is exact, so a tally depends only on the records that are in it: one
 * that has followed a window for a month equals one made afresh.
 */
export class Tally {
  /** Events. */
  count = 0
  /** Events that have a value. */
  valued = 0
  readonly sum: ExactSum | undefined
  readonly squares: ExactSum | undefined
  readonly sorted: SortedValues | undefined
  private readonly needs: TallyNeeds
  private readonly slab: Slab
  private readonly tables: readonly CountTable[]

  constructor(needs: TallyNeeds, slab: Slab) {
    this.needs = needs
    this.slab = slab
    this.sum = needs.sum ? new ExactSum() : undefined
    this.squares = needs.squares ? new ExactSum() : undefined
    this.sorted = needs.sorted ? new SortedValues() : undefined
    this.tables = needs.distinct.map(() => new CountTable())
  }

  clear(): void {
    this.count = 0
    this.valued = 0
    this.sum?.clear()
    this.squares?.clear()
    this.sorted?.clear()
    for (const table of this.tables) table.clear()
  }

  put(slot: number): void {
    this.change(slot, 1)
  }

  /** The record must be in it. */
  take(slot: number): void {
    this.change(slot, -1)
  }

  distinct(column: Column): number {
    return this.tables[this.needs.distinct.indexOf(column)]?.distinct ?? 0
  }

  private change(slot: number, sign: number): void {
    this.count += sign
    if (this.sum !== undefined || this.sorted !== undefined) this.changeValue(this.slab.amount(slot), sign)
    for (let at = 0; at < this.tables.length; at++) {
      const key = columnKey(this.slab, slot, this.needs.distinct[at]!)
      if (key === 0) continue
      if (sign > 0) this.tables[at]!.put(key)
      else this.tables[at]!.take(key)
    }
  }

  private changeValue(value: number, sign: number): void {
    if (Number.isNaN(value)) return
    this.valued += sign
    const { unitsPerOne } = this.needs
    const units = unitsPerOne === 1 ? value : Math.round(value * unitsPerOne)
    this.sum?.add(units, sign)
    this.squares?.addSquare(units, sign)
    if (this.sorted === undefined) return
    if (sign > 0) this.sorted.put(value)
    else this.sorted.take(value)
  }
}
