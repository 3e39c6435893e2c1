import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chanceOfMoreBad } from '../../../src/backtest/suggest/fisher.ts'

const few = fc.nat({ max: 6 })

test('the chance is the share of all ways to draw the first group that hold as many bad ones', () => {
  fc.assert(
    fc.property(few, few, few, few, (bad, good, otherBad, otherGood) => {
      const all = [...Array(bad + otherBad).fill(1), ...Array(good + otherGood).fill(0)] as number[]
      const some = bad + good
      fc.pre(all.length <= 16 && some > 0 && some < all.length)
      let [ways, withMore] = [0, 0]
      for (let mask = 0; mask < 2 ** all.length; mask++) {
        const drawn = all.filter((_, at) => mask & (1 << at))
        if (drawn.length !== some) continue
        ways++
        if (drawn.filter(each => each === 1).length >= bad) withMore++
      }
      const chance = chanceOfMoreBad({ bad, good }, { bad: otherBad, good: otherGood })
      expect(chance).toBeCloseTo(withMore / ways, 10)
    }),
    { numRuns: 40 },
  )
})

test('large groups are told apart as small ones, and nothing is told by an empty one', () => {
  expect(chanceOfMoreBad({ bad: 0, good: 0 }, { bad: 5, good: 5 })).toBe(1)
  expect(chanceOfMoreBad({ bad: 5, good: 5 }, { bad: 0, good: 0 })).toBe(1)
  expect(chanceOfMoreBad({ bad: 20, good: 0 }, { bad: 10_000, good: 990_000 })).toBeLessThan(1e-30)
  const alike = chanceOfMoreBad({ bad: 10_000, good: 990_000 }, { bad: 10_000, good: 990_000 })
  expect(alike).toBeGreaterThan(0.5)
  expect(alike).toBeLessThan(0.51)
})
