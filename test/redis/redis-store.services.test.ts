import fc from 'fast-check'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { Outage } from '../../src/model/problem.ts'
import { createRedisStore, type RedisStoreOptions } from '../../src/redis/redis-store.ts'
import { createMemoryStore } from '../../src/velocity/memory-store.ts'
import type { VelocityDefinition } from '../../src/velocity/plan.ts'
import { planVelocities } from '../../src/velocity/plan-velocities.ts'
import { fillableStoreContract } from '../contracts/fillable-store.ts'
import { outcomeStoreContract } from '../contracts/outcome-store.ts'
import { velocityStoreContract } from '../contracts/velocity-store.ts'
import { type RedisServer, startRedis } from '../services/redis.ts'
import { expectAgreement, sayAll } from '../velocity/compare.ts'
import { COUNT_BY_IP } from '../velocity/count-by-ip.ts'
import { batchSizes, definitions, histories } from '../velocity/histories.ts'
import { tellAll } from '../velocity/oracle.ts'
import { checkOutcomeOrders } from '../velocity/outcome-orders.ts'
import { type SampleEvent, sampleEvent } from '../velocity/sample-event.ts'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'

let server: RedisServer | undefined

/** For what must not disturb others the tests start a Redis of their own. */
const url = () => server?.url ?? inject('redisUrl')

let opened = 0
const newSecret = () => `${process.pid} ${opened++}`

/** Unless told otherwise a store gets a secret of its own, so that none sees another's keys. */
const open = (options: Partial<RedisStoreOptions> = {}) =>
  createRedisStore({ url: url(), secret: newSecret(), baseDigits: 2, ...options })

const openForOutcomes = () => open({ outcomesKeepMs: 3_600_000 })

velocityStoreContract('Redis', { open, histories: 25 })
velocityStoreContract('Redis for outcomes', { open: openForOutcomes, histories: 5 })
outcomeStoreContract('Redis', { open: openForOutcomes })
outcomeStoreContract('Redis with hardly any cache', {
  open: () => open({ cacheBytesMax: 20_000, outcomesKeepMs: 3_600_000 }),
})
velocityStoreContract('Redis with hardly any cache', { open: () => open({ cacheBytesMax: 20_000 }), histories: 10 })
fillableStoreContract('Redis', secret => open({ secret }), 20)

const plan = planVelocities([COUNT_BY_IP])

/** `count` payments from one address, a second apart. */
function payments(count: number, from = 0): SampleEvent[] {
  return Array.from({ length: count }, (_, at) =>
    sampleEvent({
      id: `p${from + at}`,
      timeMs: Date.UTC(2026, 10, 21) + (from + at) * 1000,
      fields: { ip: '203.0.113.7', email: 'joe@example.com' },
    }),
  )
}

async function countsOf(store: ReturnType<typeof open>, events: SampleEvent[], batch = 3): Promise<unknown[]> {
  return (await sayAll(store, plan, events, batch)).map(({ values }) => values[0])
}

const upTo = (last: number, from = 1) => Array.from({ length: last - from + 1 }, (_, at) => from + at)

test('Redis counts each outcome once, whatever comes in which order and how often', async () => {
  await checkOutcomeOrders(openForOutcomes, { numRuns: 20 })
})

describe('the Redis store', () => {
  let admin: Redis
  let proxy: TcpProxy
  const throughProxy = () => `redis://127.0.0.1:${proxy.port}`

  beforeAll(async () => {
    server = await startRedis('velocity')
    admin = new Redis(url())
    const { hostname, port } = new URL(url())
    proxy = await startTcpProxy(hostname, Number(port || 6379))
  })
  afterAll(async () => {
    await proxy.close()
    await admin.quit()
    await server?.stop()
  })

  test('says the same as the memory store, bit for bit', async () => {
    const asking = fc.array(definitions, { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(histories(200), asking, batchSizes, async (events, asked, batchSize) => {
        const asks = planVelocities(asked)
        const store = open()
        const said = await sayAll(store, asks, events, batchSize)
        await store.close()
        expect(said).toEqual(
          await sayAll(
            createMemoryStore({ secret: 'memory', baseDigits: 2, bytesMax: 2 ** 22 }),
            asks,
            events,
            batchSize,
          ),
        )
      }),
      { numRuns: 15, interruptAfterTimeLimit: 30_000 },
    )
  })

  test('a process that reads logs which share their records holds each record once, as the process that wrote them', async () => {
    const asks = planVelocities(
      ['ip', 'email', 'device.id', 'customer.id', 'card.fingerprint'].map(by => ({
        ...COUNT_BY_IP,
        name: by,
        by: [by],
      })),
    )
    const busy = {
      ip: '203.0.113.7',
      email: 'a@example.com',
      'device.id': 'd',
      'customer.id': 'c',
      'card.fingerprint': 'f',
    }
    const shared = (from: number, to: number) => payments(to - from, from).map(each => ({ ...each, fields: busy }))
    const secret = newSecret()
    const [writer, reader] = [open({ secret }), open({ secret })]
    await sayAll(writer, asks, shared(0, 2000), 500)
    await sayAll(reader, asks, shared(2000, 2001), 1)
    expect(reader.use().cacheBytes).toBeLessThan(writer.use().cacheBytes * 1.1)
    await Promise.all([writer.close(), reader.close()])
  })

  test('lets two processes share keys: each event is counted once, in one order', async () => {
    const asking = fc.array(definitions, { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(
        histories(200),
        asking,
        fc.array(fc.boolean(), { minLength: 200, maxLength: 200 }),
        async (events, asked, turns) => {
          const secret = newSecret()
          const stores = [open({ secret }), open({ secret })] as const
          const asks = planVelocities(asked)
          const said = []
          for (let at = 0; at < events.length; at += 4) {
            const store = stores[turns[at] ? 0 : 1]
            said.push(...(await sayAll(store, asks, events.slice(at, at + 4), 4)))
          }
          for (const store of stores) await store.close()
          expectAgreement(said, tellAll(events, asked), asks, asked)
        },
      ),
      { numRuns: 15, interruptAfterTimeLimit: 30_000 },
    )
  })

  test('makes a call whole whose answer was lost', async () => {
    const store = open({ url: throughProxy() })
    const events = payments(40)
    const answers: unknown[] = []
    for (let at = 0; at < events.length; at += 4) {
      const batch = events.slice(at, at + 4)
      if (at % 8 === 0 && at > 0) {
        proxy.loseNextAnswer()
        await expect(store.count(plan, batch)).rejects.toThrow(Outage)
        const again = await store.count(plan, batch)
        expect(again.map(each => each.verdict)).toEqual(Array(4).fill('duplicate'))
        answers.push(...again.map(each => each.read(0)))
      } else answers.push(...(await countsOf(store, batch)))
    }
    expect(answers).toEqual(upTo(40))
    await store.close()
  })

  test('is an outage while Redis cannot be reached, and goes on where it was', async () => {
    const store = open({ url: throughProxy(), connectTimeoutMs: 200 })
    expect(await countsOf(store, payments(3))).toEqual([1, 2, 3])
    await proxy.shut()
    for (let tries = 0; tries < 2; tries++) {
      await expect(store.count(plan, payments(1, 3))).rejects.toMatchObject({ name: 'Outage', dependency: 'redis' })
    }
    await proxy.open()
    await expect.poll(() => countsOf(store, payments(2, 3)).catch(() => 'outage'), { timeout: 5000 }).toEqual([4, 5])
    await store.close()
  })

  test('is an outage while Redis is out of memory or read-only, with nothing half done', async () => {
    const store = open({ connectTimeoutMs: 500 })
    expect(await countsOf(store, payments(3))).toEqual([1, 2, 3])
    const faults = [
      [
        ['CONFIG', 'SET', 'maxmemory', '1'],
        ['CONFIG', 'SET', 'maxmemory', '0'],
      ],
      [
        ['REPLICAOF', '127.0.0.1', '1'],
        ['REPLICAOF', 'NO', 'ONE'],
      ],
    ] as const
    let next = 3
    for (const [[fault, ...faultArguments], [remedy, ...remedyArguments]] of faults) {
      await admin.call(fault, ...faultArguments)
      await expect(store.count(plan, payments(1, next))).rejects.toThrow(Outage)
      await admin.call(remedy, ...remedyArguments)
      const retry = () => countsOf(store, payments(1, next)).catch(() => 'outage')
      await expect.poll(retry, { timeout: 5000 }).toEqual([next + 1])
      next++
    }
    await store.close()
  })

  test('goes on after Redis forgot the script', async () => {
    const store = open()
    for (let from = 0; from < 12; from += 4) {
      await admin.script('FLUSH')
      expect(await countsOf(store, payments(4, from), 4)).toEqual(upTo(from + 4, from + 1))
    }
    await store.close()
  })

  test('notices that Redis lost its state, and begins anew instead of trusting its copy', async () => {
    const secret = newSecret()
    const stores = [open({ secret }), open({ secret })] as const
    expect(await countsOf(stores[0], payments(6))).toEqual(upTo(6))
    await admin.flushall()
    // The other process appends until the log is as long as the first one knew it.
    expect(await countsOf(stores[1], payments(6, 6))).toEqual(upTo(6))
    expect(await countsOf(stores[0], payments(1, 12))).toEqual([7])
    expect(stores[0].use().logsLost).toBe(1)
    for (const store of stores) await store.close()
  })

  test('reads its copies again after a reconnect: a failover may have put another tail in the place of theirs', async () => {
    await admin.flushall()
    const secret = newSecret()
    const [store, other] = [open({ url: throughProxy(), secret }), open({ secret })]
    expect(await countsOf(store, payments(3))).toEqual([1, 2, 3])
    await proxy.shut()
    const [log] = await admin.keys('v1:*:ip:*')
    const tailLost = (await admin.getBuffer(log!))!.subarray(0, -64)
    await admin.set(log!, tailLost)
    const dayBefore = sampleEvent({ ...payments(1, 90)[0]!, timeMs: Date.UTC(2026, 10, 20) })
    expect(await countsOf(other, [dayBefore])).toEqual([1])
    await proxy.open()
    await expect.poll(() => countsOf(store, payments(1, 3)).catch(() => 'outage'), { timeout: 5000 }).toEqual([3])
    await store.close()
    await other.close()
  })

  test('loses no event of a call that broke in the middle', async () => {
    await admin.flushall()
    const store = open()
    expect(await countsOf(store, payments(1))).toEqual([1])
    const [log] = await admin.keys('v1:*:ip:*')
    await admin.rename(log!, 'aside')
    await admin.rpush(log!, 'not a log')
    await expect(store.count(plan, payments(1, 1))).rejects.toThrow('WRONGTYPE')
    await admin.rename('aside', log!)
    expect(await countsOf(store, payments(2, 1))).toEqual([2, 3])
    await store.close()
  })

  test('counts an event once even when its identity has ended', async () => {
    const store = open({ identityKeepMs: 1 })
    expect(await countsOf(store, payments(4))).toEqual([1, 2, 3, 4])
    await new Promise(resolve => setTimeout(resolve, 20))
    expect(await countsOf(store, payments(5))).toEqual([1, 2, 3, 4, 5])
    await store.close()
  })

  test('reads only what is new: one round trip per batch, no log read twice', async () => {
    const store = open()
    await countsOf(store, payments(100), 10)
    const { roundTrips, cacheHits, cacheMisses } = store.use()
    expect(roundTrips).toBeLessThanOrEqual(11) // one more when the script was not there yet
    expect([cacheHits, cacheMisses]).toEqual([9, 1])
    await store.close()
  })

  test('lets logs end with their time and keeps those of lifetime windows', async () => {
    await admin.flushall()
    const forever: VelocityDefinition = { ...COUNT_BY_IP, by: ['email'], window: { kind: 'lifetime' } }
    const store = open({ identityKeepMs: 60_000 })
    await store.count(planVelocities([COUNT_BY_IP, forever]), payments(2))
    const lifetimes = new Map<string, number>()
    for (const key of await admin.keys('v1:*')) lifetimes.set(key.split(':')[2]!, await admin.pttl(key))
    expect([...lifetimes.keys()].sort()).toEqual(['email', 'id', 'ip'])
    expect(lifetimes.get('email')).toBe(-1)
    expect(lifetimes.get('id')).toBeGreaterThan(50_000)
    expect(lifetimes.get('ip')).toBeGreaterThan(3_600_000)
    await store.close()
  })

  test('leaves nothing readable in Redis', async () => {
    await admin.flushall()
    const store = openForOutcomes()
    const ask = planVelocities([
      COUNT_BY_IP,
      { ...COUNT_BY_IP, fn: 'distinct', field: 'email', by: ['email', 'merchant.id'] },
    ])
    const named = payments(3).map(each => ({ ...each, id: `readable-${each.id}`, merchantId: 'readable-merchant' }))
    await store.count(ask, named)
    const refund = { kind: 'refund', merchantId: 'readable-merchant', timeMs: 0, amountMinor: 1 } as const
    const outcomes = [
      { ...refund, id: 'readable-1', paymentId: named[0]!.id },
      { ...refund, id: 'readable-2', paymentId: 'readable-early' },
    ]
    expect(await store.countOutcomes(ask, outcomes)).toEqual(['new', 'parked'])
    const keys = await admin.keys('*')
    expect([...new Set(keys.map(key => key.split(':')[2]))].sort()).toEqual(['home', 'id', 'ip', 'parked'])
    const values = await Promise.all(keys.map(key => admin.dumpBuffer(key)))
    const dump = `${keys.join()}${values.map(each => each?.toString('latin1')).join()}`
    expect(keys.length).toBeGreaterThan(3)
    for (const secret of ['203.0.113.7', 'joe', 'example.com', 'readable']) expect(dump).not.toContain(secret)
    await store.close()
  })
})
