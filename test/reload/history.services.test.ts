import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import { createRedisStore } from '../../src/redis/redis-store.ts'
import { historySurvivesReloads } from './history.ts'

historySurvivesReloads(
  'Redis',
  () => createRedisStore({ url: inject('redisUrl'), secret: randomUUID(), baseDigits: 2 }),
  20,
)
