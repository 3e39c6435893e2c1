/**
 * The layout of a folded part in Redis, little endian: the number of buckets (2), then for each its first and last time,
 * its rows (their number, 1; each the counted byte and the row's numbers), and, for each column (their number, 1), the values (their number, 4;
 * each the value, the counted byte and its numbers), the others likewise (their number, 1) and `isMovedOn` (1). All other
 * numbers are float64.
 */
import {
  type FoldedBucket,
  type FoldedColumn,
  type FoldedOthers,
  type FoldedRow,
  type FoldedValue,
  ROW_POINTS,
} from './folded-bucket.ts'
import { FoldedPart } from './folded-part.ts'

const NUMBER_BYTES = 8

/** Writes numbers into a buffer that grows. */
class Writer {
  private buffer = Buffer.allocUnsafe(64 * 1024)
  private length = 0

  whole(value: number, bytes: 1 | 2 | 4): void {
    this.reserve(bytes)
    this.length = this.buffer.writeUIntLE(value, this.length, bytes)
  }

  numbers(...values: readonly number[]): void {
    this.reserve(values.length * NUMBER_BYTES)
    for (const value of values) this.length = this.buffer.writeDoubleLE(value, this.length)
  }

  finish(): Buffer {
    return this.buffer.subarray(0, this.length)
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return
    const larger = Buffer.allocUnsafe(this.buffer.length * 2 + bytes)
    this.buffer.copy(larger, 0, 0, this.length)
    this.buffer = larger
  }
}

export function encodeFolded(part: FoldedPart): Buffer {
  const writer = new Writer()
  writer.whole(part.buckets.length, 2)
  for (const { firstMs, lastMs, rows, columns } of part.buckets) {
    writer.numbers(firstMs, lastMs)
    writer.whole(rows.size, 1)
    for (const [kind, { count, valued, sum, spread, points }] of rows) {
      writer.whole(kind, 1)
      writer.whole(points.length, 1)
      writer.numbers(count, valued, sum, spread, ...points)
    }
    writer.whole(columns.length, 1)
    for (const { values, others, isMovedOn } of columns) {
      writer.whole(values.size, 4)
      for (const [key, { count, valued, sum, firstMs, lastMs }] of values) {
        writer.whole(Math.floor(key / 256), 4)
        writer.whole(key % 256, 1)
        writer.numbers(count, valued, sum, firstMs, lastMs)
      }
      writer.whole(others.size, 1)
      for (const [kind, { count, valued, sum, distinct, firstMs }] of others) {
        writer.whole(kind, 1)
        writer.numbers(count, valued, sum, distinct, firstMs)
      }
      writer.whole(isMovedOn ? 1 : 0, 1)
    }
  }
  return writer.finish()
}

/** Reads what `encodeFolded` wrote; its maps come back in the same order, so that sums over them are the same bit for bit. */
export function decodeFolded(bytes: Buffer): FoldedPart {
  let at = 0
  const whole = (size: 1 | 2 | 4): number => {
    at += size
    return bytes.readUIntLE(at - size, size)
  }
  const number = (): number => {
    at += NUMBER_BYTES
    return bytes.readDoubleLE(at - NUMBER_BYTES)
  }
  const each = <Item>(count: number, read: () => Item): Item[] => Array.from({ length: count }, read)
  const row = (): [number, FoldedRow] => {
    const kind = whole(1)
    const pointsCount = Math.min(whole(1), ROW_POINTS)
    const [count, valued, sum, spread] = [number(), number(), number(), number()]
    return [kind, { count, valued, sum, spread, points: each(pointsCount, number) }]
  }
  const value = (): [number, FoldedValue] => {
    const key = whole(4) * 256 + whole(1)
    return [key, { count: number(), valued: number(), sum: number(), firstMs: number(), lastMs: number() }]
  }
  const other = (): [number, FoldedOthers] => [
    whole(1),
    { count: number(), valued: number(), sum: number(), distinct: number(), firstMs: number() },
  ]
  const column = (): FoldedColumn => ({
    values: new Map(each(whole(4), value)),
    others: new Map(each(whole(1), other)),
    isMovedOn: whole(1) === 1,
  })
  const bucket = (): FoldedBucket => ({
    firstMs: number(),
    lastMs: number(),
    rows: new Map(each(whole(1), row)),
    columns: each(whole(1), column),
  })
  return new FoldedPart(each(whole(2), bucket))
}
