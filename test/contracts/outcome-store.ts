import { describe, expect, test } from 'vitest'
import type { OutcomeStore, VelocityStore } from '../../src/ports.ts'
import type { OutcomeEvent } from '../../src/velocity/outcome-event.ts'
import type { VelocityDefinition } from '../../src/velocity/plan.ts'
import { planVelocities } from '../../src/velocity/plan-velocities.ts'
import { sayAll, type Value } from '../velocity/compare.ts'
import { type SampleEvent, type SampleOptions, sampleEvent } from '../velocity/sample-event.ts'

export interface OutcomeStoreUnderTest {
  /** A store on state of its own, opened for outcomes. */
  open(): VelocityStore & OutcomeStore
}

const DAY_MS = 86_400_000
const NOON_MS = Date.UTC(2026, 10, 21, 12)

export function velocity(asked: Partial<VelocityDefinition>): VelocityDefinition {
  const usual = { fn: 'count', field: '', of: 'payments', by: ['ip'], where: '', current: 'include' } as const
  return { ...usual, window: { kind: 'sliding', ms: 90 * DAY_MS }, ...asked }
}

let serial = 0

function payment(minute: number, options: Partial<SampleOptions> = {}): SampleEvent {
  const { fields, ...others } = options
  const id = `p${serial++}`
  const values = { ip: '203.0.113.7', 'card.fingerprint': 'fp_1', ...fields }
  return sampleEvent({ id, timeMs: NOON_MS + minute * 60_000, ...others, fields: values })
}

function outcome(paymentId: string, minute: number, options: Partial<OutcomeEvent> = {}): OutcomeEvent {
  const id = `o${serial++}`
  const timeMs = NOON_MS + minute * 60_000
  return { kind: 'chargeback', merchantId: 'm_1', id, paymentId, timeMs, amountMinor: undefined, ...options }
}

/** What every store that counts outcomes promises. */
export function outcomeStoreContract(name: string, { open }: OutcomeStoreUnderTest): void {
  const chargebacks = velocity({ of: 'chargebacks', by: ['card.fingerprint'] })
  const lost = velocity({ fn: 'sum', field: 'amount', of: 'chargebacks', by: ['ip'] })
  const asked = [chargebacks, lost]
  const plan = planVelocities(asked)
  const read = async (store: VelocityStore, event: SampleEvent): Promise<Value[]> => {
    const [said] = await sayAll(store, plan, [event], 1)
    return said!.values
  }

  describe(`outcome store: ${name}`, () => {
    test('counts an outcome under the keys of its payment, for all of it unless it says an amount', async () => {
      const store = open()
      const [first, second] = [payment(0, { amountMinor: 700 }), payment(1, { amountMinor: 500 })]
      await store.count(plan, [first, second])
      const outcomes = [outcome(first.id, 10), outcome(second.id, 11, { amountMinor: 200 })]
      expect(await store.countOutcomes(plan, outcomes)).toEqual(['new', 'new'])
      expect(await read(store, payment(20))).toEqual([2, 9])
      expect(await read(store, payment(20, { fields: { 'card.fingerprint': 'fp_2' } }))).toEqual([0, 9])
      expect(await read(store, payment(5))).toEqual([0, 0])
      await store.close()
    })

    test('counts it once however often it comes, and refuses its id for another payment', async () => {
      const store = open()
      const [first, second] = [payment(0), payment(1)]
      await store.count(plan, [first, second])
      const refund = outcome(first.id, 2)
      const later = { ...refund, amountMinor: 1, timeMs: refund.timeMs + 1 }
      const other = { ...refund, paymentId: second.id }
      expect(await store.countOutcomes(plan, [refund, later, other])).toEqual(['new', 'duplicate', 'id-conflict'])
      expect(await store.countOutcomes(plan, [refund])).toEqual(['duplicate'])
      expect(await store.countOutcomes(plan, [{ ...refund, kind: 'refund' }])).toEqual(['new'])
      expect(await read(store, payment(20))).toEqual([1, 10])
      await store.close()
    })

    test('parks what comes before its payment, and counts it once when that comes', async () => {
      const store = open()
      const early = payment(0)
      const outcomes = [outcome(early.id, 1), outcome(early.id, 2)]
      expect(await store.countOutcomes(plan, outcomes)).toEqual(['parked', 'parked'])
      expect(await store.countOutcomes(plan, outcomes)).toEqual(['parked', 'parked'])
      expect(await read(store, payment(5))).toEqual([0, 0])
      await store.count(plan, [early])
      await store.count(plan, [early])
      expect(await store.countOutcomes(plan, outcomes)).toEqual(['duplicate', 'duplicate'])
      expect(await read(store, payment(5))).toEqual([2, 20])
      await store.close()
    })

    test('knows payments by merchant and id', async () => {
      const store = open()
      const one = payment(0, { id: `same${serial}` })
      await store.count(plan, [one])
      expect(await store.countOutcomes(plan, [outcome(one.id, 1, { merchantId: 'm_2' })])).toEqual(['parked'])
      expect(await store.countOutcomes(plan, [outcome(one.id, 1)])).toEqual(['new'])
      await store.count(plan, [payment(0, { id: one.id, merchantId: 'm_2', fields: { 'card.fingerprint': 'fp_2' } })])
      expect(await read(store, payment(5))).toEqual([1, 20])
      await store.close()
    })

    test('keeps to what the payment said where a velocity needs more than the standard columns', async () => {
      const own = [
        velocity({ fn: 'sum', field: 'order.total', of: 'refunds' }),
        velocity({
          of: 'refunds',
          where: 'channel == "web"',
          whereHolds: { reads: ['channel'], holds: value => value('channel') === 'web' },
        }),
      ]
      const ownPlan = planVelocities(own)
      const store = open()
      const web = payment(0, { fields: { channel: 'web', 'order.total': 3 } })
      const app = payment(0, { fields: { channel: 'app', 'order.total': 4 } })
      await store.count(ownPlan, [web, app])
      await store.countOutcomes(ownPlan, [
        outcome(web.id, 1, { kind: 'refund' }),
        outcome(app.id, 1, { kind: 'refund' }),
      ])
      const [said] = await sayAll(store, ownPlan, [payment(2)], 1)
      expect(said!.values).toEqual([7, 1])
      await store.close()
    })

    test('counts a refund in a currency without a rate, and adds nothing to sums', async () => {
      const store = open()
      const one = payment(0)
      await store.count(plan, [one])
      await store.countOutcomes(plan, [outcome(one.id, 1, { amountMinor: Number.NaN })])
      expect(await read(store, payment(5))).toEqual([1, 0])
      await store.close()
    })

    test('reads a repeated payment as of its first place, whatever outcomes came since', async () => {
      const store = open()
      const [first, second] = [payment(0), payment(30)]
      await store.count(plan, [first])
      expect(await read(store, second)).toEqual([0, 0])
      await store.countOutcomes(plan, [outcome(first.id, 10)])
      expect(await read(store, second)).toEqual([0, 0])
      expect(await read(store, payment(30))).toEqual([1, 10])
      await store.close()
    })
  })
}
