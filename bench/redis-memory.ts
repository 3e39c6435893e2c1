import { Redis } from 'ioredis'
import { createRedisStore } from '../src/redis/redis-store.ts'
import type { VelocityEvent } from '../src/velocity/event.ts'
import { planVelocities } from '../src/velocity/plan-velocities.ts'
import { COUNTRY_COLUMNS, HASHED_COLUMNS } from '../src/velocity/record.ts'
import { startRedisProgram } from '../test/services/redis.ts'
import { COUNT_BY_IP } from '../test/velocity/count-by-ip.ts'
import { printTable, whole } from './print.ts'

const BATCH = 500
const DAY_MS = 86_400_000
const LENGTHS = [1, 10, 100, 1000]
const NOON_MS = Date.UTC(2026, 10, 21, 12)

const perCard = { ...COUNT_BY_IP, by: ['card.fingerprint'], window: { kind: 'sliding', ms: DAY_MS } } as const
const plan = planVelocities([perCard])

/**
 * What Redis itself says it uses (`used_memory`, so with its allocator's rounding and its own tables), for logs of one key
 * each that grew together, 500 events to a call; once with identities and once when these have ended.
 */
export async function benchRedisMemory({ quick }: { quick: boolean }): Promise<void> {
  const events = quick ? 4_000 : 30_000
  const rows = [
    ['events per key', 'keys', 'bytes per event and key', 'identity, bytes per event', 'Redis CPU, µs per event'],
  ]
  for (const length of quick ? LENGTHS : [...LENGTHS, 2, 3, 30, 300, 700, 3000, 10_000].sort((a, b) => a - b)) {
    const keys = Math.max(1, Math.round(events / length))
    const all = keys * length
    const withIdentities = await measure(keys, length, DAY_MS)
    const logsOnly = await measure(keys, length, 1)
    rows.push([
      whole(length),
      whole(keys),
      (logsOnly.bytes / all).toFixed(1),
      ((withIdentities.bytes - logsOnly.bytes) / all).toFixed(1),
      ((withIdentities.cpuSeconds * 1e6) / all).toFixed(1),
    ])
  }
  printTable('Redis memory, all standard columns given, one log per card', rows)
}

interface Use {
  bytes: number
  cpuSeconds: number
}

async function measure(keys: number, length: number, identityKeepMs: number): Promise<Use> {
  const server = await startRedisProgram('redis-memory')
  const admin = new Redis(server.url)
  const store = createRedisStore({ url: server.url, secret: 'secret of the bench', baseDigits: 2, identityKeepMs })
  try {
    await store.count(plan, [eventOf('warm', 0)]) // so that scripts and connections are there before the first figure
    const before = await usedBytes(admin)
    const cpuBefore = await cpuSeconds(admin)
    let batch: VelocityEvent[] = []
    for (let number = 0; number < length; number++) {
      for (let key = 0; key < keys; key++) {
        batch.push(eventOf(`card ${key}`, number))
        if (batch.length < BATCH) continue
        await store.count(plan, batch)
        batch = []
      }
    }
    await store.count(plan, batch)
    const cpu = (await cpuSeconds(admin)) - cpuBefore
    await store.close()
    if (identityKeepMs === 1) await endExpired(admin)
    return { bytes: (await usedBytes(admin)) - before, cpuSeconds: cpu }
  } finally {
    await admin.quit()
    await server.stop()
  }
}

/** Redis drops an expired key when it comes across it. */
async function endExpired(admin: Redis): Promise<void> {
  for await (const found of admin.scanStream({ count: 5000 })) void found
}

async function usedBytes(admin: Redis): Promise<number> {
  return figure(await admin.info('memory'), 'used_memory')
}

async function cpuSeconds(admin: Redis): Promise<number> {
  const info = await admin.info('cpu')
  return figure(info, 'used_cpu_sys') + figure(info, 'used_cpu_user')
}

function figure(info: string, name: string): number {
  return Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(info)?.[1])
}

function eventOf(card: string, number: number): VelocityEvent {
  const id = `${card} ${number}`
  const fields = new Map<string, string>([['card.fingerprint', card]])
  for (const name of HASHED_COLUMNS) if (name !== 'card.fingerprint') fields.set(name, `${name} ${number % 7}`)
  for (const name of COUNTRY_COLUMNS) fields.set(name, 'US')
  return {
    kind: 'payment',
    merchantId: 'm_1',
    id,
    paymentId: id,
    timeMs: NOON_MS + number * 1000,
    status: 'pending',
    declineCode: '',
    amountMinor: 1000 + number,
    addContent: to => to.addText(id),
    value: name => fields.get(name),
    key: name => fields.get(name),
  }
}
