import { beforeAll, describe, inject, it } from 'vitest'
import { ownRedis } from './outages/own-redis.ts'
import { loseAnswers, OUT_OF_MEMORY, READ_ONLY, refuseMiddleCalls, trouble } from './outages/redis-faults.ts'
import type { Scene } from './outages/trial.ts'

let scene: Scene

beforeAll(() => {
  scene = { kafkaBrokers: inject('kafkaBrokers'), redisUrl: '', registryUrl: inject('registryUrl') }
})

describe('Redis and the way to it', () => {
  for (const kind of [OUT_OF_MEMORY, READ_ONLY]) {
    it(kind.name, async () => trouble(await ownRedis(), scene, { ...kind, payments: 3000, perSecond: 1500, seed: 17 }))
  }

  it('F18: answers are lost after the script ran', async () =>
    loseAnswers(await ownRedis(), scene, { losses: 50, payments: 1000, perSecond: 2000, seed: 18 }))

  it('F19: the middle call of a batch is refused as an outage', async () => {
    const answer = '-TRYAGAIN said in the middle'
    await refuseMiddleCalls(await ownRedis(), scene, { answer, everyNth: 4, payments: 3000, perSecond: 9000, seed: 19 })
  })
})
