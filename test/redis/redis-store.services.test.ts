import { inject } from 'vitest'
import { createRedisStore, type RedisStoreOptions } from '../../src/redis/redis-store.ts'
import { velocityStoreContract } from '../contracts/velocity-store.ts'

let opened = 0

/** Every store gets a secret of its own, so that none sees another's keys. */
const open = (options: Partial<RedisStoreOptions> = {}) =>
  createRedisStore({ url: inject('redisUrl'), secret: `${process.pid} ${opened++}`, baseDigits: 2, ...options })

velocityStoreContract('Redis', { open, histories: 40 })
