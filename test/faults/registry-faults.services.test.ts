import { describe, it } from 'vitest'
import { breakRegistry } from './outages/registry-faults.ts'
import { sharedScene } from './outages/shared-scene.ts'

const STATES = ['down', "the registry's 404", 'no schema'] as const

describe('schema registry', () => {
  for (const [seed, state] of STATES.entries()) {
    it(`F26: ${state}`, () => breakRegistry(sharedScene(), { state, payments: 600, forMs: 1000, seed: 260 + seed }))
  }
})
