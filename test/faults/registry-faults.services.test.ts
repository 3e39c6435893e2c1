import { describe, inject, it } from 'vitest'
import { breakRegistry } from './outages/registry-faults.ts'

const STATES = ['down', "the registry's 404", 'no schema'] as const

describe('schema registry', () => {
  for (const [seed, state] of STATES.entries()) {
    it(`F26: ${state}`, () => {
      const scene = {
        kafkaBrokers: inject('kafkaBrokers'),
        redisUrl: inject('redisUrl'),
        registryUrl: inject('registryUrl'),
      }
      return breakRegistry(scene, { state, payments: 600, forMs: 1000, seed: 260 + seed })
    })
  }
})
