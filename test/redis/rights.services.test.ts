import { readFileSync } from 'node:fs'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createRedisStore, type RedisStore } from '../../src/redis/redis-store.ts'
import { planVelocities } from '../../src/velocity/plan-velocities.ts'
import { type RedisServer, startRedisProgram } from '../services/redis.ts'
import { COUNT_BY_IP } from '../velocity/count-by-ip.ts'
import { sampleEvent } from '../velocity/sample-event.ts'
import { COMMANDS, KEY_PATTERN, rightsOf } from './rights.ts'

const plan = planVelocities([COUNT_BY_IP, { ...COUNT_BY_IP, by: ['email'], window: { kind: 'lifetime' } }])

const payment = (at: number) =>
  sampleEvent({
    id: `p${at}`,
    timeMs: Date.UTC(2026, 10, 21) + at * 1000,
    fields: { ip: '203.0.113.7', email: 'joe@example.com' },
  })

let server: RedisServer
let admin: Redis
let stores = 0

beforeAll(async () => {
  server = await startRedisProgram('redis-rights')
  admin = new Redis(server.url)
})
afterAll(async () => {
  await admin.quit()
  await server.stop()
})

function open(password = 'a password', path = '', secret = `secret ${stores++}`): RedisStore {
  const user = `tripline:${encodeURIComponent(password)}`
  return createRedisStore({
    url: `${server.url.replace('://', `://${user}@`)}${path}`,
    secret,
    baseDigits: 2,
    outcomesKeepMs: 3_600_000,
    keyEventsMax: 20,
    connectTimeoutMs: 300,
  })
}

/** Everything that a store ever asks of Redis; answers what went wrong. */
async function useAll(password?: string, path?: string): Promise<string> {
  const secret = `secret ${stores++}`
  const [store, later] = [open(password, path, secret), open(password, path, secret)]
  try {
    const advance = { topic: 'payments', partition: 0 }
    const { id } = await store.mark()
    await store.countMarked(plan, [payment(0)], id, [{ ...advance, from: 0n, to: 1n }])
    await store.countMarked(plan, [payment(1)], id, [{ ...advance, from: 1n, to: 2n }])
    await store.count(plan, [payment(1), payment(2)])
    for (let at = 3; at < 100; at++) await store.count(plan, [payment(at)])
    await store.count(plan, [payment(99)])
    await later.count(plan, [payment(99)])
    await store.lease('me', 1000)
    await store.lease('me', 0)
    return 'nothing'
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  } finally {
    await store.close()
    await later.close()
  }
}

describe('a Redis user with rights of its own', () => {
  test('needs every right that docs/redis.md lists, and no other', async () => {
    await admin.acl('SETUSER', 'tripline', ...rightsOf('a password'))
    expect(await useAll()).toBe('nothing')
    const needless: string[] = []
    for (const command of COMMANDS) {
      await admin.script('FLUSH')
      await admin.acl('SETUSER', 'tripline', `-${command}`)
      const wrong = await useAll()
      if (!/^Outage: .*docs\/redis\.md/.test(wrong)) needless.push(`${command}: ${wrong}`)
      await admin.acl('SETUSER', 'tripline', `+${command}`)
    }
    expect(needless).toEqual([])
    const listed = [KEY_PATTERN, ...COMMANDS.map(command => `+${command}`)].join(' ')
    expect(readFileSync('docs/redis.md', 'utf8')).toContain(listed)
  })

  test('is refused other keys, a wrong password and an unknown database, each as an outage that says what to do', async () => {
    await admin.acl('SETUSER', 'tripline', ...rightsOf('a password'), 'resetkeys', '~other:*')
    expect(await useAll()).toMatch(/^Outage: NOPERM .*docs\/redis\.md/)
    await admin.acl('SETUSER', 'tripline', ...rightsOf('a password'), '+select')
    expect(await useAll('another')).toMatch(/^Outage: WRONGPASS .*; check user and password/)
    expect(await useAll('a password', '/99')).toMatch(/^Outage: .*DB index is out of range/)
    expect(await useAll('a password', '/3')).toBe('nothing')
  })

  test('goes on once its password is mended', async () => {
    await admin.acl('SETUSER', 'tripline', ...rightsOf('another password'))
    const store = open()
    await expect(store.count(plan, [payment(0)])).rejects.toThrow('WRONGPASS')
    await admin.acl('SETUSER', 'tripline', '>a password')
    await expect
      .poll(() => store.count(plan, [payment(0)]).then(([counted]) => counted!.verdict, String), { timeout: 10_000 })
      .toBe('new')
    await store.close()
  })
})
