import { describe, expect, it } from 'vitest'
import type { Counted } from '../../src/ports.ts'
import { createMemoryStore } from '../../src/velocity/memory-store.ts'
import type { VelocityDefinition } from '../../src/velocity/plan.ts'
import { planVelocities } from '../../src/velocity/plan-velocities.ts'
import { type SampleEvent, sampleEvent } from './sample-event.ts'

const HOUR_MS = 3_600_000
const NOON_MS = Date.UTC(2026, 10, 21, 12)
const LIMITS = [0, 1, 2, 3, 4, 5]

let serial = 0

function payment(minute: number, fields: Record<string, string> = { ip: '203.0.113.7' }): SampleEvent {
  return sampleEvent({ id: `b${serial++}`, timeMs: NOON_MS + minute * 60_000, fields })
}

/** Which limits the last event's value is plainly below. */
async function below(asked: Partial<VelocityDefinition>, events: readonly SampleEvent[]): Promise<number[]> {
  const last = await counted(asked, events)
  return LIMITS.filter(limit => last.comparedWith(0, limit) < 0)
}

/** Which limits it plainly comes to. */
async function atLeast(asked: Partial<VelocityDefinition>, events: readonly SampleEvent[]): Promise<number[]> {
  const last = await counted(asked, events)
  return LIMITS.filter(limit => last.comparedWith(0, limit) > 0)
}

async function counted(asked: Partial<VelocityDefinition>, events: readonly SampleEvent[]): Promise<Counted> {
  const usual = { fn: 'count', field: '', of: 'payments', by: ['ip'], where: '', current: 'include' } as const
  const plan = planVelocities([{ ...usual, window: { kind: 'sliding', ms: HOUR_MS }, ...asked }])
  const store = createMemoryStore({ secret: 'a secret for this test only', baseDigits: 2 })
  return (await store.count(plan, events)).at(-1)!
}

// That nothing else is called so is looked at wherever stores are held against the oracle: see `sayOne`.
describe('a velocity is plainly below', () => {
  it('what its key was never seen for', async () => {
    expect(await below({}, [payment(0), payment(1)])).toEqual([3, 4, 5])
    expect(await below({ current: 'exclude' }, [payment(0), payment(1)])).toEqual([2, 3, 4, 5])
    expect(await below({ fn: 'distinct', field: 'email' }, [payment(0), payment(1)])).toEqual([3, 4, 5])
  })

  it('what would have to be in its window and is too old', async () => {
    expect(
      await below(
        {},
        [0, 1, 2, 70, 71].map(minute => payment(minute)),
      ),
    ).toEqual([3, 4, 5])
  })

  it('the same where records came late, but for what may be hidden behind the latest', async () => {
    expect(
      await below(
        {},
        [0, 1, 90, 80, 91].map(minute => payment(minute)),
      ),
    ).toEqual([4, 5])
    expect(
      await below(
        {},
        [0, 90, 1, 91].map(minute => payment(minute)),
      ),
    ).toEqual([5])
  })

  it('everything where its kind never came', async () => {
    expect(await below({ of: 'refunds' }, [payment(0), payment(1)])).toEqual([1, 2, 3, 4, 5])
  })

  it('what is divided further, where the whole is below and no part of the key is absent', async () => {
    const asked = { by: ['ip', 'email'] }
    const both = { ip: '203.0.113.7', email: 'joe@example.com' }
    expect(await below(asked, [payment(0, both), payment(1, both)])).toEqual([3, 4, 5])
    expect(await below(asked, [payment(0, both), payment(1)])).toEqual([])
    expect(await below({ ...asked, of: 'refunds' }, [payment(0, both), payment(1)])).toEqual([])
  })

  it('nothing where it is absent or is no number of events', async () => {
    expect(await below({}, [payment(0, {})])).toEqual([])
    expect(await below({ fn: 'sum', field: 'amount' }, [payment(0)])).toEqual([])
    expect(await below({ fn: 'seen_before', field: 'email' }, [payment(0)])).toEqual([])
  })
})

describe('a velocity plainly comes to', () => {
  it('as many as are in its window', async () => {
    const events = [0, 1, 50, 70, 71].map(minute => payment(minute))
    expect(await atLeast({}, events)).toEqual([1, 2, 3])
    expect(await atLeast({ current: 'exclude' }, events)).toEqual([1, 2])
  })

  it('nothing where something came late, where not all are of its kind, or where it is no count of all', async () => {
    const events = [0, 1, 2, 3].map(minute => payment(minute))
    expect(await atLeast({}, events)).toEqual([1, 2, 3, 4])
    expect(await atLeast({}, [payment(5), ...events])).toEqual([])
    expect(await atLeast({ of: 'declines' }, events)).toEqual([])
    expect(await atLeast({ fn: 'distinct', field: 'email' }, events)).toEqual([])
    expect(await atLeast({ by: ['ip', 'email'] }, events)).toEqual([])
  })
})
