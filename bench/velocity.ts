import { Redis } from 'ioredis'
import { createRedisStore, type RedisStore } from '../src/redis/redis-store.ts'
import type { VelocityEvent } from '../src/velocity/event.ts'
import type { VelocityDefinition, VelocityPlan } from '../src/velocity/plan.ts'
import { planVelocities } from '../src/velocity/plan-velocities.ts'
import { micros, printTable } from './print.ts'
import { startCpu } from './start-cpu.ts'

const START_MS = Date.UTC(2026, 0, 1)
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const BATCH = 500
const ROUNDS = 5
const FIVE_KEYS = ['card.fingerprint', 'email', 'ip', 'device.id', 'customer.id']

/** What stays the same while one thing grows: the time of this process per payment, over a real Redis, as ratios. */
export async function benchVelocity(redisUrl: string, { measured }: { measured: number }): Promise<void> {
  const keyed = { fn: 'count', field: '', of: 'payments', by: ['ip'], where: '', current: 'include' } as const
  const over = (ms: number): VelocityDefinition[] => [
    { ...keyed, window: { kind: 'sliding', ms } },
    { ...keyed, fn: 'sum', field: 'amount', window: { kind: 'sliding', ms } },
  ]
  const monthLong = planVelocities(over(30 * DAY_MS))
  const rows = [
    await compare('events per key: 100 → 100,000', 1.2, [
      { url: redisUrl, plan: monthLong, keys: 1000, before: 100, measured },
      { url: redisUrl, plan: monthLong, keys: 1, before: 100_000, measured },
    ]),
    await compare('window: 1 minute → 30 days', 1.2, [
      { url: redisUrl, plan: planVelocities(over(MINUTE_MS)), keys: 20, before: 1000, measured },
      { url: redisUrl, plan: monthLong, keys: 20, before: 1000, measured },
    ]),
    await compare('windows per key: 1 → 20', 2.5, [
      { url: redisUrl, plan: monthLong, keys: 20, before: 1000, measured },
      {
        url: redisUrl,
        plan: planVelocities(Array.from({ length: 20 }, (_, at) => over((at + 1) * 1.5 * DAY_MS)).flat()),
        keys: 20,
        before: 1000,
        measured,
      },
    ]),
  ]
  printTable('velocity: cost per payment as one thing grows, count and sum by IP, Node CPU, µs', [
    ['', 'before', 'after', 'ratio', 'aim'],
    ...rows,
  ])
  await benchRedisUse(redisUrl, measured)
}

interface Case {
  url: string
  plan: VelocityPlan
  keys: number
  /** Events that each key has before the measuring begins. */
  before: number
  measured: number
}

/** The least of several rounds for each, taken in turn, so that what else the machine does hits both alike. */
async function compare(name: string, aim: number, cases: readonly [Case, Case]): Promise<string[]> {
  const runs = await Promise.all(cases.map(each => prepare(each)))
  const least = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let round = 0; round < ROUNDS; round++) {
    for (const [number, run] of runs.entries()) least[number] = Math.min(least[number]!, await run.measure())
  }
  for (const run of runs) await run.close()
  const [first, second] = least as [number, number]
  return [name, first.toFixed(1), second.toFixed(1), (second / first).toFixed(2), `≤ ${aim}`]
}

async function prepare({ url, plan, keys, before, measured }: Case) {
  const store = openStore(url)
  const stream = eventsOf(keys)
  await play(store, plan, stream, keys * before)
  return {
    async measure(): Promise<number> {
      const cpu = startCpu()
      const count = Math.ceil(measured / ROUNDS)
      await play(store, plan, stream, count)
      return cpu() / count
    },
    close: () => store.close(),
  }
}

async function benchRedisUse(url: string, measured: number): Promise<void> {
  const redis = new Redis(url)
  const plan = planVelocities(
    FIVE_KEYS.flatMap(key =>
      [10 * MINUTE_MS, DAY_MS, 7 * DAY_MS].map(
        (ms): VelocityDefinition => ({
          fn: 'sum',
          field: 'amount',
          of: 'payments',
          by: [key],
          window: { kind: 'sliding', ms },
          where: '',
          current: 'include',
        }),
      ),
    ),
  )
  const store = openStore(url)
  const stream = eventsOf(2000)
  await play(store, plan, stream, measured)
  const [cpuBefore, tripsBefore] = [await redisCpuSeconds(redis), store.use().roundTrips]
  await play(store, plan, stream, measured)
  const [cpuAfter, tripsAfter] = [await redisCpuSeconds(redis), store.use().roundTrips]
  await play(store, plan, stream, 1)
  const idle = store.use().roundTrips - tripsAfter
  await store.close()
  redis.disconnect()
  printTable('Redis, 5 keys per payment, batches of 500', [
    ['', 'measured', 'aim'],
    ['Redis CPU, µs per payment', micros(cpuAfter - cpuBefore, measured), '≤ 15'],
    ['round trips per payment under load', ((tripsAfter - tripsBefore) / measured).toFixed(4), '≤ 0.05'],
    ['round trips for a payment that comes alone', String(idle), '1'],
  ])
}

async function redisCpuSeconds(redis: Redis): Promise<number> {
  const info = await redis.info('cpu')
  const of = (name: string): number => Number(new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1])
  return of('used_cpu_user_main_thread') + of('used_cpu_sys_main_thread')
}

let opened = 0
function openStore(url: string): RedisStore {
  return createRedisStore({ url, secret: `bench ${process.pid} ${opened++}`, baseDigits: 2, cacheBytesMax: 2 ** 29 })
}

async function play(store: RedisStore, plan: VelocityPlan, stream: Iterator<VelocityEvent>, count: number) {
  const { id } = await store.mark() // as `run` counts
  for (let left = count; left > 0; left -= BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, left) }, () => stream.next().value as VelocityEvent)
    const marked = await store.countMarked(plan, batch, id, [])
    if (marked === 'changed') throw new Error('Redis lost its state while it was measured')
    for (const counted of marked) {
      for (let index = 0; index < plan.velocities.length; index++) counted.read(index)
    }
  }
}

/** Payments a second apart, each key in its turn. */
function* eventsOf(keys: number): Generator<VelocityEvent, never> {
  for (let number = 0; ; number++) {
    const id = `p${number}`
    const key = `key ${number % keys}`
    yield {
      kind: 'payment',
      merchantId: 'm',
      id,
      paymentId: id,
      timeMs: START_MS + number * 1000,
      status: 'authorized',
      declineCode: '',
      amountMinor: 1000 + (number % 977),
      addContent: to => to.addText(id),
      value: () => undefined,
      key: name => (FIVE_KEYS.includes(name) ? `${name} ${key}` : undefined),
    }
  }
}
