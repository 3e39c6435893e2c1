import { describe, it } from 'vitest'
import { breakRegistry } from './outages/registry-faults.ts'
import { sharedScene } from './outages/shared-scene.ts'

/** Without what the registry itself denies to know: such ids are given up after a minute, or junk could stop the stream. */
const STATES = ['down', 'status 500', "a proxy's 404", 'silent'] as const

describe('schema registry, for ten minutes', () => {
  for (const [seed, state] of STATES.entries()) {
    it(`F26: ${state}`, () => breakRegistry(sharedScene(), { state, payments: 6000, forMs: 600_000, seed: 360 + seed }))
  }
})
