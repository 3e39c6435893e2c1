import { mkdirSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { expect, onTestFinished } from 'vitest'
import type { Worker } from '../../end-to-end/stage.ts'
import { waitUntil } from '../../services/wait-until.ts'
import type { MortalRedis } from '../mortal-redis.ts'
import { type CallFate, FAIR, RedisLine, type Weather } from './redis-line.ts'
import { type Scene, Trial, type TrialSize } from './trial.ts'

/** So that a test need not wait long for what takes 5 s in production. */
const COMMAND_TIMEOUT = { TRIPLINE_REDIS_COMMAND_TIMEOUT_MS: '1000' }
/** The figure to pass is 5 s; a machine that is busy with other things gets more. */
const RECOVERY_MS_MAX = 30_000

/** F18: Redis has done the work and the answer is lost, with the connection; so many times, every other call. */
export async function loseAnswers(redis: MortalRedis, scene: Scene, size: TrialSize & { losses: number }) {
  const line = await openLine(redis)
  let lost = 0
  line.fateOf = call => {
    if (call % 2 === 0 || lost >= size.losses) return 'pass'
    lost++
    return 'lose answer'
  }
  const trial = await Trial.open({ ...scene, redisUrl: line.url }, size)
  await trial.startWorker({ TRIPLINE_BATCH_RECORDS_MAX: '4' })
  await trial.expectUnharmed(
    'F18 answers lost',
    () => `${lost} of ${line.calls} calls, ${line.connections} connections`,
  )
  expect(lost).toBe(size.losses)
}

/** F19: a batch of three calls, of which the middle one is refused while those around it are done. */
export async function refuseMiddleCalls(
  redis: MortalRedis,
  scene: Scene,
  size: TrialSize & { everyNth: number; answer: CallFate },
) {
  const line = await openLine(redis)
  let refused = 0
  line.fateOf = call => {
    if (call % size.everyNth !== 1) return 'pass'
    refused++
    return size.answer
  }
  const trial = await Trial.open({ ...scene, redisUrl: line.url }, size)
  await trial.feed.done
  const settings = { TRIPLINE_BATCH_RECORDS_MAX: '1500', TRIPLINE_QUEUE_RECORDS_MAX: '5000' }
  let worker = await trial.startWorker(settings)
  let deaths = 0
  const supervised = (async () => {
    while (!worker.process.killed) {
      await waitUntil('the end of a worker', 300_000, () => worker.process.exitCode !== null || worker.process.killed)
      if (worker.process.exitCode === null) return
      deaths++
      line.fateOf = () => 'pass'
      worker = await trial.startWorker(settings)
    }
  })()
  await trial.expectUnharmed(
    `F19 middle call answered ${size.answer}`,
    () => `${refused} of ${line.calls}, ${deaths} deaths`,
  )
  worker.kill()
  await supervised
  expect(refused).toBeGreaterThan(0)
}

/** F20: Redis is far, narrow or gone without a word, for longer than the group waits for a member that is silent. */
export async function badWeather(
  redis: MortalRedis,
  scene: Scene,
  size: TrialSize & { name: string; weather: Partial<Weather>; forMs: number },
) {
  const line = await openLine(redis)
  const trial = await Trial.open({ ...scene, redisUrl: line.url }, size)
  const worker = await trial.startWorker(COMMAND_TIMEOUT)
  await trial.untilSent(0.3)
  const membersBefore = await trial.members()
  line.weather = { ...FAIR, ...size.weather }
  await waitUntil('word of the outage', size.forMs, () => isDown(worker))
  await sleep(size.forMs) // longer than the session time-out: that is the fault
  const membersAfter = await trial.members()
  line.weather = FAIR
  const fairMs = Date.now()
  await waitUntil('the end of the outage', 30_000, async () => !(await isDown(worker)))
  const recovery = `${size.forMs} ms of it, back after ${Date.now() - fairMs} ms`
  await trial.expectUnharmed(`F20 ${size.name}`, () => recovery)
  expect(membersAfter).toEqual(membersBefore)
}

export interface Trouble {
  name: string
  /** Begins the trouble; what it answers ends it. */
  begin(redis: Redis, server: MortalRedis): Promise<() => Promise<unknown>>
  forMs: number
  /** What the worker must say meanwhile; nothing where it gets over it by itself. */
  says?: RegExp
}

/** F17 and F21: Redis is there and refuses. */
export async function trouble(redis: MortalRedis, scene: Scene, size: TrialSize & Trouble) {
  const trial = await Trial.open({ ...scene, redisUrl: redis.url }, size)
  const admin = new Redis(redis.url)
  admin.on('error', () => undefined) // told by the calls that fail
  onTestFinished(() => admin.disconnect())
  const worker = await trial.startWorker(COMMAND_TIMEOUT)
  await trial.stage.untilCommitted(size.payments * 0.3)
  const end = await size.begin(admin, redis)
  if (size.says !== undefined) {
    await waitUntil(`word of ${size.says}`, 30_000, async () => size.says!.test(await worker.readiness()))
  }
  await sleep(size.forMs) // how long it lasts
  await end()
  const endedMs = Date.now()
  await waitUntil('the end of the outage', 60_000, async () => !(await isDown(worker)))
  const backMs = Date.now() - endedMs
  await trial.expectUnharmed(size.name, () => `back after ${backMs} ms`)
  expect(worker.process.exitCode).toBeNull()
  expect(backMs).toBeLessThan(RECOVERY_MS_MAX)
}

export const OUT_OF_MEMORY: Trouble = {
  name: 'F17 OOM',
  forMs: 3000,
  says: /OOM/,
  async begin(redis) {
    await redis.config('SET', 'maxmemory-policy', 'noeviction')
    await redis.config('SET', 'maxmemory', '1mb')
    return () => redis.config('SET', 'maxmemory', '0')
  },
}

/** A folder stands where the snapshot has to go, which stops even root from writing it. */
export const CANNOT_WRITE_DOWN: Trouble = {
  name: 'F17 MISCONF',
  forMs: 3000,
  says: /MISCONF/,
  async begin(redis) {
    const [, folder] = (await redis.config('GET', 'dir')) as string[]
    const inTheWay = join(folder!, 'dump.rdb')
    mkdirSync(inTheWay)
    await redis.config('SET', 'save', '3600 1')
    await redis.bgsave()
    await waitUntil('a failed snapshot', 20_000, async () =>
      (await redis.info('persistence')).includes('rdb_last_bgsave_status:err'),
    )
    return async () => {
      rmdirSync(inTheWay)
      await redis.bgsave()
      await waitUntil('a snapshot', 20_000, async () =>
        (await redis.info('persistence')).includes('rdb_last_bgsave_status:ok'),
      )
    }
  },
}

export const READ_ONLY: Trouble = {
  name: 'F21 READONLY',
  forMs: 3000,
  says: /READONLY/,
  async begin(redis) {
    await redis.replicaof('127.0.0.1', '1')
    return () => redis.replicaof('NO', 'ONE')
  },
}

/** Started again on a snapshot, with a delay for each key that it loads; what came after the snapshot is counted again. */
export const LOADING: Trouble = {
  name: 'F21 LOADING',
  forMs: 0,
  says: /"redis"/,
  async begin(redis, server) {
    await redis.save()
    const started = server.killAndStart()
    return () => started
  },
}

export const BUSY: Trouble = {
  name: 'F21 BUSY',
  forMs: 2000,
  says: /BUSY|timed out/,
  async begin(redis, server) {
    await redis.config('SET', 'busy-reply-threshold', '100')
    const other = new Redis(server.url)
    const endless = other.eval('while true do end', 0).catch(() => undefined) // it is killed
    return async () => {
      await redis.script('KILL')
      await endless
      other.disconnect()
    }
  },
}

export const FORGETFUL: Trouble = {
  name: 'F21 SCRIPT FLUSH, 10 a second',
  forMs: 5000,
  async begin(redis) {
    const timer = setInterval(() => redis.script('FLUSH'), 100)
    return async () => clearInterval(timer)
  },
}

async function openLine(redis: MortalRedis): Promise<RedisLine> {
  const line = await RedisLine.open(redis.url)
  onTestFinished(() => line.close())
  return line
}

async function isDown(worker: Worker): Promise<boolean> {
  return /^tripline_outage_active\{dependency="redis"\} 1$/m.test(await worker.metrics())
}
