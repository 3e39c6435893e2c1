import { beforeAll, describe, inject, it } from 'vitest'
import { ownRedis } from './outages/own-redis.ts'
import {
  BUSY,
  badWeather,
  CANNOT_WRITE_DOWN,
  FORGETFUL,
  LOADING,
  loseAnswers,
  OUT_OF_MEMORY,
  READ_ONLY,
  refuseMiddleCalls,
  trouble,
} from './outages/redis-faults.ts'
import type { Scene } from './outages/trial.ts'

let scene: Scene

beforeAll(() => {
  scene = { kafkaBrokers: inject('kafkaBrokers'), redisUrl: '', registryUrl: inject('registryUrl') }
})

describe('Redis and the way to it, for longer', () => {
  for (const kind of [OUT_OF_MEMORY, CANNOT_WRITE_DOWN, READ_ONLY, BUSY, FORGETFUL]) {
    it(kind.name, async () => {
      const size = { payments: 60_000, perSecond: 800, partitions: 3, seed: 117 }
      await trouble(await ownRedis(), scene, { ...kind, ...size, forMs: 60_000 })
    })
  }

  it(LOADING.name, async () => {
    const loadsSlowly = ['--key-load-delay', '2000', '--loading-process-events-interval-bytes', '1024']
    await trouble(await ownRedis(...loadsSlowly), scene, {
      ...LOADING,
      payments: 3000,
      perSecond: 1500,
      seed: 21,
    })
  })

  it('F18: a thousand answers are lost after the script ran', async () =>
    loseAnswers(await ownRedis(), scene, { losses: 1000, payments: 12_000, perSecond: 1000, seed: 118 }))

  it('F19: the middle call of a batch is refused for good', async () => {
    const answer = '-ERR nobody knows why'
    await refuseMiddleCalls(await ownRedis(), scene, {
      answer,
      everyNth: 4,
      payments: 6000,
      perSecond: 9000,
      seed: 119,
    })
  })

  const weathers = [
    { name: '2 s away', weather: { latencyMs: 2000 } },
    { name: '1 kB/s', weather: { bytesPerSecond: 1000 } },
    { name: 'half open', weather: { isDead: true } },
  ]
  for (const each of weathers) {
    it(`F20: ${each.name}`, async () => {
      const size = { payments: 60_000, perSecond: 800, partitions: 3, seed: 120 }
      await badWeather(await ownRedis(), scene, { ...each, ...size, forMs: 60_000 })
    })
  }
})
