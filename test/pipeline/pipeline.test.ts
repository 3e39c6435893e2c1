import { beforeAll, describe, expect, it } from 'vitest'
import { createDecoder } from '../../src/decode/create-decoder.ts'
import { MemoryLog } from '../../src/embedded/memory-log.ts'
import { createMemorySink } from '../../src/embedded/memory-sink.ts'
import { Outage } from '../../src/model/problem.ts'
import { PoisonBreaker } from '../../src/pipeline-breaker.ts'
import type { Ruleset } from '../../src/ruleset/ruleset.ts'
import { createMemoryStore } from '../../src/velocity/memory-store.ts'
import { waitingOut } from '../../src/waiting-out.ts'
import { countingRuleset, payment, play } from './play.ts'

let ruleset: Ruleset

beforeAll(async () => {
  ruleset = await countingRuleset({
    per_card: '{ count: payments, by: card.fingerprint, window: 1h }',
    spent: '{ sum: amount, by: card.fingerprint, window: 1h }',
    declined: '{ count: declines, by: card.fingerprint, window: 1h }',
  })
})

const counts = (decisions: { velocity?: Record<string, unknown> }[]) => decisions.map(each => each.velocity?.per_card)

describe('pipeline', () => {
  it('decides each payment once, in order, with the counts as of itself', async () => {
    const { decisions, batches } = await play(ruleset, [
      payment('a', 0),
      payment('b', 1),
      payment('c', 2),
      payment('d', 3),
    ])
    expect(decisions.map(each => each.paymentId)).toEqual(['a', 'b', 'c', 'd'])
    expect(counts(decisions)).toEqual([1, 2, 3, 4])
    expect(decisions.at(-1)?.velocity?.spent).toBe(40)
    expect(batches.map(each => each.records.length)).toEqual([3, 1])
  })

  it('bad input 16: a sum past the largest exact number stays there, is marked and counted as a warning', async () => {
    const huge = { amount: '90071992547409.91' }
    const { decisions, batches } = await play(ruleset, [payment('a', 0, huge), payment('b', 1, huge), payment('c', 2)])
    expect(decisions.map(each => each.velocity?.spent)).toEqual([90071992547409.91, 2 ** 53 / 100, 2 ** 53 / 100])
    expect(decisions.map(each => each.approximate)).toEqual([undefined, ['spent'], ['spent']])
    expect(batches[0]?.warnings.get('velocity-approximate')).toBe(2)
  })

  it('bad input 19: a repeated payment is answered with the same bytes and not counted again', async () => {
    const { of, decisions } = await play(ruleset, [payment('a', 0), payment('b', 1), payment('a', 0), payment('c', 2)])
    const [first, , again] = of('decisions')
    expect(again).toBe(first)
    expect(counts(decisions)).toEqual([1, 2, 1, 3])
  })

  it('bad input 20: the same id with another amount is a dead letter and never counted', async () => {
    const { decisions, of } = await play(ruleset, [
      payment('a', 0),
      payment('a', 0, { amount: '99.00' }),
      payment('b', 1),
    ])
    expect(decisions.map(each => each.paymentId)).toEqual(['a', 'b'])
    expect(decisions[1]?.velocity).toMatchObject({ per_card: 2, spent: 20 })
    expect(of('dead-letters').map(each => JSON.parse(each))).toMatchObject([
      { code: 'id-conflict', paymentId: 'a', source: { topic: 'payments', partition: 0, offset: 1 } },
    ])
  })

  it('bad input 20: also when the other one names another card', async () => {
    const other = { card: { fingerprint: 'fp_2' } }
    const { decisions, of } = await play(ruleset, [payment('a', 0), payment('a', 0, other), payment('b', 1, other)])
    expect(of('dead-letters')).toHaveLength(1)
    expect(counts(decisions)).toEqual([1, 1])
  })

  it('bad input 21: one id at two merchants is two payments', async () => {
    const at = (id: string) => ({ merchant: { id } })
    const { decisions } = await play(ruleset, [payment('a', 0, at('m_1')), payment('a', 1, at('m_2'))])
    expect(counts(decisions)).toEqual([1, 2])
    expect(decisions.map(each => each.merchantId)).toEqual(['m_1', 'm_2'])
  })

  it('bad input 22: ids that differ in case are two payments', async () => {
    const { decisions } = await play(ruleset, [payment('pay_a', 0), payment('pay_A', 1)])
    expect(counts(decisions)).toEqual([1, 2])
  })

  it('takes a change of status as an event of its own, counts it and scores nothing', async () => {
    const changed = { ...payment('a', 2), status: 'declined', declineCode: 'do_not_honor' }
    const { decisions, batches } = await play(ruleset, [payment('a', 0), changed, changed, payment('b', 3)])
    expect(decisions.map(each => each.paymentId)).toEqual(['a', 'b'])
    expect(decisions[1]?.velocity).toMatchObject({ per_card: 2, spent: 20, declined: 1 })
    expect(batches.reduce((sum, each) => sum + each.verdicts['status-change'], 0)).toBeGreaterThanOrEqual(1)
  })

  it('bad input 27, 28: a late payment is scored as of its own time and seen by later ones', async () => {
    const { decisions } = await play(ruleset, [
      payment('a', 0),
      payment('b', 50),
      payment('late', 10),
      payment('c', 55),
    ])
    expect(counts(decisions)).toEqual([1, 2, 2, 4])
  })

  it('bad input 51: a tombstone is passed over and counted as ignored', async () => {
    const { decisions, batches } = await play(ruleset, [payment('a', 0), null, payment('b', 1)])
    expect(decisions).toHaveLength(2)
    expect(batches[0]?.ignorals.size).toBe(1)
  })

  it('bad input 72: one payment in a loop gets one decision, again and again, and counts once', async () => {
    const { of, decisions } = await play(ruleset, Array(50).fill(payment('a', 0)))
    expect(new Set(of('decisions')).size).toBe(1)
    expect(counts(decisions)).toEqual(Array(50).fill(1))
  })

  it('sends what it cannot read to the dead letters with code, place and pointer, and goes on', async () => {
    const { decisions, of } = await play(ruleset, [
      payment('a', 0),
      '{"id":',
      payment('b', 1, { amount: '1,5' }),
      payment('c', 2),
    ])
    expect(counts(decisions)).toEqual([1, 2])
    expect(of('dead-letters').map(each => JSON.parse(each))).toMatchObject([
      { code: 'bad-json', source: { offset: 1 } },
      { code: 'amount-malformed', field: 'amount', paymentId: 'b', source: { offset: 2 } },
    ])
  })

  it('waits out an outage of the store and of the registry, and skips nothing', async () => {
    const store = createMemoryStore({ secret: 'secret of the tests', baseDigits: 2 })
    const decoder = createDecoder({ format: 'json', secret: 'secret of the tests' })
    const down = { redis: 3, registry: 2 }
    const seen: string[] = []
    const { decisions } = await play(ruleset, [payment('a', 0), payment('b', 1), payment('c', 2), payment('d', 3)], {
      velocity: {
        async count(plan, events) {
          if (down.redis-- > 0) throw new Outage('redis', 'gone')
          return store.count(plan, events)
        },
        close: async () => undefined,
      },
      decoder: {
        async prepare() {
          if (down.registry-- > 0) throw new Outage('registry', 'gone')
        },
        decode: record => decoder.decode(record),
      },
      waitOut: waitingOut({
        onOutage: (dependency, reason) => seen.push(`${dependency} ${reason ?? 'back'}`),
        waitMsMin: 1,
        waitMsMax: 1,
      }),
    })
    expect(counts(decisions)).toEqual([1, 2, 3, 4])
    expect(seen.filter(each => each.endsWith('back'))).toEqual(['registry back', 'redis back'])
  })

  it('commits a batch only after each of its outputs was acknowledged', async () => {
    const happened: string[] = []
    const sink = createMemorySink()
    const values = Array.from({ length: 9 }, (_, i) => payment(`p${i}`, i))
    await play(ruleset, values, {
      sink: {
        async emit(outputs) {
          await new Promise(resolve => setImmediate(resolve))
          await sink.emit(outputs)
          happened.push(`emitted ${sink.outputs.filter(each => each.topic === 'decisions').length}`)
        },
        close: async () => undefined,
      },
      onBatch: batch => happened.push(`committed ${Number(batch.records.at(-1)!.offset) + 1}`),
    })
    expect(happened).toEqual(['emitted 3', 'committed 3', 'emitted 6', 'committed 6', 'emitted 9', 'committed 9'])
  })

  it('ends with the error of a sink that fails for good, and commits nothing of that batch', async () => {
    const committed: number[] = []
    const failing = {
      async emit() {
        throw new Error('disk full')
      },
      close: async () => undefined,
    }
    const run = play(ruleset, [payment('a', 0), payment('b', 1)], {
      sink: failing,
      onBatch: batch => committed.push(batch.records.length),
    })
    await expect(run).rejects.toThrow('disk full')
    expect(committed).toEqual([])
  })

  it('ends so at once, though no further record comes', async () => {
    const log = new MemoryLog()
    log.append({ key: null, value: Buffer.from(JSON.stringify(payment('a', 0))) })
    const failing = { emit: () => Promise.reject(new Error('disk full')), close: async () => undefined }
    await expect(play(ruleset, [], { source: log.source(), sink: failing })).rejects.toThrow('disk full')
  })

  it('decodes the next batch while one is being counted', async () => {
    const store = createMemoryStore({ secret: 'x', baseDigits: 2 })
    const decoder = createDecoder({ format: 'json', secret: 'x' })
    let isNextDecoded: () => void = () => undefined
    const nextDecoded = new Promise<void>(resolve => {
      isNextDecoded = resolve
    })
    const { decisions } = await play(ruleset, [payment('a', 0), payment('b', 1), payment('c', 2)], {
      batchRecordsMax: 1,
      decoder: {
        prepare: records => decoder.prepare(records),
        decode(record) {
          if (record.offset === 1n) isNextDecoded()
          return decoder.decode(record)
        },
      },
      velocity: {
        async count(plan, events) {
          await nextDecoded
          return store.count(plan, events)
        },
        close: () => store.close(),
      },
    })
    expect(counts(decisions)).toEqual([1, 2, 3])
  })

  it('bad input 62: holds back a partition of which a twentieth cannot be read, says why, and lets it go when told', async () => {
    const told: (readonly string[])[] = []
    const breaker = new PoisonBreaker({
      deadLetterShareMax: 0.05,
      onHeld: held => {
        told.push(held)
        if (held.length > 0) setImmediate(() => breaker.letGo())
      },
    })
    const { of } = await play(ruleset, Array(200).fill('no json'), { batchRecordsMax: 100, breaker })
    expect(told[0]).toEqual([expect.stringMatching(/^payments\[0\]: 100 % .*`bad-json`.*SIGUSR2/)])
    expect(told.at(-1)).toEqual([])
    expect(of('dead-letters')).toHaveLength(200)
  })
})
