import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Signal } from '../../src/model/signal.ts'
import type { VelocityStore } from '../../src/ports.ts'
import type { VelocityDefinition, VelocityPlan } from '../../src/velocity/plan.ts'
import { planVelocities } from '../../src/velocity/plan-velocities.ts'
import { expectAgreement, indexesIn, sayAll, type Value } from '../velocity/compare.ts'
import { batchSizes, definitions, histories } from '../velocity/histories.ts'
import { tellAll } from '../velocity/oracle.ts'
import { type SampleEvent, type SampleOptions, sampleEvent } from '../velocity/sample-event.ts'

export interface StoreUnderTest {
  /** A store on state of its own. */
  open(): VelocityStore
  /** How many random histories to try: a store behind a network gets fewer. */
  histories: number
}

const HOUR_MS = 3_600_000
const NOON_MS = Date.UTC(2026, 10, 21, 12)

/** A velocity with the usual choices: payments by IP address over one hour, the current one included. */
function velocity(asked: Partial<VelocityDefinition> = {}): VelocityDefinition {
  const usual = { fn: 'count', field: '', of: 'payments', by: ['ip'], where: '', current: 'include' } as const
  return { ...usual, window: { kind: 'sliding', ms: HOUR_MS }, ...asked }
}

let serial = 0

/** A payment at so many minutes after noon, from one address. */
function payment(minute: number, options: Partial<SampleOptions> = {}): SampleEvent {
  const { fields, ...others } = options
  const id = `p${serial++}`
  return sampleEvent({ id, timeMs: NOON_MS + minute * 60_000, fields: { ip: '203.0.113.7', ...fields }, ...others })
}

/** What every velocity store promises, told to each of them alike. */
export function velocityStoreContract(name: string, { open, histories: runs }: StoreUnderTest): void {
  const read = async (
    asked: VelocityDefinition[],
    events: readonly SampleEvent[],
    { store = open(), batch = events.length } = {},
  ): Promise<Value[][]> => {
    const plan = planVelocities(asked)
    const said = await sayAll(store, plan, events, batch)
    return said.map(({ values }) => indexesIn(plan, asked).map(index => values[index]))
  }
  const verdicts = async (events: readonly SampleEvent[], store = open()): Promise<string[]> =>
    (await sayAll(store, planVelocities([velocity()]), events, 2)).map(({ verdict }) => verdict)

  describe(`velocity store: ${name}`, () => {
    test('says what the oracle tells, on random histories', async () => {
      const asking = fc.array(definitions, { minLength: 1, maxLength: 12 })
      await fc.assert(
        fc.asyncProperty(histories(260), asking, batchSizes, async (events, asked, batchSize) => {
          const store = open()
          const plan = planVelocities(asked)
          const said = await sayAll(store, plan, events, batchSize)
          await store.close()
          expectAgreement(said, tellAll(events, asked), plan, asked)
        }),
        { numRuns: runs, interruptAfterTimeLimit: 40_000 },
      )
    })

    test('covers the window from just after its beginning to the payment itself', async () => {
      const minutes = [0, 1, 59, 60, 60]
      expect(
        await read(
          [velocity()],
          minutes.map(minute => payment(minute)),
        ),
      ).toEqual([[1], [2], [3], [3], [4]])
    })

    test('leaves the payment itself out when asked to', async () => {
      const asked = [velocity({ current: 'exclude' }), velocity({ fn: 'sum', field: 'amount', current: 'exclude' })]
      const events = [payment(0, { amountMinor: 250 }), payment(1, { amountMinor: 5 }), payment(1)]
      expect(await read(asked, events)).toEqual([
        [0, 0],
        [1, 2.5],
        [2, 2.55],
      ])
    })

    test('counts an event once however often it comes, and reads it as it was first', async () => {
      const [first, second] = [payment(0), payment(1)]
      const store = open()
      expect(await verdicts([first, second, first], store)).toEqual(['new', 'new', 'duplicate'])
      expect(await read([velocity()], [first, second, first, payment(2)], { store })).toEqual([[1], [2], [1], [3]])
    })

    test('never counts an id that comes again with another content', async () => {
      const [first, other] = [payment(0, { id: 'same' }), payment(1, { id: 'same', amountMinor: 7 })]
      expect(await verdicts([first, other, first, other])).toEqual(['new', 'id-conflict', 'duplicate', 'id-conflict'])
      expect(await read([velocity()], [first, other, payment(2)])).toEqual([[1], [undefined], [2]])
    })

    test('takes equal ids of two merchants, and of a payment and a refund, for two', async () => {
      const events = [
        payment(0, { id: 'same' }),
        payment(1, { id: 'same', merchantId: 'm_2' }),
        payment(2, { id: 'same', kind: 'refund', status: 'none' }),
      ]
      expect(await verdicts(events)).toEqual(['new', 'new', 'new'])
    })

    test('logs a change of status as its own kind at its own time', async () => {
      const asked = [velocity(), velocity({ of: 'declines' }), velocity({ of: 'authorizations' })]
      const pending = payment(0, { id: 'changing', content: 'x' })
      const at = (minute: number, status: 'declined' | 'authorized' | 'captured') =>
        payment(minute, { id: 'changing', content: 'x', status })
      const events = [pending, at(1, 'declined'), at(2, 'authorized'), at(3, 'captured'), at(1, 'declined'), pending]
      const store = open()
      expect(await verdicts(events, store)).toEqual(['new', ...Array(4).fill('status-change'), 'duplicate'])
      expect(await read(asked, [payment(61), payment(4)], { store })).toEqual([
        [1, 0, 1],
        [2, 1, 1],
      ])
    })

    test('counts payments that arrived declined, changes to declined and decline outcomes alike', async () => {
      const events = [
        payment(0, { status: 'declined' }),
        payment(1, { id: 'later', content: 'x' }),
        payment(2, { id: 'later', content: 'x', status: 'declined' }),
        payment(3, { kind: 'decline', status: 'none' }),
        payment(4),
      ]
      const asked = [velocity({ of: 'declines' }), velocity({ fn: 'ratio', field: 'declines' })]
      expect((await read(asked, events)).at(-1)).toEqual([3, 1])
    })

    test('scores a late event as of its own time and shows it to later ones', async () => {
      expect(await read([velocity()], [payment(0), payment(30), payment(-45), payment(10)])).toEqual([
        [1],
        [2],
        [1],
        [3],
      ])
    })

    test('answers nothing where the key is absent, and of nothing only counts and sums', async () => {
      const functions = [
        'count',
        'sum',
        'distinct',
        'avg',
        'min',
        'max',
        'stddev',
        'median',
        'ratio',
        'streak',
      ] as const
      const asked = functions.map(fn =>
        velocity({ fn, field: fn === 'ratio' || fn === 'streak' ? 'declines' : 'amount', current: 'exclude' }),
      )
      const [known, unknown] = await read(asked, [payment(0), payment(1, { fields: { ip: undefined } })])
      expect(known).toEqual([0, 0, 0, ...Array(6).fill(undefined), 0])
      expect(unknown).toEqual(Array(10).fill(undefined))
    })

    test('stops sums at 2^53 minor units', async () => {
      const large = 2 ** 52
      const events = [0, 1, 2].map(minute => payment(minute, { amountMinor: large }))
      const sums = await read([velocity({ fn: 'sum', field: 'amount' })], events)
      expect(sums).toEqual([[large / 100], [(2 * large) / 100], [(2 * large) / 100]])
    })

    test('is warm at once for a velocity over the standard columns, and cold for any other', async () => {
      const store = open()
      const before = [0, 1].map(minute => payment(minute, { fields: { 'billing.country': 'RO', 'order.quantity': 3 } }))
      await read([velocity()], before, { store })
      const inRomania = {
        reads: ['billing.country'],
        holds: (value: (name: string) => unknown) => value('billing.country') === 'RO',
      }
      const asked = [
        velocity({
          where: 'billing.country == "RO"',
          whereHolds: inRomania,
          window: { kind: 'sliding', ms: 2 * HOUR_MS },
        }),
        velocity({ by: ['billing.country', 'ip'] }),
        velocity({ fn: 'sum', field: 'order.quantity' }),
      ]
      const now = payment(2, { fields: { 'billing.country': 'RO', 'order.quantity': 3 } })
      expect(await read(asked, [now], { store })).toEqual([[3, 3, 3]])
    })

    test('says the same however the stream is cut into batches', async () => {
      const asked = [velocity(), velocity({ fn: 'distinct', field: 'card.fingerprint', of: 'payments' })]
      const events = Array.from({ length: 90 }, (_, at) =>
        payment(at * 2 - (at % 7) * 5, { fields: { 'card.fingerprint': `c${at % 11}` } }),
      )
      const said = await read(asked, events)
      for (const batch of [1, 4, 50]) expect(await read(asked, events, { batch })).toEqual(said)
    })

    test('keeps what a batch answered until the next one is there', async () => {
      const store = open()
      const plan: VelocityPlan = planVelocities([velocity()])
      const counted = await store.count(plan, [payment(0), payment(1)])
      const next = store.count(plan, [payment(2)])
      expect(counted.map(each => each.read(0))).toEqual([1, 2])
      expect((await next)[0]!.read(0)).toBe(3)
    })

    test('keeps what a batch answered until that was read, however long it takes', async () => {
      const store = open()
      const plan: VelocityPlan = planVelocities([velocity()])
      const read = new Signal()
      const counted = await store.count(plan, [payment(0), payment(1)], read.given)
      let isNext = false
      const next = store.count(plan, [payment(2)]).finally(() => {
        isNext = true
      })
      const others = await open().count(plan, [payment(3)]) // a whole round trip later
      expect(others[0]!.read(0)).toBe(1)
      expect(isNext).toBe(false)
      expect(counted.map(each => each.read(0))).toEqual([1, 2])
      read.give()
      expect((await next)[0]!.read(0)).toBe(3)
    })
  })
}
