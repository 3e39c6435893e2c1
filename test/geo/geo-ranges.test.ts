import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { GeoRanges, NO_PLACE, RANGES_IPV4, RANGES_IPV6, type RangeLayout } from '../../src/geo/geo-ranges.ts'

interface Range {
  first: bigint
  last: bigint
  place: number
}

const folder = mkdtempSync(join(tmpdir(), 'geo-ranges-'))
const file = join(folder, 'table.dat')
afterAll(() => rmSync(folder, { recursive: true }))

const CASES = [
  { name: 'IPv4', layout: RANGES_IPV4, most: 2n ** 32n - 1n },
  { name: 'IPv6', layout: RANGES_IPV6, most: 2n ** 64n - 1n },
]

it.each(CASES)('finds the narrowest range around an $name address', ({ layout, most }) => {
  const small = fc.nat(60).map(BigInt)
  // Near the end, where the address after the last does not exist, and over the border of the first word.
  const near = fc.constantFrom(0n, 2n ** 32n - 30n, most - 60n).filter(base => base + 60n <= most)
  const place = fc.oneof(fc.nat(3), fc.constant(NO_PLACE))
  const drawn = fc.tuple(small, small, place).map(([a, b, number]) => ({
    first: a < b ? a : b,
    last: a < b ? b : a,
    place: number,
  }))
  fc.assert(
    fc.property(near, fc.array(drawn, { maxLength: 12 }), (base, ranges) => {
      const table = withoutCrossing(ranges).map(({ first, last, place }) => ({
        first: first + base,
        last: last + base,
        place,
      }))
      writeFileSync(file, Buffer.concat(table.map(range => rowOf(range, layout))))
      const found = new GeoRanges(file, layout)
      for (let at = base; at <= base + 61n && at <= most; at++) {
        const [high, low] = layout.words === 1 ? [Number(at), 0] : [Number(at >> 32n), Number(at & 0xffffffffn)]
        expect(found.placeOf(high, low), String(at - base)).toBe(narrowest(table, at))
      }
    }),
  )
})

/** In the order of the tables: by beginning, the wider first; ranges lie beside or within each other. */
function withoutCrossing(ranges: readonly Range[]): Range[] {
  const kept: Range[] = []
  for (const range of ranges) {
    const fits = (other: Range): boolean => {
      const isApart = range.last < other.first || other.last < range.first
      const isWithin = range.first >= other.first && range.last <= other.last
      const isAround = range.first <= other.first && range.last >= other.last
      return isApart || (isWithin !== isAround && (isWithin || isAround))
    }
    if (kept.every(fits)) kept.push(range)
  }
  return kept.sort((a, b) => Number(a.first - b.first) || Number(b.last - a.last))
}

function narrowest(ranges: readonly Range[], at: bigint): number {
  const around = ranges.filter(({ first, last }) => first <= at && at <= last)
  around.sort((a, b) => Number(a.last - a.first - (b.last - b.first)))
  return around[0]?.place ?? NO_PLACE
}

function rowOf({ first, last, place }: Range, { rowBytes, words, endAt, placeAt }: RangeLayout): Buffer {
  const row = Buffer.alloc(rowBytes)
  if (words === 1) {
    row.writeUInt32BE(Number(first), 0)
    row.writeUInt32BE(Number(last), endAt)
  } else {
    row.writeBigUInt64BE(first, 0)
    row.writeBigUInt64BE(last, endAt)
  }
  row.writeUInt32BE(place, placeAt)
  return row
}
