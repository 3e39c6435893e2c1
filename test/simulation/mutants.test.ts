import { describe, expect, it } from 'vitest'
import { MUTANTS } from './mutants.ts'
import { simulate } from './simulation.ts'
import type { Oracle } from './world.ts'

const SEEDS_MAX = 100

/** Bugs put in by hand, each with the promise that it breaks. */
const BREAKS: Readonly<Record<string, Oracle>> = {
  'forgets which payments it has seen': 'D',
  'commits before the outputs are written': 'O',
  'commits for an epoch that is over': 'O',
  'takes in what an earlier epoch had fetched': 'O',
  'gives outputs up when their acknowledgement does not come': 'S',
  'counts a record twice that stands twice in a log': 'C',
  'decides under what another worker cannot see': 'D',
}

describe('the simulator finds a program that', () => {
  for (const [name, oracle] of Object.entries(BREAKS)) {
    it(`${name}, by ${oracle}, within ${SEEDS_MAX} seeds`, { timeout: 120_000 }, async () => {
      let isFound = false
      for (let seed = 1; seed <= SEEDS_MAX && !isFound; seed++) {
        const { violations } = await simulate(seed, { mutant: MUTANTS[name]! })
        isFound = violations.some(each => each.oracle === oracle)
      }
      expect(isFound).toBe(true)
    })
  }

  it('has none of these bugs: it finds nothing', async () => {
    expect(Object.keys(BREAKS)).toEqual(Object.keys(MUTANTS))
    expect((await simulate(1)).violations).toEqual([])
  })
})
