import { describe, expect, test } from 'vitest'
import type { LogPosition, PartitionExtent } from '../../src/ports.ts'
import { lostRanges, needsStarts } from '../../src/rebuild/lost-ranges.ts'

const at = (offset: bigint): LogPosition => ({ topic: 't', partition: 0, offset })
const extent = (low: bigint, high: bigint, committed?: bigint): PartitionExtent => ({
  topic: 't',
  partition: 0,
  low,
  high,
  committed,
})

describe('lost ranges', () => {
  const rows: [string, Parameters<typeof lostRanges>[0], [bigint, bigint] | undefined][] = [
    [
      'nothing where the mark is at the commit',
      standing({ counted: [at(50n)], extents: [extent(0n, 90n, 50n)] }),
      undefined,
    ],
    [
      'nothing where the mark is past the commit',
      standing({ counted: [at(60n)], extents: [extent(0n, 90n, 50n)] }),
      undefined,
    ],
    ['from the mark to the commit', standing({ counted: [at(20n)], extents: [extent(0n, 90n, 50n)] }), [20n, 50n]],
    [
      'to what this process counted after the commit',
      standing({ counted: [at(20n)], extents: [extent(0n, 90n, 50n)], reached: 55n }),
      [20n, 55n],
    ],
    [
      'from the start where there is no mark',
      standing({ extents: [extent(0n, 90n, 50n)], starts: [at(30n)] }),
      [30n, 50n],
    ],
    ['from the beginning of the log where no start is known', standing({ extents: [extent(7n, 90n, 50n)] }), [7n, 50n]],
    [
      'nothing before the beginning of the log',
      standing({ counted: [at(2n)], extents: [extent(10n, 90n, 50n)] }),
      [10n, 50n],
    ],
    [
      'nothing past the end of a topic that was made anew',
      standing({ extents: [extent(0n, 5n, 3n)], reached: 80n }),
      [0n, 5n],
    ],
    ['nothing where the group has committed nothing', standing({ extents: [extent(0n, 90n)] }), undefined],
  ]
  test.each(rows)('%s', (_, given, expected) => {
    const ranges = lostRanges(given).map(({ from, to }) => [from, to])
    expect(ranges).toEqual(expected === undefined ? [] : [expected])
  })

  test('starts are looked up only where something is unknown', () => {
    expect(needsStarts({ counted: [at(1n)], extents: [extent(0n, 9n)] })).toBe(false)
    expect(needsStarts({ counted: [], extents: [extent(4n, 4n)] })).toBe(false)
    expect(needsStarts({ counted: [], extents: [extent(0n, 9n)] })).toBe(true)
  })
})

function standing({
  counted = [],
  extents,
  reached,
  starts = [],
}: {
  counted?: LogPosition[]
  extents: PartitionExtent[]
  reached?: bigint
  starts?: LogPosition[]
}): Parameters<typeof lostRanges>[0] {
  return { counted, extents, starts, reached: new Map(reached === undefined ? [] : [['t/0', reached]]) }
}
