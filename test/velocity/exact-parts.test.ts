import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CountTable } from '../../src/velocity/count-table.ts'
import { ExactSum } from '../../src/velocity/exact-sum.ts'
import { KeyedHash } from '../../src/velocity/keyed-hash.ts'
import { SortedValues } from '../../src/velocity/sorted-values.ts'

/** Steps that put numbers in and later take some of them out again, chosen by position. */
const steps = <Value>(values: fc.Arbitrary<Value>, length: number) =>
  fc.array(fc.record({ value: values, takes: fc.option(fc.nat(), { nil: undefined }) }), {
    size: 'max',
    maxLength: length,
  })

/** Plays steps on a plain array and on what is tested; answers what is left. */
function play<Value>(
  moves: readonly { value: Value; takes: number | undefined }[],
  put: (value: Value) => void,
  take: (value: Value) => void,
): Value[] {
  const held: Value[] = []
  for (const { value, takes } of moves) {
    if (takes !== undefined && held.length > 0 && takes % 3 > 0) {
      take(held.splice(takes % held.length, 1)[0]!)
    } else {
      held.push(value)
      put(value)
    }
  }
  return held
}

describe('what windows are added up with', () => {
  test('a sum is exact, whatever came and went', () => {
    const numbers = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.constantFrom(2 ** 39, 2 ** 40, 2 ** 53, -(2 ** 45)))
    fc.assert(
      fc.property(steps(numbers, 60), moves => {
        const [sum, squares] = [new ExactSum(), new ExactSum()]
        const change = (sign: number) => (value: number) => {
          sum.add(value, sign)
          squares.addSquare(value, sign)
        }
        const held = play(moves, change(1), change(-1)).map(BigInt)
        expect(sum.exact()).toBe(held.reduce((total, each) => total + each, 0n))
        expect(sum.total()).toBe(Number(sum.exact()))
        expect(squares.exact()).toBe(held.reduce((total, each) => total + each * each, 0n))
      }),
    )
  })

  test('sorted values stand where sorting would put them', () => {
    const numbers = fc.oneof(
      fc.integer({ min: 0, max: 50 }),
      fc.double({ noNaN: true }).map(each => each + 0),
    )
    fc.assert(
      fc.property(steps(numbers, 900), moves => {
        const values = new SortedValues()
        const held = play(
          moves,
          value => values.put(value),
          value => values.take(value),
        ).sort((a, b) => a - b)
        expect(held.map((_, rank) => values.at(rank))).toEqual(held)
        values.clear()
        expect(values.size).toBe(0)
      }),
      { numRuns: 40 },
    )
  })

  test('a table counts distinct keys', () => {
    const keys = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 2 ** 32 - 1 }))
    fc.assert(
      fc.property(steps(keys, 400), moves => {
        const table = new CountTable()
        const held = play(
          moves,
          key => table.put(key),
          key => table.take(key),
        )
        expect(table.distinct).toBe(new Set(held).size)
      }),
    )
  })

  test('a keyed hash is the HMAC that node makes', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: 'grapheme' }), (secret, value) => {
        const key = createHash('sha256').update(secret).digest('hex')
        const hmac = createHmac('sha256', key).update(`email\u0000${value}`).digest('base64url')
        expect(new KeyedHash(secret).text('email', value)).toBe(hmac.slice(0, 22))
      }),
    )
  })
})
