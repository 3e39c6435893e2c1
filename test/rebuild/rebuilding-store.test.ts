import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { createDecoder, createOutcomeDecoder } from '../../src/decode/create-decoder.ts'
import type { Decoder, OutcomeRead, PaymentRead } from '../../src/decode/decoder.ts'
import { MemoryLog } from '../../src/embedded/memory-log.ts'
import { createMemorySink } from '../../src/embedded/memory-sink.ts'
import { runPipeline } from '../../src/pipeline.ts'
import { PoisonBreaker } from '../../src/pipeline-breaker.ts'
import type { EventSource } from '../../src/ports.ts'
import { BatchEnds } from '../../src/rebuild/batch-ends.ts'
import { longestWindowMs } from '../../src/rebuild/history-start.ts'
import { RebuildingStore, type RebuildProgress } from '../../src/rebuild/rebuilding-store.ts'
import type { Ruleset } from '../../src/ruleset/ruleset.ts'
import { createMemoryStore } from '../../src/velocity/memory-store.ts'
import { waitingOut } from '../../src/waiting-out.ts'
import { countingRuleset, payment, play } from '../pipeline/play.ts'
import { type Fault, LosableStore } from './losable-store.ts'
import { memoryHistory } from './memory-history.ts'

const NOW_MS = Date.UTC(2026, 10, 21, 12)
const DAY_MS = 86_400_000
const clock = { nowMs: () => NOW_MS }
const payments = createDecoder({ format: 'json', secret: 'secret of the tests' })
const outcomes = createOutcomeDecoder({ format: 'json', secret: 'secret of the tests' })
/** One log stands for both topics here: what has a type is an outcome. */
const decoder: Decoder<PaymentRead | OutcomeRead> = {
  prepare: async () => undefined,
  decode: record => (record.value?.includes('"type"') ? outcomes.decode(record) : payments.decode(record)),
}

let ruleset: Ruleset

beforeAll(async () => {
  ruleset = await countingRuleset({
    per_card: '{ count: payments, by: card.fingerprint, window: 1h }',
    spent: '{ sum: amount, by: card.fingerprint, window: 10m }',
    charged_back: '{ count: chargebacks, by: card.fingerprint, window: 1h }',
  })
})

interface Run {
  store: LosableStore
  log: MemoryLog
  progress: (RebuildProgress | undefined)[]
}

function openRun(values: readonly object[], faults: readonly Fault[], agesDays = values.map(() => 0)): Run {
  const log = new MemoryLog()
  values.forEach((value, at) => {
    log.append({ value: Buffer.from(JSON.stringify(value)), timestampMs: NOW_MS - agesDays[at]! * DAY_MS })
  })
  log.end()
  return { log, store: new LosableStore(faults), progress: [] }
}

/** One process; with `batchesMax` it dies after so many. */
async function work(
  { log, store, progress }: Run,
  batchesMax = Number.POSITIVE_INFINITY,
  { countsOutcomes = false, seenBy = (given: EventSource): EventSource => given } = {},
): Promise<string[]> {
  const ends = new BatchEnds()
  // Outcomes come before the payments of their batch, so that what is drawn for them goes one by one.
  const history = memoryHistory(log, countsOutcomes ? 1 : 4)
  const source = log.source({ batchRecordsMax: countsOutcomes ? 1 : 3 })
  const sink = createMemorySink()
  let batches = 0
  const rebuilding = new RebuildingStore({
    store,
    ...(countsOutcomes ? { outcomes: store, outcomesKeepMs: DAY_MS } : {}),
    history,
    decoder,
    ruleset: () => ruleset,
    ends,
    identityKeepMs: DAY_MS,
    clock,
    owner: 'one',
    pause: async () => undefined,
    onProgress: each => progress.push(each),
    signal: new AbortController().signal,
  })
  await runPipeline({
    source: ends.watch(seenBy(source)),
    decoder,
    ruleset: () => ruleset,
    velocity: rebuilding,
    outcomes: countsOutcomes ? rebuilding : undefined,
    sink,
    breaker: new PoisonBreaker({ deadLetterShareMax: 1 }),
    clock,
    detail: 'hits',
    waitOut: waitingOut({ onOutage: () => undefined, waitMsMin: 0, waitMsMax: 0 }),
    onBatch: () => {
      if (++batches >= batchesMax) source.crash()
    },
  })
  return sink.outputs.filter(each => each.topic === 'decisions').map(each => each.value)
}

const unique = (decisions: readonly string[]) => [...new Set(decisions)]
const manyPayments = (count: number) =>
  Array.from({ length: count }, (_, at) => payment(`p${at}`, at % 50, { card: { fingerprint: `fp_${at % 3}` } }))

describe('a store whose state is lost', () => {
  it('answers as if nothing had been lost, whatever was lost when, over restarts too', async () => {
    const faults = fc.array(fc.constantFrom<Fault>('none', 'none', 'flush', 'lost-tail', 'outage', 'lost-answer'), {
      maxLength: 40,
    })
    const stream = fc.array(
      fc.record({ id: fc.integer({ max: 40, min: 0 }), minutes: fc.integer({ min: 0, max: 59 }) }),
      { minLength: 1, maxLength: 60 },
    )
    await fc.assert(
      fc.asyncProperty(stream, faults, fc.integer({ min: 1, max: 12 }), async (drawn, drawnFaults, diesAfter) => {
        const values = drawn.map(({ id, minutes }) =>
          payment(`p${id}`, minutes, { card: { fingerprint: `fp_${id % 3}` } }),
        )
        const run = openRun(values, drawnFaults)
        const decisions = [...(await work(run, diesAfter)), ...(await work(run))]
        const { of } = await play(ruleset, values)
        expect(unique(decisions)).toEqual(unique(of('decisions')))
      }),
      { numRuns: 150 },
    )
  })

  it('counts outcomes again too, in whichever order they and their payments came', async () => {
    const faults = fc.array(
      fc.constantFrom<Fault>('none', 'none', 'none', 'flush', 'lost-tail', 'outage', 'lost-answer'),
      {
        minLength: 10,
        maxLength: 60,
      },
    )
    const drawnValues = fc.record({
      id: fc.integer({ max: 5, min: 0 }),
      minutes: fc.integer({ min: 0, max: 59 }),
      isOutcome: fc.boolean(),
    })
    const stream = fc.array(drawnValues, { minLength: 10, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(stream, faults, fc.integer({ min: 1, max: 12 }), async (drawn, drawnFaults, diesAfter) => {
        const values = drawn.map(({ id, minutes, isOutcome }) => {
          const made = payment(`p${id}`, isOutcome ? minutes % 10 : 20 + id, { card: { fingerprint: `fp_${id % 2}` } })
          const { occurredAt } = made as { occurredAt: string }
          return isOutcome
            ? { type: 'chargeback', id: `cb${id}-${minutes % 10}`, paymentId: `p${id}`, occurredAt }
            : made
        })
        const run = openRun(values, drawnFaults)
        const options = { countsOutcomes: true }
        const decisions = [...(await work(run, diesAfter, options)), ...(await work(run, undefined, options))]
        const store = createMemoryStore({ secret: 'secret of the tests', baseDigits: 2, countsOutcomes: true })
        const { of } = await play(ruleset, values, { decoder, velocity: store, outcomes: store, batchRecordsMax: 1 })
        expect(unique(decisions)).toEqual(unique(of('decisions')))
      }),
      { numRuns: 120 },
    )
  })

  it('counts again only what was lost', async () => {
    const run = openRun(manyPayments(60), [...Array<Fault>(15).fill('none'), 'lost-tail'])
    await work(run)
    const totals = run.progress.map(each => each?.recordsTotal ?? 0)
    expect(run.store.losses).toBe(1)
    expect(Math.max(...totals)).toBe(15)
  })

  it('goes on where it was when the rebuild itself is interrupted', async () => {
    const rebuilding: Fault[] = ['flush', 'none', 'none', 'outage', 'none', 'lost-answer', 'none']
    const run = openRun(manyPayments(60), [...Array<Fault>(10).fill('none'), ...rebuilding])
    await work(run)
    const totals = run.progress.flatMap(each => (each?.isWaiting ? [each.recordsTotal] : []))
    expect(totals).toEqual([30, 22, 14]) // the part whose answer was lost is not counted a third time
    expect(run.progress.at(-1)).toBeUndefined()
  })

  it('reads no further back than anything looks', async () => {
    const reachDays = Math.ceil(longestWindowMs(ruleset.plan, DAY_MS) / DAY_MS)
    const ages = Array.from({ length: 60 }, (_, at) => (at < 20 ? reachDays + 2 : 0))
    const run = openRun(manyPayments(60), [...Array<Fault>(15).fill('none'), 'flush'], ages)
    await work(run)
    expect(Math.max(...run.progress.map(each => each?.recordsTotal ?? 0))).toBe(25)
  })

  it('counts nothing again after an ordinary restart', async () => {
    const run = openRun(manyPayments(30), [])
    await work(run, 4)
    await work(run)
    expect(run.progress).toEqual([])
  })

  it('finds what others lost before it was given their partitions', async () => {
    // Another process counted the second batch, committed it, and died before it noticed that its counts were lost.
    const values = manyPayments(9)
    const seenBy = (source: EventSource): EventSource => ({
      ...source,
      async *batches() {
        let number = 0
        let isCommitted: () => void = () => undefined
        const committed = new Promise<void>(resolve => {
          isCommitted = resolve
        })
        for await (const batch of source.batches()) {
          number++
          if (number === 1) yield { ...batch, commit: () => batch.commit().then(isCommitted) }
          else if (number === 2) await committed.then(() => batch.commit())
          else yield { ...batch, assignment: {} }
        }
      },
    })
    const decisions = await work(openRun(values, []), undefined, { seenBy })
    const { of } = await play(ruleset, values)
    expect(decisions.slice(-3)).toEqual(of('decisions').slice(-3))
  })

  it('notices a loss while no payment comes, and mends it', async () => {
    const run = openRun(manyPayments(9), [])
    await work(run)
    run.store.faults.push('flush')
    const progress: (RebuildProgress | undefined)[] = []
    const store = new RebuildingStore({
      store: run.store,
      history: memoryHistory(run.log),
      decoder,
      ruleset: () => ruleset,
      ends: new BatchEnds(),
      identityKeepMs: DAY_MS,
      clock,
      owner: 'two',
      pause: async () => undefined,
      onProgress: each => progress.push(each),
      signal: new AbortController().signal,
    })
    await store.check()
    expect(progress.at(-2)).toEqual({ recordsTotal: 9, recordsDone: 9, isWaiting: false })
    expect((await run.store.mark()).counted).toEqual([{ topic: 'payments', partition: 0, offset: 9n }])
  })
})
