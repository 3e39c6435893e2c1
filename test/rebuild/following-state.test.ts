import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { createDecoder } from '../../src/decode/create-decoder.ts'
import { MemoryLog } from '../../src/embedded/memory-log.ts'
import { createMemorySink } from '../../src/embedded/memory-sink.ts'
import { Outage } from '../../src/model/problem.ts'
import { runPipeline } from '../../src/pipeline.ts'
import { PoisonBreaker } from '../../src/pipeline-breaker.ts'
import { BatchEnds } from '../../src/rebuild/batch-ends.ts'
import { FollowingState } from '../../src/rebuild/following-state.ts'
import { RebuildingStore } from '../../src/rebuild/rebuilding-store.ts'
import type { Ruleset } from '../../src/ruleset/ruleset.ts'
import { waitingOut } from '../../src/waiting-out.ts'
import { countingRuleset, payment, play } from '../pipeline/play.ts'
import { type Fault, LosableStore } from './losable-store.ts'
import { memoryHistory } from './memory-history.ts'

const NOW_MS = Date.UTC(2026, 10, 21, 12)
const DAY_MS = 86_400_000
const clock = { nowMs: () => NOW_MS }
const CARDS = ['4111111111111111', '5555555555554444', '378282246310005']

let ruleset: Ruleset

beforeAll(async () => {
  ruleset = await countingRuleset({
    per_card: '{ count: payments, by: card.fingerprint, window: 1h }',
    cards: '{ distinct: card.fingerprint, by: ip, window: 1h }',
    spent: '{ sum: amount, by: card.fingerprint, window: 10m }',
  })
})

/** A secret with the state that is kept under it. */
interface Kept {
  secret: string
  store: LosableStore
}

function partsOf({ secret, store }: Kept, log: MemoryLog) {
  return {
    store,
    history: memoryHistory(log),
    decoder: createDecoder({ format: 'json', secret }),
    ruleset: () => ruleset,
    identityKeepMs: DAY_MS,
    clock,
    owner: secret,
    pause: async () => undefined,
    onProgress: () => undefined,
    signal: new AbortController().signal,
  }
}

/** One process that decides under a secret, for so many batches. */
async function work(kept: Kept, log: MemoryLog, batchesMax = Number.POSITIVE_INFINITY): Promise<string[]> {
  const ends = new BatchEnds()
  const source = log.source({ batchRecordsMax: 3 })
  const sink = createMemorySink()
  const parts = partsOf(kept, log)
  let batches = 0
  await runPipeline({
    source: ends.watch(source),
    decoder: parts.decoder,
    ruleset: () => ruleset,
    velocity: new RebuildingStore({ ...parts, ends }),
    sink,
    breaker: new PoisonBreaker({ deadLetterShareMax: 1 }),
    clock,
    detail: 'all',
    waitOut: waitingOut({ onOutage: () => undefined, waitMsMin: 0, waitMsMax: 0 }),
    onBatch: () => {
      if (++batches >= batchesMax) source.crash()
    },
  })
  return sink.outputs.filter(each => each.topic === 'decisions').map(each => each.value)
}

async function catchUp(kept: Kept, log: MemoryLog): Promise<number> {
  const parts = partsOf(kept, log)
  const state = new FollowingState({ ...parts, rest: async () => undefined })
  while (true) {
    try {
      await state.catchUp()
      return parts.history.recordsRead
    } catch (error) {
      if (!(error instanceof Outage)) throw error
    }
  }
}

function logOf(values: readonly object[]): MemoryLog {
  const log = new MemoryLog()
  for (const value of values) log.append({ value: Buffer.from(JSON.stringify(value)), timestampMs: NOW_MS })
  log.end()
  return log
}

/** Full card numbers: their fingerprints are another under each secret. */
const paid = (id: number, minutes: number) =>
  payment(`p${id}`, minutes, { card: { number: CARDS[id % 3] }, ip: `81.2.69.${id % 2}` })

describe('a change of secrets', () => {
  it('decides as if there had been one, whatever is lost under either secret meanwhile', async () => {
    const faults = fc.array(fc.constantFrom<Fault>('none', 'none', 'flush', 'lost-tail', 'outage', 'lost-answer'), {
      maxLength: 30,
      size: 'large',
    })
    const stream = fc.array(
      fc.record({ id: fc.integer({ max: 40, min: 0 }), minutes: fc.integer({ min: 0, max: 59 }) }),
      { minLength: 30, maxLength: 60 },
    )
    const batches = fc.integer({ min: 1, max: 4 })
    await fc.assert(
      fc.asyncProperty(stream, faults, faults, batches, batches, batches, async (drawn, some, others, a, b, c) => {
        const values = drawn.map(({ id, minutes }) => paid(id, minutes))
        const log = logOf(values)
        const [old, next] = [
          { secret: 'the secret that goes', store: new LosableStore(some) },
          { secret: 'the secret that comes', store: new LosableStore(others) },
        ]
        const decisions = await work(old, log, a)
        await catchUp(next, log)
        decisions.push(...(await work(old, log, b)))
        await catchUp(next, log)
        decisions.push(...(await work(old, log, c)))
        decisions.push(...(await work(next, log)))
        const { of } = await play(ruleset, values, { detail: 'all' })
        expect([...new Set(decisions)]).toEqual([...new Set(of('decisions'))])
      }),
      { numRuns: 100 },
    )
  })

  it('leaves to the switch only what was committed since the latest look', async () => {
    const log = logOf(Array.from({ length: 60 }, (_, at) => paid(at, at)))
    const [old, next] = [
      { secret: 'the secret that goes', store: new LosableStore([]) },
      { secret: 'the secret that comes', store: new LosableStore([]) },
    ]
    await work(old, log, 10)
    expect(await catchUp(next, log)).toBe(30)
    await work(old, log, 2)
    expect(await catchUp(next, log)).toBe(6)
    expect(await catchUp(next, log)).toBe(0)
  })
})
