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
  'counts lost records again from one too late on': 'C',
  'takes any state for the one that it knows': 'C',
  'moves the mark before the records are appended': 'C',
  'takes a server that took over for the one that it knew': 'C',
  'counts again what the group has committed and not what it counted itself since': 'C',
}

describe('the simulator finds a program that', () => {
  for (const [name, oracle] of Object.entries(BREAKS)) {
    it(`${name}, by ${oracle}, within ${SEEDS_MAX} seeds`, { timeout: 120_000 }, async () => {
      let isFound = false
      let seed = 0
      while (!isFound && seed++ < SEEDS_MAX) {
        const { violations } = await simulate(seed, { mutant: MUTANTS[name]! })
        isFound = violations.some(each => each.oracle === oracle)
      }
      expect(isFound).toBe(true)
      console.log(`found by seed ${seed}: ${name}`)
    })
  }

  it('has none of these bugs: it finds nothing', async () => {
    expect(Object.keys(BREAKS)).toEqual(Object.keys(MUTANTS))
    expect((await simulate(1)).violations).toEqual([])
  })
})
