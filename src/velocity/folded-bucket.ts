import { AMOUNT_COLUMN, columnKey } from './column.ts'
import { evenPoints, type WeightedValue } from './even-points.ts'
import type { Slab } from './slab.ts'

/** Least, greatest and seven evenly spaced between them. */
export const ROW_POINTS = 9

export const FOLDED_COLUMNS = AMOUNT_COLUMN + 1

/** Events of one bucket that count as the same kinds, added up. Numbers are in counted units, points as they are stored. */
export interface FoldedRow {
  count: number
  /** How many of them have a value. */
  valued: number
  sum: number
  /** The sum of squared distances from their average. */
  spread: number
  points: number[]
}

/** Events of one bucket that have one value in a column and count as the same kinds. */
export interface FoldedValue {
  count: number
  valued: number
  sum: number
  firstMs: number
  lastMs: number
}

/** Events whose values in a column are no longer known, and how many values these were at most. */
export interface FoldedOthers {
  count: number
  valued: number
  sum: number
  distinct: number
  /** Of the first of them, which may have come from an older bucket. */
  firstMs: number
}

export interface FoldedColumn {
  /** By `valueKey`. */
  values: Map<number, FoldedValue>
  /** By counted byte. */
  others: Map<number, FoldedOthers>
  /** True when some values were moved to the next bucket: whoever asks about this one must ask that one too. */
  isMovedOn: boolean
}

/** Events whose times lie from `firstMs` to `lastMs`. Never changed once made: other parts may share it. */
export interface FoldedBucket {
  firstMs: number
  lastMs: number
  /** By counted byte, see `COUNTED_BITS`. */
  rows: Map<number, FoldedRow>
  columns: FoldedColumn[]
}

/** A column's value together with what the events count as. */
export function valueKey(value: number, counted: number): number {
  return value * 256 + counted
}

/** One bucket of records that are in order of time; there must be one, and none may count for nothing. */
export function bucketOf(slab: Slab, slots: readonly number[], unitsPerOne: number): FoldedBucket {
  const rows = new Map<number, FoldedRow>()
  const stored = new Map<number, WeightedValue[]>()
  const columns = Array.from({ length: FOLDED_COLUMNS }, emptyColumn)
  for (const slot of slots) {
    const counted = slab.counted(slot)
    const amount = slab.amount(slot)
    const isValued = !Number.isNaN(amount)
    const value = !isValued ? 0 : unitsPerOne === 1 ? amount : Math.round(amount * unitsPerOne)
    const valued = isValued ? 1 : 0
    let row = rows.get(counted)
    if (row === undefined) {
      row = { count: 0, valued: 0, sum: 0, spread: 0, points: [] }
      rows.set(counted, row)
      stored.set(counted, [])
    }
    row.spread = isValued ? spreadTogether(row, { valued: 1, sum: value, spread: 0 }) : row.spread
    row.count++
    row.valued += valued
    row.sum += value
    if (isValued) stored.get(counted)!.push({ value: amount, weight: 1 })
    const timeMs = slab.time(slot)
    for (let column = 0; column < FOLDED_COLUMNS; column++) {
      const key = columnKey(slab, slot, column)
      if (key === 0) continue
      const { values } = columns[column]!
      const known = values.get(valueKey(key, counted))
      if (known === undefined) {
        values.set(valueKey(key, counted), { count: 1, valued, sum: value, firstMs: timeMs, lastMs: timeMs })
      } else {
        known.count++
        known.valued += valued
        known.sum += value
        known.lastMs = timeMs
      }
    }
  }
  for (const [counted, values] of stored) rows.get(counted)!.points = evenPoints(values, ROW_POINTS)
  return { firstMs: slab.time(slots[0]!), lastMs: slab.time(slots.at(-1)!), rows, columns }
}

/** One bucket for two; what is said of values that were moved on is what `b` says: it ends last. */
export function mergedBuckets(a: FoldedBucket, b: FoldedBucket): FoldedBucket {
  const rows = new Map(a.rows)
  for (const [counted, row] of b.rows) {
    const other = rows.get(counted)
    rows.set(counted, other === undefined ? row : mergedRows(other, row))
  }
  const columns = a.columns.map((column, at): FoldedColumn => {
    const other = b.columns[at]!
    const merged = copyOfColumn(column)
    merged.isMovedOn = other.isMovedOn
    for (const [key, value] of other.values) addValue(merged.values, key, value)
    for (const [counted, others] of other.others) addOthers(merged.others, counted, others)
    return merged
  })
  return { firstMs: Math.min(a.firstMs, b.firstMs), lastMs: Math.max(a.lastMs, b.lastMs), rows, columns }
}

function emptyColumn(): FoldedColumn {
  return { values: new Map(), others: new Map(), isMovedOn: false }
}

/** A column that may be changed without changing this one. */
export function copyOfColumn({ values, others, isMovedOn }: FoldedColumn): FoldedColumn {
  return { values: new Map(values), others: new Map(others), isMovedOn }
}

/** Adds to what is under the key; the objects that are there stay as they are. */
export function addValue(values: Map<number, FoldedValue>, key: number, added: FoldedValue): void {
  const known = values.get(key)
  if (known === undefined) values.set(key, added)
  else {
    values.set(key, {
      count: known.count + added.count,
      valued: known.valued + added.valued,
      sum: known.sum + added.sum,
      firstMs: Math.min(known.firstMs, added.firstMs),
      lastMs: Math.max(known.lastMs, added.lastMs),
    })
  }
}

export function addOthers(others: Map<number, FoldedOthers>, counted: number, added: FoldedOthers): void {
  const known = others.get(counted) ?? { count: 0, valued: 0, sum: 0, distinct: 0, firstMs: added.firstMs }
  others.set(counted, {
    count: known.count + added.count,
    valued: known.valued + added.valued,
    sum: known.sum + added.sum,
    distinct: known.distinct + added.distinct,
    firstMs: Math.min(known.firstMs, added.firstMs),
  })
}

export type Spreading = Pick<FoldedRow, 'valued' | 'sum' | 'spread'>

/** Of two groups of values together: Chan, Golub and LeVeque, "Updating Formulae" (1979). */
export function spreadTogether(a: Spreading, b: Spreading): number {
  if (a.valued === 0 || b.valued === 0) return a.spread + b.spread
  const apart = b.sum / b.valued - a.sum / a.valued
  return a.spread + b.spread + (apart * apart * a.valued * b.valued) / (a.valued + b.valued)
}

function mergedRows(a: FoldedRow, b: FoldedRow): FoldedRow {
  return {
    count: a.count + b.count,
    valued: a.valued + b.valued,
    sum: a.sum + b.sum,
    spread: spreadTogether(a, b),
    points: evenPoints([...weighed(a), ...weighed(b)], ROW_POINTS),
  }
}

/** The row's values, as its points stand for them. */
export function weighed({ points, valued }: FoldedRow): WeightedValue[] {
  return points.map(value => ({ value, weight: valued / points.length }))
}
