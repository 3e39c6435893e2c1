import { Redis } from 'ioredis'
import { expect, inject, it, onTestFinished } from 'vitest'
import { generatePayments } from '../../src/generator/generate-payments.ts'
import { firstDifference, scoreAsStage } from '../end-to-end/score-embedded.ts'
import { Stage, type Worker } from '../end-to-end/stage.ts'
import { startTcpProxy } from '../redis/tcp-proxy.ts'
import { type RedisServer, startRedisProgram } from '../services/redis.ts'
import { waitUntil } from '../services/wait-until.ts'

const PAYMENTS = 6000

async function startServer(
  name: string,
  ...settings: string[]
): Promise<{ server: RedisServer; admin: Redis; port: number }> {
  const server = await startRedisProgram(name, settings)
  const admin = new Redis(server.url)
  onTestFinished(async () => {
    admin.disconnect()
    await server.stop()
  })
  return { server, admin, port: Number(new URL(server.url).port) }
}

async function figure(worker: Worker, name: string): Promise<number> {
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(await worker.metrics())?.[1])
}

/** When the worker's log first says a sentence; milliseconds since 1970. */
function timeOf(worker: Worker, sentence: string): number | undefined {
  const line = worker.log.split('\n').find(each => each.includes(sentence))
  return line === undefined ? undefined : Date.parse((JSON.parse(line) as { time: string }).time)
}

it('F15, F21: a replica that had been cut off is promoted, after its master was made read-only', async () => {
  const master = await startServer('redis-master')
  const replica = await startServer('redis-replica', '--repl-timeout', '600')
  const link = await startTcpProxy('127.0.0.1', master.port)
  onTestFinished(() => link.close())
  await replica.admin.replicaof('127.0.0.1', String(link.port))
  await waitUntil('the replica', 20_000, async () =>
    /master_link_status:up/.test(await replica.admin.info('replication')),
  )

  // What `redis.url` leads to moves from the one to the other.
  const before = await startTcpProxy('127.0.0.1', master.port)
  const redisUrl = `redis://127.0.0.1:${before.port}`
  const stage = new Stage({ kafkaBrokers: inject('kafkaBrokers'), registryUrl: inject('registryUrl'), redisUrl })
  onTestFinished(() => stage.close())
  await stage.open()
  const lines = [...generatePayments({ count: PAYMENTS, seed: 15 })].map(({ payment }) => JSON.stringify(payment))
  const messages = lines.map(value => ({ key: 'one partition', value }))
  const worker = await stage.startWorker({
    TRIPLINE_DECISIONS_DETAIL: 'all',
    TRIPLINE_LOG_LEVEL: 'info',
    TRIPLINE_BATCH_RECORDS_MAX: '100',
  })
  await stage.produce(messages.slice(0, PAYMENTS / 3))
  await stage.untilCommitted(PAYMENTS / 3)

  await link.shut()
  const cutAtMs = Date.now()
  await stage.produce(messages.slice(PAYMENTS / 3, (PAYMENTS * 2) / 3))
  await stage.untilCommitted((PAYMENTS * 2) / 3)
  await waitUntil('two seconds without replication', 20_000, () => Date.now() - cutAtMs >= 2000)

  await master.admin.config('SET', 'replica-read-only', 'yes')
  await master.admin.replicaof('127.0.0.1', String(replica.port))
  await stage.produce(messages.slice((PAYMENTS * 2) / 3))
  await waitUntil('READONLY', 30_000, () => worker.log.includes('READONLY'))

  await replica.admin.replicaof('NO', 'ONE')
  const switchedAtMs = Date.now()
  await before.moveTo(replica.port)
  onTestFinished(() => before.close())
  const noticedAtMs = await waitUntil('the loss', 60_000, () => timeOf(worker, 'Redis lost velocities'))
  await stage.untilCommitted(PAYMENTS)

  const records = await figure(worker, 'tripline_rebuilt_records_total')
  const seconds = (timeOf(worker, 'velocities are whole again')! - noticedAtMs) / 1000
  expect(records).toBeGreaterThan(0)
  expect(await worker.stop()).toBe(0)
  const decisions = (await stage.readAll('decisions')).map(each => each.value)
  expect(firstDifference(decisions, scoreAsStage(lines, stage))).toBeUndefined()
  console.log(
    `F15 failover: loss noticed ${noticedAtMs - switchedAtMs} ms after the switch; ${records} records counted again in ` +
      `${seconds.toFixed(1)} s (${Math.round(records / seconds)} records/s); 0 of ${PAYMENTS} decisions differ`,
  )
})
