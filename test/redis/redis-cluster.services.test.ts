import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Outage } from '../../src/model/problem.ts'
import type { Counted } from '../../src/ports.ts'
import { ClusterConnection } from '../../src/redis/cluster-connection.ts'
import { createRedisStore, type RedisStoreOptions } from '../../src/redis/redis-store.ts'
import type { ShardConnection } from '../../src/redis/sharded-servers.ts'
import { createMemoryStore } from '../../src/velocity/memory-store.ts'
import { planVelocities } from '../../src/velocity/plan-velocities.ts'
import { fillableStoreContract } from '../contracts/fillable-store.ts'
import { outcomeStoreContract } from '../contracts/outcome-store.ts'
import { velocityStoreContract } from '../contracts/velocity-store.ts'
import { type RedisCluster, startRedisCluster } from '../services/redis-cluster.ts'
import { expectAgreement, type Said, sayAll, sayOne } from '../velocity/compare.ts'
import { COUNT_BY_IP } from '../velocity/count-by-ip.ts'
import { batchSizes, definitions, histories } from '../velocity/histories.ts'
import { tellAll } from '../velocity/oracle.ts'
import { type SampleEvent, sampleEvent } from '../velocity/sample-event.ts'

let cluster: RedisCluster

let opened = 0
const newSecret = () => `${process.pid} ${opened++}`

const open = (options: Partial<RedisStoreOptions> = {}) =>
  createRedisStore({ url: cluster.url, clusterNodes: cluster.nodes, secret: newSecret(), baseDigits: 2, ...options })

beforeAll(async () => {
  cluster = await startRedisCluster('velocity-cluster')
})
afterAll(() => cluster?.stop())

velocityStoreContract('Redis Cluster', { open, histories: 15 })
velocityStoreContract('Redis Cluster with hardly any cache', {
  open: () => open({ cacheBytesMax: 20_000 }),
  histories: 5,
})
outcomeStoreContract('Redis Cluster', { open: () => open({ outcomesKeepMs: 3_600_000 }) })
fillableStoreContract('Redis Cluster', secret => open({ secret }), 10)

const plan = planVelocities([COUNT_BY_IP, { ...COUNT_BY_IP, by: ['email'] }])

/** `count` payments a second apart, from two addresses in turn. */
function payments(count: number, from = 0): SampleEvent[] {
  return Array.from({ length: count }, (_, at) =>
    sampleEvent({
      id: `p${from + at}`,
      timeMs: Date.UTC(2026, 10, 21) + (from + at) * 1000,
      fields: { ip: `203.0.113.${(from + at) % 2}`, email: 'joe@example.com' },
    }),
  )
}

describe('the store on a Redis Cluster', () => {
  test('says the same as the memory store, bit for bit', async () => {
    const asking = fc.array(definitions, { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(histories(200), asking, batchSizes, async (events, asked, batchSize) => {
        const asks = planVelocities(asked)
        const store = open()
        const said = await sayAll(store, asks, events, batchSize)
        await store.close()
        const memory = createMemoryStore({ secret: 'memory', baseDigits: 2, bytesMax: 2 ** 22 })
        expect(said).toEqual(await sayAll(memory, asks, events, batchSize))
      }),
      { numRuns: 10, interruptAfterTimeLimit: 30_000 },
    )
  })

  test('lets two processes share keys: each event is counted once, in one order', async () => {
    const asking = fc.array(definitions, { minLength: 1, maxLength: 8 })
    const turns = fc.array(fc.boolean(), { minLength: 200, maxLength: 200 })
    await fc.assert(
      fc.asyncProperty(histories(200), asking, turns, async (events, asked, firsts) => {
        const secret = newSecret()
        const stores = [open({ secret }), open({ secret })] as const
        const asks = planVelocities(asked)
        const said = []
        for (let at = 0; at < events.length; at += 4) {
          said.push(...(await sayAll(stores[firsts[at] ? 0 : 1], asks, events.slice(at, at + 4), 4)))
        }
        for (const store of stores) await store.close()
        expectAgreement(said, tellAll(events, asked), asks, asked)
      }),
      { numRuns: 8, interruptAfterTimeLimit: 30_000 },
    )
  })

  test('makes a call whole that broke off anywhere: before the judgement, between it and the logs, on one shard of several', async () => {
    const asking = fc.array(definitions, { minLength: 1, maxLength: 8 })
    const faults = fc.array(fc.constantFrom('none', 'none', 'none', 'not sent', 'no answer'), { maxLength: 120 })
    let broken = 0
    await fc.assert(
      fc.asyncProperty(histories(120), asking, batchSizes, faults, async (events, asked, batchSize, drawn) => {
        const connection = new ClusterConnection(
          { url: cluster.url, commandTimeoutMs: 5000, connectTimeoutMs: 5000 },
          cluster.nodes,
        )
        const left = [...drawn]
        const shards: ShardConnection = {
          get generation() {
            return connection.generation
          },
          ready: () => connection.ready(),
          close: () => connection.close(),
          async send(frame, shard) {
            const fault = left.shift()
            if (fault === 'not sent') throw new Outage('redis', 'not sent')
            const answer = await connection.send(frame, shard)
            if (fault === 'no answer') throw new Outage('redis', 'no answer')
            return answer
          },
        }
        for (const { admin } of cluster.masters) await admin.flushall()
        const store = createRedisStore({ url: '', secret: 'the same', baseDigits: 2, surroundings: { shards } })
        const asks = planVelocities(asked)
        const said: Said[] = []
        for (let from = 0; from < events.length; from += batchSize) {
          const batch = events.slice(from, from + batchSize)
          let counted: Counted[] | undefined
          while (counted === undefined) {
            counted = await store.count(asks, batch).catch((error: unknown) => {
              if (!(error instanceof Outage)) throw error
              broken++
              return undefined
            })
          }
          said.push(...counted.map(each => sayOne(each, asks)))
        }
        await store.close()
        const told = tellAll(events, asked)
        // Whatever was judged before the call broke off is known when it comes again: its values have to be the same.
        const known = said.map((each, at) => {
          const verdict = told[at]!.verdict === 'new' && each.verdict === 'duplicate' ? 'new' : each.verdict
          return { ...each, verdict }
        })
        expectAgreement(known, told, asks, asked)
      }),
      { numRuns: 30, interruptAfterTimeLimit: 40_000 },
    )
    expect(broken).toBeGreaterThan(10)
  })

  test('asks twice per batch: for the judgements, then for the logs of all shards at once', async () => {
    const store = open()
    await sayAll(store, plan, payments(100), 10)
    expect(store.use().roundTrips).toBe(20)
    await store.close()
  })
})
