import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { RedisConnection } from '../../src/redis/connection.ts'
import { APPEND_AND_READ } from '../../src/redis/lua/append-and-read.ts'
import type { StoreConnection } from '../../src/redis/one-server.ts'
import { createRedisStore } from '../../src/redis/redis-store.ts'
import { planVelocities } from '../../src/velocity/plan-velocities.ts'
import { batchSizes, definitions, histories } from '../velocity/histories.ts'
import { KeySpace } from './key-space.ts'
import { readCommand } from './read-command.ts'
import { DAY_MS, pack, scriptCalls } from './script-calls.ts'
import { appendAndRead } from './script-model.ts'

const SCRIPT_HASH = createHash('sha1').update(APPEND_AND_READ).digest('hex')

function askModel(space: KeySpace, frame: Buffer): Buffer {
  const [, , keyCount, ...rest] = readCommand(frame)
  const keys = rest.slice(0, Number(keyCount)).map(key => key.toString('latin1'))
  return appendAndRead(space, keys, rest.slice(Number(keyCount)))
}

describe('the model of the script', () => {
  let connection: RedisConnection
  let redis: Redis
  let runs = 0

  beforeAll(async () => {
    const url = inject('redisUrl')
    connection = new RedisConnection({ url, commandTimeoutMs: 5000, connectTimeoutMs: 5000 })
    await connection.ready()
    redis = new Redis(url)
    await redis.script('LOAD', APPEND_AND_READ)
  })
  afterAll(async () => {
    await connection.close()
    redis.disconnect()
  })

  /** What Redis holds, and whether for ever, in the form of what the model holds. */
  async function expectSameKeys(space: KeySpace, keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const value = await redis.getBuffer(key)
      expect(value?.toString('hex')).toBe(space.get(key)?.toString('hex'))
      const leftMs = await redis.pttl(key)
      const toldMs = space.lifetime(key)
      if (Number.isFinite(toldMs)) expect(toldMs - leftMs).toSatisfy((late: number) => late >= 0 && late < DAY_MS / 4)
      else expect(leftMs).toBe(value === null ? -2 : -1)
    }
  }

  test('answers and leaves behind what Redis does, whatever it is told', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(scriptCalls, { minLength: 1, maxLength: 12 }), async each => {
        const prefix = `model:${process.pid}:${runs++}`
        const space = new KeySpace(() => 0)
        for (const call of each) {
          const frame = pack(call, { hash: SCRIPT_HASH, prefix, space })
          const told = askModel(space, frame)
          expect((await connection.send(frame)).toString('hex')).toBe(told.toString('hex'))
        }
        const keys = [0, 1, 2, 3, 4].flatMap(id => [`${prefix}:id:${id}`, `${prefix}:log:${id}`])
        await expectSameKeys(space, keys)
      }),
      { numRuns: 400 },
    )
  })

  test('answers what Redis does to stores that share it', async () => {
    const asking = fc.array(definitions, { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(histories(80), asking, batchSizes, async (events, asked, batchSize) => {
        const space = new KeySpace(() => 0)
        const secret = `model ${process.pid} ${runs++}`
        const both: StoreConnection = {
          generation: 1,
          ready: () => connection.ready(),
          close: async () => undefined,
          async send(frame) {
            const reply = await connection.send(frame)
            expect(reply.toString('hex')).toBe(askModel(space, frame).toString('hex'))
            return reply
          },
        }
        let epochs = 0
        const newEpoch = (): Buffer => Buffer.from(`epoch${String(epochs++).padStart(3, '0')}`)
        const surroundings = { connection: both, nowMs: () => 0, newEpoch }
        const stores = [0, 1, 2].map(() => createRedisStore({ url: '', secret, baseDigits: 2, surroundings }))
        const plan = planVelocities(asked)
        for (let from = 0; from < events.length; from += batchSize) {
          await stores[from % 3]!.count(plan, events.slice(from, from + batchSize))
        }
        await expectSameKeys(space, space.keys())
      }),
      { numRuns: 60, interruptAfterTimeLimit: 40_000 },
    )
  })
})
