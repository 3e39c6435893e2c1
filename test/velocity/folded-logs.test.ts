import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lettersOf } from '../../src/velocity/column.ts'
import { weightedPercentile } from '../../src/velocity/even-points.ts'
import { foldRecords } from '../../src/velocity/fold-records.ts'
import { decodeFolded, encodeFolded } from '../../src/velocity/folded-bytes.ts'
import { createMemoryStore } from '../../src/velocity/memory-store.ts'
import { planVelocities } from '../../src/velocity/plan-velocities.ts'
import { Selection } from '../../src/velocity/selection.ts'
import { Slab } from '../../src/velocity/slab.ts'
import { summariseFolded } from '../../src/velocity/summarise-folded.ts'
import { checkFolded } from './check-folded.ts'
import { COUNT_BY_IP } from './count-by-ip.ts'
import { definitions, histories } from './histories.ts'
import { tellAll } from './oracle.ts'
import { sampleEvent } from './sample-event.ts'

const HOUR_MS = 3_600_000
const START_MS = Date.UTC(2026, 10, 21)

describe('logs that hold more than they may', () => {
  test('a folded window never counts too little, nor more than its buckets hold; any other is exact', async () => {
    const seen = { exact: 0, folded: 0, folds: 0 }
    const asking = fc.array(definitions, { minLength: 1, maxLength: 12 })
    const sizes = fc.constantFrom(8, 20, 60)
    await fc.assert(
      fc.asyncProperty(
        histories(300),
        asking,
        sizes,
        fc.constantFrom(1, 3, 7),
        async (events, asked, eventsMax, batch) => {
          const store = createMemoryStore({ secret: 'test', baseDigits: 2, bytesMax: 2 ** 24, keyEventsMax: eventsMax })
          const { exact, folded } = await checkFolded([store], events, asked, batch)
          seen.exact += exact
          seen.folded += folded
          seen.folds += store.use().logsFolded
        },
      ),
      { numRuns: 25, interruptAfterTimeLimit: 40_000 },
    )
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(200)
  })

  test('where there are more values than are kept, what is not known any more counts rather too much', async () => {
    const drawn = fc.record({
      card: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 400 })),
      stepMs: fc.constantFrom(0, 1000, 30_000),
      lateMs: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 2 * HOUR_MS })),
    })
    const asked = [{ kind: 'lifetime' } as const, { kind: 'sliding', ms: HOUR_MS } as const].flatMap(window => {
      const card = { ...COUNT_BY_IP, window, field: 'card.fingerprint' } as const
      return [
        { ...COUNT_BY_IP, window, by: ['card.fingerprint', 'device.id'] },
        { ...COUNT_BY_IP, window, by: ['device.id', 'ip'], fn: 'distinct', field: 'ip' } as const,
        { ...card, fn: 'distinct' } as const,
        { ...card, fn: 'first_seen' } as const,
        { ...card, fn: 'last_seen' } as const,
        { ...card, fn: 'streak' } as const,
        { ...COUNT_BY_IP, window, by: ['billing.country', 'ip'] },
      ]
    })
    let approximate = 0
    await fc.assert(
      fc.asyncProperty(fc.array(drawn, { minLength: 600, maxLength: 600 }), async draws => {
        let nowMs = START_MS
        const events = draws.map(({ card, stepMs, lateMs }, at) => {
          nowMs += stepMs
          const fields = {
            ip: '203.0.113.7',
            'device.id': 'd1',
            'card.fingerprint': `c${card}`,
            'billing.country': card % 3 ? 'US' : 'RO',
          }
          return sampleEvent({ id: `e${at}`, timeMs: nowMs - lateMs, fields })
        })
        const store = createMemoryStore({ secret: 'test', baseDigits: 2, keyEventsMax: 60 })
        const plan = planVelocities(asked)
        const told = tellAll(events, asked)
        for (let from = 0; from < events.length; from += 20) {
          for (const [offset, each] of (await store.count(plan, events.slice(from, from + 20))).entries()) {
            for (const [index, { fn, by, window }] of asked.entries()) {
              const exact = told[from + offset]!.values![index]
              const value = each.read(index)
              const says = `event ${from + offset}: ${fn} by ${by} over ${window.kind} is ${value}, exactly ${exact}`
              if (!each.isApproximate(index)) expect(value, says).toBe(exact)
              else if (exact !== undefined) {
                approximate++
                if (fn === 'last_seen') expect(value, says).toBeLessThanOrEqual(Number(exact))
                else expect(value, says).toBeGreaterThanOrEqual(Number(exact))
              }
            }
          }
        }
      }),
      { numRuns: 4, interruptAfterTimeLimit: 30_000 },
    )
    expect(approximate).toBeGreaterThan(5000)
  })

  test('a folded event that comes again is not counted again, and what is asked of it is approximate', async () => {
    const store = createMemoryStore({ secret: 'test', baseDigits: 2, keyEventsMax: 60 })
    const plan = planVelocities([{ ...COUNT_BY_IP, window: { kind: 'lifetime' } }])
    const events = Array.from({ length: 300 }, (_, at) =>
      sampleEvent({ id: `e${at}`, timeMs: START_MS + at * 1000, fields: { ip: '203.0.113.7' } }),
    )
    for (let from = 0; from < 300; from += 10) await store.count(plan, events.slice(from, from + 10))
    expect(store.use().eventsFolded).toBeGreaterThan(200)
    const [again] = await store.count(plan, [events[5]!])
    expect([again!.verdict, again!.isApproximate(0)]).toEqual(['duplicate', true])
    expect(again!.read(0)).toBeGreaterThanOrEqual(6)
    const [next] = await store.count(plan, [sampleEvent({ ...events[299]!, id: 'next' })])
    expect(next!.read(0)).toBe(301)
  })

  test('a folded part reads back from its bytes as it was', () => {
    const slab = new Slab()
    const slots = Array.from({ length: 3000 }, (_, at) => {
      const slot = slab.allocate()
      slab.setTime(slot, START_MS + ((at * 7919) % 3000) * 1000)
      slab.setAmount(slot, at % 11 === 0 ? Number.NaN : (at * 31) % 997)
      slab.setId(slot, at, at)
      slab.setKind(slot, 1, at % 3 === 0 ? 3 : 1, 1)
      for (let column = 0; column < 7; column++) slab.setHash(slot, column, (at * (column + 1)) % 1500)
      for (let column = 0; column < 4; column++) slab.setCountry(slot, column, lettersOf(at % 2 ? 'US' : 'RO'))
      return slot
    })
    const options = { eventsMax: 1000, oldestMs: Number.NEGATIVE_INFINITY, unitsPerOne: 1 }
    const half = foldRecords(undefined, slab, slots.slice(0, 1500), options)
    const part = foldRecords(half, slab, slots.slice(1500), options)!
    const to = part.buckets.length
    expect(to).toBeLessThanOrEqual(16)
    expect(to).toBeGreaterThan(4)
    const read = decodeFolded(encodeFolded(part))
    expect(read).toEqual(part)
    const summary = summariseFolded({ part: read, from: 0, to }, new Selection(1, undefined, slab, 100))
    expect([summary.count, summary.valued]).toEqual([3000, 2727])
    const amounts = slots.map(slot => slab.amount(slot)).filter(amount => !Number.isNaN(amount))
    expect(summary.sum).toBe(amounts.reduce((sum, each) => sum + each, 0))
    const [low, high] = [summary.values[0]!.value, summary.values.at(-1)!.value]
    expect([low, high]).toEqual([Math.min(...amounts), Math.max(...amounts)])
    expect(Math.abs(weightedPercentile(summary.values, 50) - 498)).toBeLessThan(40)
  })
})
