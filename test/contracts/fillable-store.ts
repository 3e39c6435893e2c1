import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FillableStore, VelocityStore } from '../../src/ports.ts'
import { createMemoryStore } from '../../src/velocity/memory-store.ts'
import type { VelocityPlan } from '../../src/velocity/plan.ts'
import { planVelocities } from '../../src/velocity/plan-velocities.ts'
import { sayAll } from '../velocity/compare.ts'
import { definitions, histories } from '../velocity/histories.ts'

type Store = VelocityStore & FillableStore

const nothing: VelocityPlan = planVelocities([])
const DRAWN_MAX = 160

/** What filling logs from history promises, told to each store that can. `open` gives stores on one state. */
export function fillableStoreContract(name: string, open: (secret: string) => Store, runs: number): void {
  describe(`filling logs: ${name}`, () => {
    test('a velocity that came late says from then on what it would have said had it always been there', async () => {
      const asking = fc.array(definitions, { minLength: 1, maxLength: 6 })
      const cut = fc.record({
        percent: fc.integer({ min: 0, max: 100 }),
        part: fc.integer({ min: 1, max: 50 }),
      })
      let added = 0
      await fc.assert(
        fc.asyncProperty(
          histories(DRAWN_MAX),
          asking,
          cut,
          fc.boolean(),
          async (events, asked, { percent, part }, overlaps) => {
            const secret = `filling ${process.pid} ${Math.random()}`
            const plan = planVelocities(asked)
            const at = Math.floor((percent * events.length) / 100)
            const store = open(secret)
            const filler = open(secret)
            await sayAll(store, nothing, events.slice(0, at), 20)
            // Live payments may be counted before their past is filled in, and may be in what is read again.
            const early = overlaps ? Math.min(events.length, at + 5) : at
            await sayAll(store, plan, events.slice(at, early), 20)
            const fill = filler.filling()
            for (let from = 0; from < early; from += part) {
              added += await fill(
                { ...plan, velocities: [], logOf: [] },
                events.slice(from, Math.min(from + part, early)),
              )
            }
            const said = await sayAll(store, plan, events.slice(early), 20)
            await store.close()
            await filler.close()
            const always = createMemoryStore({ secret: 'memory', baseDigits: 2 })
            const expected = (await sayAll(always, plan, events, 20)).slice(early)
            // An event that came before the velocity did has its first place in the log where filling put it.
            const first = new Set(
              events.slice(0, early).map(({ kind, merchantId, id }) => `${kind} ${merchantId} ${id}`),
            )
            events.slice(early).forEach((event, number) => {
              if (expected[number]!.verdict !== 'new') return // nothing is read of the others
              if (first.has(`${event.kind} ${event.merchantId} ${event.id}`)) return
              expect([number, said[number]]).toEqual([number, expected[number]])
            })
            expect(said.map(({ verdict }) => verdict)).toEqual(expected.map(({ verdict }) => verdict))
          },
        ),
        { numRuns: runs, interruptAfterTimeLimit: 40_000 },
      )
      expect(added).toBeGreaterThan(runs)
    })
  })
}
