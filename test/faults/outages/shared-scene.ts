import { inject } from 'vitest'
import type { Scene } from './trial.ts'

/** The services that all test files share. */
export function sharedScene(): Scene {
  return { kafkaBrokers: inject('kafkaBrokers'), redisUrl: inject('redisUrl'), registryUrl: inject('registryUrl') }
}
