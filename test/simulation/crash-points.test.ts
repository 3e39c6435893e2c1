import { describe, expect, it } from 'vitest'
import { simulate } from './simulation.ts'
import { Tally } from './tally.ts'
import { CRASH_MOMENTS, CRASH_REQUESTS } from './world.ts'

const SEEDS = 200
const FIRST_SEED = 10_001

describe('F4: workers that crash at one point again and again', () => {
  for (const request of CRASH_REQUESTS) {
    for (const moment of CRASH_MOMENTS) {
      const crashPoint = `${moment} ${request}` as const
      it(`${crashPoint}, over ${SEEDS} seeds`, { timeout: 300_000 }, async () => {
        const tally = new Tally()
        const failures: string[] = []
        for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
          const report = await simulate(seed, { crashPoint })
          tally.add(report)
          failures.push(...tally.failuresOf(report))
        }
        const crashes = tally.happened.get(`killed ${crashPoint}`) ?? 0
        expect(failures).toEqual([])
        expect(crashes).toBeGreaterThan(SEEDS)
        console.log(`F4: ${crashes} crashes at ${crashPoint} over ${SEEDS} seeds: 0 violations`)
      })
    }
  }
})
