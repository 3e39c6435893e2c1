import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest'
import { shardSlot, shardTag } from '../../src/redis/keys.ts'
import { Stage, type Worker } from '../end-to-end/stage.ts'
import { type RedisCluster, type RedisClusterNode, startRedisCluster } from '../services/redis-cluster.ts'
import { waitUntil } from '../services/wait-until.ts'
import { expectAsIfNothingWasLost, figure, makeLines, toMessages } from './as-if-nothing-was-lost.ts'

const PAYMENTS = 4000

let cluster: RedisCluster

beforeAll(async () => {
  cluster = await startRedisCluster('faults-cluster')
})
afterAll(() => cluster?.stop())

async function openStage(): Promise<Stage> {
  const stage = new Stage({
    kafkaBrokers: inject('kafkaBrokers'),
    registryUrl: inject('registryUrl'),
    redisUrl: cluster.url,
  })
  onTestFinished(() => stage.close())
  await stage.open()
  return stage
}

const startWorker = (stage: Stage): Promise<Worker> =>
  stage.startWorker({
    TRIPLINE_REDIS_CLUSTER: 'true',
    TRIPLINE_REDIS_CLUSTER_NODES: cluster.nodes.join(),
    TRIPLINE_DECISIONS_DETAIL: 'all',
    TRIPLINE_LOG_LEVEL: 'info',
    TRIPLINE_BATCH_RECORDS_MAX: '100',
  })

describe('on a Redis Cluster of six nodes', () => {
  it('decides as without one, and is done with each payment after kill -9', async () => {
    const stage = await openStage()
    const lines = makeLines(PAYMENTS, 31)
    await stage.produce(toMessages(lines))
    for (const share of [0.3, 0.6]) {
      const worker = await startWorker(stage)
      await stage.untilCommitted(PAYMENTS * share)
      worker.kill()
    }
    const worker = await startWorker(stage)
    await stage.untilCommitted(PAYMENTS)
    await worker.stop()
    await expectAsIfNothingWasLost(stage, lines)
  })

  it('F16: one master of three is emptied under load', async () => {
    const stage = await openStage()
    const lines = makeLines(PAYMENTS, 32)
    await stage.produce(toMessages(lines))
    const worker = await startWorker(stage)
    for (const [number, master] of cluster.masters.entries()) {
      await stage.untilCommitted(PAYMENTS * 0.2 * (number + 1))
      await master.admin.flushall()
    }
    await stage.untilCommitted(PAYMENTS)
    expect(await figure(worker, 'tripline_rebuilds_total')).toBeGreaterThanOrEqual(3)
    console.log(`F16 on a cluster: ${await figure(worker, 'tripline_rebuilt_records_total')} records counted again`)
    await worker.stop()
    await expectAsIfNothingWasLost(stage, lines)
  })

  it('F22: hot slots move from master to master under load, key by key', async () => {
    const stage = await openStage()
    const lines = makeLines(PAYMENTS, 33)
    await stage.produce(toMessages(lines))
    const worker = await startWorker(stage)
    await stage.untilCommitted(PAYMENTS * 0.2)
    for (const shard of [0, 1, 2]) await moveShard(shard, cluster.masters[0]!, cluster.masters[1]!)
    await stage.untilCommitted(PAYMENTS)
    await worker.stop()
    await expectAsIfNothingWasLost(stage, lines)
    for (const shard of [0, 1, 2]) await moveShard(shard, cluster.masters[1]!, cluster.masters[0]!)
  })

  it('F15: a master dies under load with a tail that its replica never got, and the replica takes over', async () => {
    const stage = await openStage()
    const lines = makeLines(PAYMENTS, 34)
    await stage.produce(toMessages(lines))
    const worker = await startWorker(stage)
    const [, master] = cluster.masters
    const [, replica] = cluster.replicas
    await stage.untilCommitted(PAYMENTS * 0.3)
    // Those that are connected stay so; the replica cannot come back.
    await master!.admin.call('CONFIG', 'SET', 'requirepass', 'not known to replicas')
    await master!.admin.call('CLIENT', 'KILL', 'TYPE', 'replica')
    await stage.untilCommitted(PAYMENTS * 0.5)
    master!.server.program!.kill('SIGKILL')
    await replica!.admin.call('CLUSTER', 'FAILOVER', 'TAKEOVER')
    await stage.untilCommitted(PAYMENTS)
    expect(await figure(worker, 'tripline_rebuilds_total')).toBeGreaterThanOrEqual(1)
    console.log(`F15 on a cluster: ${await figure(worker, 'tripline_rebuilt_records_total')} records counted again`)
    await worker.stop()
    await expectAsIfNothingWasLost(stage, lines)
  })
})

/** Moves everything of one shard, as `redis-cli --cluster reshard` does. */
async function moveShard(shard: number, from: RedisClusterNode, to: RedisClusterNode): Promise<void> {
  const slot = String(shardSlot(shard))
  await to.admin.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', from.id)
  await from.admin.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', to.id)
  while (true) {
    const keys = (await from.admin.call('CLUSTER', 'GETKEYSINSLOT', slot, '50')) as string[]
    if (keys.length === 0) break
    expect(keys[0]).toContain(`{${shardTag(shard)}}`)
    await from.admin.call('MIGRATE', '127.0.0.1', String(to.port), '', '0', '5000', 'KEYS', ...keys)
  }
  for (const { admin } of [to, from]) await admin.call('CLUSTER', 'SETSLOT', slot, 'NODE', to.id)
  await waitUntil('all masters know of the move', 20_000, async () => {
    const views = await Promise.all(cluster.masters.map(({ admin }) => admin.call('CLUSTER', 'NODES')))
    return views.every(view => !String(view).includes('>-') && !String(view).includes('-<-'))
  })
}
