import { Redis } from 'ioredis'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Outage } from '../../src/model/problem.ts'
import type { Counted } from '../../src/ports.ts'
import { createRedisStore } from '../../src/redis/redis-store.ts'
import type { VelocityDefinition } from '../../src/velocity/plan.ts'
import { planVelocities } from '../../src/velocity/plan-velocities.ts'
import { ownRedis } from '../faults/outages/own-redis.ts'
import { COUNT_BY_IP } from '../velocity/count-by-ip.ts'
import { type SampleEvent, sampleEvent } from '../velocity/sample-event.ts'

const count = (by: string): VelocityDefinition => ({ ...COUNT_BY_IP, by: [by] })
const plan = planVelocities([count('ip'), count('email'), count('card.fingerprint')])
const BATCH = 400
const BATCHES = 15

function batchOf(number: number): SampleEvent[] {
  return Array.from({ length: BATCH }, (_, i) => {
    const at = number * BATCH + i
    const fields = { ip: `203.0.113.${at % 200}`, email: `${at}@example.com`, 'card.fingerprint': `fp_${at}` }
    return sampleEvent({ id: `p${at}`, timeMs: Date.UTC(2026, 10, 21) + at, fields })
  })
}

describe('a script that Redis refuses', () => {
  it('F17: has done all of its work or nothing, wherever the memory ends', async () => {
    const server = await ownRedis('--enable-debug-command', 'yes')
    const admin = new Redis(server.url)
    const store = createRedisStore({ url: server.url, secret: 'refused writes', baseDigits: 2 })
    onTestFinished(async () => {
      await store.close()
      admin.disconnect()
    })
    const digest = () => admin.call('DEBUG', 'DIGEST') as Promise<string>
    let refused = 0
    let done = 0
    for (let number = 0; number < BATCHES; number++) {
      const before = await digest()
      const used = Number(/used_memory:(\d+)/.exec(await admin.info('memory'))?.[1])
      // From less than is in use, through what the script begins within and ends beyond, to enough.
      await admin.config('SET', 'maxmemory', String(used + (number - BATCHES / 3) * 40_000))
      const counted = await store.count(plan, batchOf(number)).catch((error: unknown) => error)
      await admin.config('SET', 'maxmemory', '0')
      if (counted instanceof Outage) {
        refused++
        expect(counted.message).toMatch(/^OOM/)
        expect(await digest()).toBe(before)
        const again = await store.count(plan, batchOf(number))
        expect(again.every(({ verdict }) => verdict === 'new')).toBe(true)
      } else {
        done++
        expect((counted as Counted[]).every(({ verdict }) => verdict === 'new')).toBe(true)
        expect(await admin.dbsize()).toBeGreaterThanOrEqual((number + 1) * BATCH)
      }
    }
    console.log(`F17 ${BATCHES} scripts at the end of memory: ${refused} refused with nothing done, ${done} done whole`)
    expect(refused).toBeGreaterThan(0)
    expect(done).toBeGreaterThan(0)
  })
})
