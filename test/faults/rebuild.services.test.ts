import { Redis } from 'ioredis'
import { afterEach, describe, expect, inject, it } from 'vitest'
import { Stage } from '../end-to-end/stage.ts'
import { freePort } from '../services/free-port.ts'
import { waitUntil } from '../services/wait-until.ts'
import { expectAsIfNothingWasLost, figure, makeLines, toMessages } from './as-if-nothing-was-lost.ts'
import { MortalRedis } from './mortal-redis.ts'

const PAYMENTS = 8_000

const closing: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** A Redis that only this test harms. */
async function ownRedis(...settings: string[]): Promise<MortalRedis> {
  const server = new MortalRedis(await freePort(), settings)
  closing.push(() => server.stop())
  await server.start()
  return server
}

async function openStage(redisUrl: string): Promise<Stage> {
  const stage = new Stage({ kafkaBrokers: inject('kafkaBrokers'), registryUrl: inject('registryUrl'), redisUrl })
  closing.push(() => stage.close())
  await stage.open()
  return stage
}

const startWorker = (stage: Stage) =>
  stage.startWorker({ TRIPLINE_DECISIONS_DETAIL: 'all', TRIPLINE_LOG_LEVEL: 'info', TRIPLINE_BATCH_RECORDS_MAX: '100' })

describe('Redis loses the velocities', () => {
  it('F16: all of them at once under load, again and again (FLUSHALL)', async () => {
    const redis = await ownRedis()
    const stage = await openStage(redis.url)
    const admin = new Redis(redis.url)
    closing.push(async () => admin.disconnect())
    const lines = makeLines(PAYMENTS, 16)
    await stage.produce(toMessages(lines))
    const worker = await startWorker(stage)
    for (const share of [0.2, 0.4, 0.6]) {
      await stage.untilCommitted(PAYMENTS * share)
      await admin.flushall()
    }
    await stage.untilCommitted(PAYMENTS)
    expect(await figure(worker, 'tripline_rebuilds_total')).toBeGreaterThanOrEqual(3)
    expect(await figure(worker, 'tripline_rebuild_records_left')).toBe(0)
    expect(await worker.stop()).toBe(0)
    await expectAsIfNothingWasLost(stage, lines)
  })

  it('F16: while no payment comes, noticed all the same', async () => {
    const redis = await ownRedis()
    const stage = await openStage(redis.url)
    const admin = new Redis(redis.url)
    closing.push(async () => admin.disconnect())
    const lines = makeLines(2000, 17)
    await stage.produce(toMessages(lines.slice(0, 1000)))
    const worker = await startWorker(stage)
    await stage.untilCommitted(1000)
    const keysBefore = await admin.dbsize()
    await admin.flushall()
    await waitUntil('the rebuild', 20_000, async () => (await figure(worker, 'tripline_rebuilt_records_total')) >= 1000)
    await waitUntil('the keys', 20_000, async () => (await admin.dbsize()) >= keysBefore)
    await stage.produce(toMessages(lines.slice(1000)))
    await stage.untilCommitted(2000)
    await worker.stop()
    await expectAsIfNothingWasLost(stage, lines)
  })

  const deaths = [
    { row: 'F14', keeps: 'its append-only file', settings: ['--appendonly', 'yes', '--appendfsync', 'everysec'] },
    { row: 'F14', keeps: 'nothing', settings: [] },
    { row: 'F15', keeps: 'an older snapshot: its tail is lost', settings: ['--dbfilename', 'old.rdb'] },
  ]
  for (const { row, keeps, settings } of deaths) {
    it(`${row}: killed under load, started again with ${keeps}`, async () => {
      const redis = await ownRedis(...settings)
      const stage = await openStage(redis.url)
      const lines = makeLines(PAYMENTS, 14)
      await stage.produce(toMessages(lines))
      const worker = await startWorker(stage)
      await stage.untilCommitted(PAYMENTS * 0.3)
      if (keeps.includes('snapshot')) await redis.ask('SAVE')
      await stage.untilCommitted(PAYMENTS * 0.5)
      await redis.killAndStart()
      await stage.untilCommitted(PAYMENTS)
      console.log(`${row} ${keeps}: ${await figure(worker, 'tripline_rebuilt_records_total')} records counted again`)
      await worker.stop()
      await expectAsIfNothingWasLost(stage, lines)
    })
  }

  it('loses them while Tripline is down too', async () => {
    const redis = await ownRedis()
    const stage = await openStage(redis.url)
    const lines = makeLines(2000, 18)
    await stage.produce(toMessages(lines))
    const first = await startWorker(stage)
    await stage.untilCommitted(500)
    first.kill()
    await redis.killAndStart()
    const second = await startWorker(stage)
    await stage.untilCommitted(2000)
    expect(await figure(second, 'tripline_rebuilds_total')).toBe(1)
    await second.stop()
    await expectAsIfNothingWasLost(stage, lines)
  })
})
