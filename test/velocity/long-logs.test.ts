import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Counted } from '../../src/ports.ts'
import { viewUpTo } from '../../src/velocity/log-view.ts'
import { createMemoryStore } from '../../src/velocity/memory-store.ts'
import type { VelocityDefinition } from '../../src/velocity/plan.ts'
import { planVelocities } from '../../src/velocity/plan-velocities.ts'
import { RecordLog } from '../../src/velocity/record-log.ts'
import { Slab } from '../../src/velocity/slab.ts'
import { Tally } from '../../src/velocity/tally.ts'
import { expectAgreement, type Said, sayAll, sayOne } from './compare.ts'
import { definitions } from './histories.ts'
import { tellAll } from './oracle.ts'
import { type SampleEvent, sampleEvent } from './sample-event.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const START_MS = Date.UTC(2026, 0, 1)

const open = () => createMemoryStore({ secret: 'test', baseDigits: 2, bytesMax: 2 ** 24 })

/** Payments on one address; the time of each is a step after the one before, less what it is late. */
function payments(count: number, stepMs: (at: number) => number, lateMs: (at: number) => number): SampleEvent[] {
  let nowMs = START_MS
  return Array.from({ length: count }, (_, at) => {
    nowMs += stepMs(at)
    return sampleEvent({
      id: `p${at}`,
      timeMs: nowMs - lateMs(at),
      status: at % 7 < 3 ? 'declined' : 'authorized',
      amountMinor: (at * 7919) % 10_000,
      fields: {
        ip: '203.0.113.7',
        'card.fingerprint': `c${(at * at) % 13}`,
        'billing.country': at % 5 === 0 ? 'RO' : 'US',
        'customer.id': `u${at % 3}`,
        email: `e${at % 2}@example.com`,
        'merchant.category': `${at % 4}`,
        'order.quantity': (at % 9) / 4,
      },
    })
  })
}

describe('logs of many records', () => {
  test('running windows say what the oracle tells, with gaps, late events and backlogs', async () => {
    const steps = fc.constantFrom<(at: number) => number>(
      () => 1000,
      at => (at % 97 === 0 ? DAY_MS / 2 : 20_000),
      at => (at % 3) * MINUTE_MS,
    )
    const delays = fc.constantFrom<(at: number) => number>(
      () => 0,
      at => (at % 50 === 0 ? 40 * MINUTE_MS : 0),
      at => (at % 2) * 90 * MINUTE_MS,
      at => (at > 300 && at < 400 ? 300 * MINUTE_MS : 0),
    )
    const asking = fc.array(definitions, { minLength: 5, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(steps, delays, asking, fc.constantFrom(60, 500), async (step, late, asked, batchSize) => {
        const events = payments(500, step, late)
        const plan = planVelocities(asked)
        expectAgreement(await sayAll(open(), plan, events, batchSize), tellAll(events, asked), plan, asked)
      }),
      { numRuns: 5, interruptAfterTimeLimit: 30_000 },
    )
  })

  test('a replay of everything goes through one view: it is never scanned as often as it is long', () => {
    const slab = new Slab()
    const tally = new Tally(slab)
    const log = new RecordLog(slab)
    const length = 2_000
    for (let at = 0; at < length; at++) {
      const slot = slab.allocate()
      slab.setTime(slot, at)
      slab.setId(slot, at, at)
      log.append(slot)
    }
    viewUpTo(log, length - 1, 1, slab, tally)
    let scanned = 0
    for (let at = 0; at < length; at++) {
      const view = viewUpTo(log, at, 1, slab, tally)
      if (view === undefined) {
        scanned += at + 1
        log.scanned += at + 1
      } else expect(view.indexed).toBe(at + 1)
    }
    expect(scanned).toBeLessThan(length)
  })

  test('years in one batch: what an event needs is there although later ones are long past it', async () => {
    const asked: VelocityDefinition[] = [
      {
        fn: 'count',
        field: '',
        of: 'payments',
        by: ['ip'],
        window: { kind: 'sliding', ms: DAY_MS },
        where: '',
        current: 'include',
      },
    ]
    const plan = planVelocities(asked)
    const events = payments(
      400,
      at => (at % 4 === 0 ? 9 * DAY_MS : 1000),
      () => 0,
    )
    for (const batchSize of [30, 400]) {
      const told = tellAll(events, asked)
      expectAgreement(await sayAll(open(), plan, events, batchSize), told, plan, asked)
      // Each batch is read when the next one has been sent already.
      const store = open()
      const said: Said[] = []
      let counted: Counted[] = []
      for (let from = 0; from <= events.length; from += batchSize) {
        const next = store.count(plan, events.slice(from, from + batchSize))
        said.push(...counted.map(each => sayOne(each, plan)))
        counted = await next
      }
      expectAgreement([...said, ...counted.map(each => sayOne(each, plan))], told, plan, asked)
    }
  })

  test('a record that comes to a log twice keeps its first place, in short logs and in long ones', () => {
    const slab = new Slab()
    const log = new RecordLog(slab)
    const slots = Array.from({ length: 200 }, (_, at) => {
      const slot = slab.allocate()
      slab.setTime(slot, at < 100 ? at : 250 - at)
      slab.setId(slot, 7, (at * 2654435761) % 2 ** 32)
      return slot
    })
    for (const [at, slot] of slots.entries()) {
      expect(log.append(slot)).toBe(at)
      expect(log.append(slots[at >> 1]!)).toBe(at >> 1)
    }
    expect(log.end).toBe(200)
  })

  test('memory stays bounded: old records go, and so do the keys that were not used for longest', async () => {
    const bytesMax = 2 ** 20
    const store = createMemoryStore({ secret: 'test', baseDigits: 2, bytesMax })
    const plan = planVelocities(
      [],
      [
        { by: ['ip'], keepMs: MINUTE_MS },
        { by: ['email'], keepMs: DAY_MS },
      ],
    )
    for (let at = 0; at < 30_000; at += 200) {
      const events = Array.from({ length: 200 }, (_, offset) =>
        sampleEvent({
          id: `p${at + offset}`,
          timeMs: START_MS + (at + offset) * MINUTE_MS,
          fields: { ip: '203.0.113.7', email: `e${at + offset}@example.com` },
        }),
      )
      await store.count(plan, events)
    }
    expect(store.heldBytes).toBeLessThan(bytesMax * 1.2)
  })
})
