import { expect, inject, test } from 'vitest'
import { createRedisStore } from '../../src/redis/redis-store.ts'
import { createMemoryStore } from '../../src/velocity/memory-store.ts'
import { compareStream } from './compare-stream.ts'

const PAYMENTS = 1_000_000

const stores = {
  memory: () => createMemoryStore({ secret: 'stream', baseDigits: 2 }),
  Redis: () => createRedisStore({ url: inject('redisUrl'), secret: `stream ${process.pid}`, baseDigits: 2 }),
}

for (const [name, open] of Object.entries(stores)) {
  test(`${name} says what plain counting says of a million payments`, async () => {
    const store = open()
    const { values, differences, firstDifference } = await compareStream(store, PAYMENTS, 2)
    await store.close()
    console.log(`${name}: ${PAYMENTS} payments, ${values} values compared, ${differences} differences`)
    expect([differences, firstDifference]).toEqual([0, undefined])
  })
}
