import fc from 'fast-check'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Counted, VelocityStore } from '../../src/ports.ts'
import { createRedisStore, type RedisStore, type RedisStoreOptions } from '../../src/redis/redis-store.ts'
import { createMemoryStore } from '../../src/velocity/memory-store.ts'
import type { VelocityDefinition } from '../../src/velocity/plan.ts'
import { planVelocities } from '../../src/velocity/plan-velocities.ts'
import { type RedisServer, startRedis } from '../services/redis.ts'
import { checkFolded } from '../velocity/check-folded.ts'
import { sayAll } from '../velocity/compare.ts'
import { COUNT_BY_IP } from '../velocity/count-by-ip.ts'
import { definitions, histories } from '../velocity/histories.ts'
import { type SampleEvent, sampleEvent } from '../velocity/sample-event.ts'

const MINUTE_MS = 60_000
const START_MS = Date.UTC(2026, 10, 21)

const counting = { ...COUNT_BY_IP, window: { kind: 'lifetime' } } as const

/** Payments from one address, a minute apart. */
function payments(count: number, from = 0): SampleEvent[] {
  return Array.from({ length: count }, (_, at) =>
    sampleEvent({
      id: `p${from + at}`,
      timeMs: START_MS + (from + at) * MINUTE_MS,
      amountMinor: 100 + ((from + at) % 50),
      fields: { ip: '203.0.113.7', 'card.fingerprint': `c${(from + at) % 20}` },
    }),
  )
}

const counts = async (store: RedisStore, events: SampleEvent[], batch = 50, plan = planVelocities([counting])) =>
  (await sayAll(store, plan, events, batch)).map(({ values }) => values[0])

/** As a process counts that keeps a mark: it looks at the epochs of logs only where it has to. */
async function throughMark(store: RedisStore): Promise<VelocityStore> {
  const { id } = await store.mark()
  return {
    count: async (plan, events) => (await store.countMarked(plan, events, id, [])) as Counted[],
    close: () => store.close(),
  }
}

const upTo = (last: number, from = 1) => Array.from({ length: last - from + 1 }, (_, at) => from + at)

describe('logs in Redis that hold more than they may', () => {
  let server: RedisServer
  let admin: Redis
  let opened = 0
  const newSecret = () => `folding ${opened++}`
  const open = (options: Partial<RedisStoreOptions> = {}) =>
    createRedisStore({ url: server.url, secret: newSecret(), baseDigits: 2, keyEventsMax: 100, ...options })
  const bytesOfLogs = async () => {
    let bytes = 0
    for (const key of await admin.keys('v1:*'))
      if (!key.includes(':id:') && !key.includes(':mark:')) bytes += await admin.strlen(key)
    return bytes
  }

  beforeAll(async () => {
    server = await startRedis('folding')
    admin = new Redis(server.url)
  })
  afterAll(async () => {
    await admin.quit()
    await server.stop()
  })

  test('folded windows keep their promise when several processes share the logs', async () => {
    const seen = { exact: 0, folded: 0, folds: 0 }
    const asking = fc.array(definitions, { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(
        histories(200),
        asking,
        fc.constantFrom(8, 20),
        fc.constantFrom(1, 2),
        fc.boolean(),
        async (events, asked, keyEventsMax, processes, isMarked) => {
          const secret = newSecret()
          const stores = Array.from({ length: processes }, () => open({ secret, keyEventsMax }))
          const used = isMarked ? await Promise.all(stores.map(throughMark)) : stores
          const { exact, folded } = await checkFolded(used, events, asked, 4)
          seen.exact += exact
          seen.folded += folded
          for (const store of stores) {
            seen.folds += store.use().logsFolded
            expect(store.use().logsLost).toBe(0)
            await store.close()
          }
        },
      ),
      { numRuns: 20, interruptAfterTimeLimit: 30_000 },
    )
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(5)
  })

  test('one process says the same as the memory store, bit for bit', async () => {
    const asking = fc.array(definitions, { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(histories(200), asking, fc.constantFrom(8, 20), async (events, asked, keyEventsMax) => {
        const plan = planVelocities(asked)
        const store = open({ keyEventsMax })
        const said = await sayAll(store, plan, events, 4)
        await store.close()
        const memory = createMemoryStore({ secret: 'memory', baseDigits: 2, keyEventsMax })
        expect(said).toEqual(await sayAll(memory, plan, events, 4))
      }),
      { numRuns: 10, interruptAfterTimeLimit: 30_000 },
    )
  })

  test('what it takes in Redis stays bounded, and a process that comes later reads the same', async () => {
    await admin.flushall()
    const secret = newSecret()
    const store = open({ secret })
    let most = 0
    for (let from = 0; from < 3000; from += 500) {
      expect(await counts(store, payments(500, from))).toEqual(upTo(from + 500, from + 1))
      most = Math.max(most, await bytesOfLogs())
    }
    const { eventsFolded } = store.use()
    console.info(`3,000 events, at most 100 unfolded: at most ${most} bytes in Redis, ${eventsFolded} events folded`)
    expect(eventsFolded).toBeGreaterThan(2800)
    expect(most).toBeLessThan(64 * 250 + 40_000)
    const asked: VelocityDefinition[] = [
      counting,
      { ...counting, fn: 'sum', field: 'amount' },
      { ...counting, fn: 'distinct', field: 'card.fingerprint' },
      { ...counting, fn: 'stddev', field: 'amount', window: { kind: 'sliding', ms: 2000 * MINUTE_MS } },
    ]
    const plan = planVelocities(asked)
    const later = open({ secret })
    const [fresh] = await later.count(plan, payments(1, 3000))
    const [again] = await store.count(plan, payments(1, 3000))
    for (const index of asked.keys()) {
      expect(again!.read(index)).toBe(fresh!.read(index))
      expect(fresh!.isApproximate(index)).toBe(true)
    }
    expect([0, 2].map(index => fresh!.read(index))).toEqual([3001, 20])
    for (const each of [store, later]) await each.close()
  })

  test('two processes that compact one log at once do it once, and count every event once', async () => {
    const secret = newSecret()
    const stores = [open({ secret }), open({ secret })] as const
    for (let from = 0; from < 900; from += 90) {
      // Both read the same log, so both find it too long before their next batch.
      await Promise.all([
        stores[0].count(planVelocities([counting]), payments(90, from)),
        stores[1].count(planVelocities([counting]), payments(90, from)),
      ])
    }
    const [last] = await counts(stores[0], payments(1, 900))
    expect(last).toBe(901)
    expect((await counts(stores[1], payments(1, 901)))[0]).toBe(902)
    const folded = stores.map(store => store.use().eventsFolded)
    expect(folded[0]! + folded[1]!).toBeLessThanOrEqual(900)
    expect(folded[0]! + folded[1]!).toBeGreaterThan(600)
    expect(stores.map(store => store.use().logsLost)).toEqual([0, 0])
    for (const store of stores) await store.close()
  })

  test('a process that trusts its copies sees that another one has compacted a log', async () => {
    const secret = newSecret()
    const [one, other] = await Promise.all([open({ secret }), open({ secret })].map(throughMark))
    const plan = planVelocities([counting])
    await one!.count(plan, payments(101))
    const [log] = (await admin.keys('v1:*:ip:*')).slice(-1)
    const known = await admin.strlen(log!)
    // The other folds what the first one has read, and appends until the log is as long as the first one knew it.
    await other!.count(plan, payments(1, 101))
    let next = 102
    while ((await admin.strlen(log!)) < known) await other!.count(plan, payments(1, next++))
    const [counted] = await one!.count(plan, payments(1, next))
    expect(counted!.read(0)).toBe(next + 1)
    await one!.close()
    await other!.close()
  })

  test('an event that was folded and comes again is a duplicate: not counted again, and called approximate', async () => {
    const secret = newSecret()
    const store = open({ secret })
    const events = payments(400)
    await counts(store, events)
    for (const each of [store, open({ secret })]) {
      const [again] = await each.count(planVelocities([counting]), [events[3]!])
      expect(again!.verdict).toBe('duplicate')
      expect(again!.isApproximate(0)).toBe(true)
      expect(again!.read(0)).toBeGreaterThanOrEqual(4)
    }
    expect(await counts(store, payments(1, 400))).toEqual([401])
    await store.close()
  })

  test('a window that does not reach into the folded events stays exact and is not called approximate', async () => {
    const store = open()
    const hour = planVelocities([{ ...counting, window: { kind: 'sliding', ms: 40 * MINUTE_MS } }])
    for (let from = 0; from < 1000; from += 10) {
      for (const [at, each] of (await store.count(hour, payments(10, from))).entries()) {
        expect([each.read(0), each.isApproximate(0)]).toEqual([Math.min(40, from + at + 1), false])
      }
    }
    expect(store.use().logsFolded).toBeGreaterThan(0)
    await store.close()
  })

  test('records that no window needs go from Redis, whose lifetime stays', async () => {
    await admin.flushall()
    const store = open({ keyEventsMax: 1_000_000 })
    const quarter = planVelocities([{ ...counting, window: { kind: 'sliding', ms: 15 * MINUTE_MS } }])
    for (let from = 0; from < 12_000; from += 500) await counts(store, payments(500, from), 500, quarter)
    const [key] = (await admin.keys('v1:*')).filter(each => !each.includes(':id:') && !each.includes(':mark:'))
    // A day of lateness and a quarter of an hour are 1,455 records; a quarter more may be waiting to be trimmed.
    const records = (await admin.strlen(key!)) / 64
    console.info(`12,000 events, 1,455 needed: ${Math.floor(records)} records in Redis`)
    expect(records).toBeLessThan(4000)
    expect(await admin.pttl(key!)).toBeGreaterThan(MINUTE_MS)
    const { logsCompacted, eventsFolded, logsLost } = store.use()
    expect(logsCompacted).toBeGreaterThan(2)
    expect([eventsFolded, logsLost]).toEqual([0, 0])
    expect(await counts(store, payments(3, 12_000), 500, quarter)).toEqual([15, 15, 15])
    await store.close()
  })
})
