import { expect, it } from 'vitest'
import { atOnce, inSlices, type Pausable } from '../../src/ruleset/in-slices.ts'

function* sum(upTo: number): Pausable<number> {
  let total = 0
  for (let each = 1; each <= upTo; each++) {
    total += each
    yield
  }
  return total
}

it('gives the same with and without pauses', async () => {
  for (const upTo of [0, 1, 100_000]) expect(await inSlices(sum(upTo))).toBe(atOnce(sum(upTo)))
})

it('lets the event loop turn, or this work would have no end', async () => {
  let hasTurned = false
  setImmediate(() => {
    hasTurned = true
  })
  function* untilTurned(): Pausable<string> {
    while (!hasTurned) yield
    return 'turned'
  }
  expect(await inSlices(untilTurned())).toBe('turned')
})

it('passes on what is thrown in the middle', async () => {
  // biome-ignore lint/correctness/useYield: it ends before it could pause
  function* broken(): Pausable<number> {
    throw new RangeError('a bug')
  }
  await expect(inSlices(broken())).rejects.toThrow('a bug')
})
