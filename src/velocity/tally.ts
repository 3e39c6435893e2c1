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

/** What some windows need besides a count and a sum. */
export class TallyExtras {
  readonly squares: ExactSum | undefined
  readonly sorted: SortedValues | undefined
  readonly tables: readonly CountTable[]

  constructor(needs: TallyNeeds) {
    this.squares = needs.squares ? new ExactSum() : undefined
    this.sorted = needs.sorted ? new SortedValues() : undefined
    this.tables = needs.distinct.map(() => new CountTable())
  }

  /** Undefined when a count and a sum are enough. */
  static for(needs: TallyNeeds): TallyExtras | undefined {
    return needs.squares || needs.sorted || needs.distinct.length > 0 ? new TallyExtras(needs) : undefined
  }

  clear(): void {
    this.squares?.clear()
    this.sorted?.clear()
    for (const table of this.tables) table.clear()
  }
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
  readonly sum = new ExactSum()
  extras: TallyExtras | undefined
  needs: TallyNeeds = { sum: false, squares: false, sorted: false, distinct: [], unitsPerOne: 1 }
  private readonly slab: Slab

  constructor(slab: Slab) {
    this.slab = slab
  }

  /** Makes it an empty tally of a window. */
  start(needs: TallyNeeds, extras: TallyExtras | undefined): void {
    this.needs = needs
    this.extras = extras
    this.count = 0
    this.valued = 0
    this.sum.clear()
    extras?.clear()
  }

  /** `sign` is 1 to put a record in and -1 to take it out; `value` is what its amount slot holds. */
  change(slot: number, value: number, sign: number): void {
    this.count += sign
    const { extras, needs } = this
    if (extras === undefined) {
      if (needs.sum && !Number.isNaN(value)) this.changeSum(value, sign)
      return
    }
    if (!Number.isNaN(value)) this.changeValue(value, sign, extras)
    for (let at = 0; at < extras.tables.length; at++) {
      const key = columnKey(this.slab, slot, needs.distinct[at]!)
      if (key === 0) continue
      if (sign > 0) extras.tables[at]!.put(key)
      else extras.tables[at]!.take(key)
    }
  }

  distinct(column: Column): number {
    return this.extras?.tables[this.needs.distinct.indexOf(column)]?.distinct ?? 0
  }

  holds(column: Column, key: number): boolean {
    return this.extras?.tables[this.needs.distinct.indexOf(column)]?.holds(key) ?? false
  }

  private changeSum(value: number, sign: number): void {
    const { unitsPerOne } = this.needs
    this.valued += sign
    this.sum.add(unitsPerOne === 1 ? value : Math.round(value * unitsPerOne), sign)
  }

  private changeValue(value: number, sign: number, { squares, sorted }: TallyExtras): void {
    this.changeSum(value, sign)
    if (squares !== undefined) {
      const { unitsPerOne } = this.needs
      squares.addSquare(unitsPerOne === 1 ? value : Math.round(value * unitsPerOne), sign)
    }
    if (sorted === undefined) return
    if (sign > 0) sorted.put(value)
    else sorted.take(value)
  }
}
