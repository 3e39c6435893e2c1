import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Decoded } from '../../src/decode/decoder.ts'
import { type BreakerLimits, PoisonBreaker } from '../../src/pipeline-breaker.ts'
import type { EventBatch, EventRecord } from '../../src/ports.ts'

afterEach(() => vi.useRealTimers())

interface Part {
  partition: number
  records: number
  bad: number
  code?: string
}

/** A batch in which the first records of each partition are bad. Remembers what was let go on. */
function batchOf(...parts: Part[]) {
  const released: number[] = []
  const decoded: Decoded[] = []
  const records: EventRecord[] = []
  for (const { partition, records: count, bad, code = 'bad-json' } of parts) {
    for (let i = 0; i < count; i++) {
      records.push({ topic: 'payments', partition, offset: BigInt(i), key: null, value: null })
      decoded.push(i < bad ? refused(code) : { kind: 'ignored', reason: 'tombstone' })
    }
  }
  let isOwned = true
  const batch: EventBatch = {
    records,
    commit: async () => undefined,
    isOwned: () => isOwned,
    holdBack({ partition }) {
      records.splice(0, records.length, ...records.filter(each => each.partition !== partition))
      return () => released.push(partition)
    },
  }
  return {
    batch,
    decoded,
    released,
    lose() {
      isOwned = false
    },
  }
}

function refused(code: string): Decoded {
  return { kind: 'rejected', problem: { code, severity: 'error', message: 'bad' } } as unknown as Decoded
}

/** Gives the breaker one batch of these parts; answers the partitions that it held back. */
function sift(breaker: PoisonBreaker, nowMs: number, ...parts: Part[]): number[] {
  const { batch, decoded } = batchOf(...parts)
  const left = breaker.sift(nowMs, batch, decoded)
  expect(left).toHaveLength(batch.records.length)
  const partitions = new Set(batch.records.map(each => each.partition))
  return parts.map(each => each.partition).filter(each => !partitions.has(each))
}

function breakerOf(limits: Partial<BreakerLimits> = {}) {
  const told: (readonly string[])[] = []
  const breaker = new PoisonBreaker({ deadLetterShareMax: 0.05, onHeld: held => told.push(held), ...limits })
  return { breaker, told, held: () => told.at(-1) ?? [] }
}

describe('poison breaker', () => {
  it('lets single bad records through, however quiet the stream', () => {
    const { breaker } = breakerOf()
    for (let minute = 0; minute < 100; minute++) {
      expect(sift(breaker, minute * 60_000, { partition: 0, records: 1, bad: 1 })).toEqual([])
    }
  })

  it('bad input 62: holds back a partition of which more than a twentieth cannot be read, and says what to do', () => {
    const { breaker, held } = breakerOf()
    const code = 'schema-mismatch'
    expect(sift(breaker, 0, { partition: 3, records: 500, bad: 20, code })).toEqual([])
    expect(sift(breaker, 1000, { partition: 3, records: 500, bad: 200, code })).toEqual([3])
    expect(held()).toEqual([expect.stringMatching(/^payments\[3\]: 22 %.*`schema-mismatch`.*SIGUSR2/)])
    breaker.close()
  })

  it('lets the other partitions of the same batch go on', () => {
    const { breaker, held } = breakerOf()
    const good = { partition: 1, records: 100, bad: 0 }
    expect(sift(breaker, 0, good, { partition: 2, records: 100, bad: 100 }, { ...good, partition: 4 })).toEqual([2])
    expect(held()).toHaveLength(1)
    expect(sift(breaker, 1, good)).toEqual([])
    breaker.close()
  })

  it('keeps what was decoded beside its record when some are held back', () => {
    const { breaker } = breakerOf()
    const { batch, decoded } = batchOf({ partition: 0, records: 60, bad: 60 }, { partition: 1, records: 3, bad: 1 })
    expect(breaker.sift(0, batch, decoded)).toEqual(decoded.slice(60))
    breaker.close()
  })

  it('tries again every few seconds, and goes on by itself with records that can be read', () => {
    vi.useFakeTimers()
    const { breaker, held } = breakerOf({ retryMs: 1000 })
    const { batch, decoded, released } = batchOf({ partition: 0, records: 500, bad: 200 })
    breaker.sift(0, batch, decoded)
    vi.advanceTimersByTime(1000)
    expect(released).toEqual([0])
    expect(held()).toHaveLength(1)
    expect(sift(breaker, 1000, { partition: 0, records: 500, bad: 0 })).toEqual([])
    expect(held()).toEqual([])
    vi.advanceTimersByTime(1000)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('forgets a partition that went to another process', () => {
    vi.useFakeTimers()
    const { breaker, held } = breakerOf({ retryMs: 1000 })
    const { batch, decoded, lose } = batchOf({ partition: 0, records: 500, bad: 200 })
    breaker.sift(0, batch, decoded)
    lose()
    vi.advanceTimersByTime(1000)
    expect(held()).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('lets a flood go when told, to its end and not beyond', () => {
    const { breaker, held } = breakerOf()
    const flood = { partition: 0, records: 100, bad: 100 }
    expect(sift(breaker, 0, flood)).toEqual([0])
    breaker.letGo()
    expect(sift(breaker, 1, flood)).toEqual([])
    expect(held()).toEqual([])
    expect(sift(breaker, 2, flood)).toEqual([])
    expect(sift(breaker, 3, { partition: 0, records: 100, bad: 1 })).toEqual([])
    expect(sift(breaker, 4, flood)).toEqual([0])
    breaker.close()
  })

  it('never admits more than the share of any minute, beyond what a quiet partition may have', () => {
    const batch = fc.record({
      afterMs: fc.nat(20_000),
      partition: fc.nat(2),
      records: fc.integer({ min: 1, max: 500 }),
      badShare: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(
        fc.array(batch, { maxLength: 80 }),
        fc.double({ min: 0.01, max: 0.5, noNaN: true }),
        (batches, share) => {
          const { breaker } = breakerOf({ deadLetterShareMax: share, deadLettersMin: 50 })
          const admitted: { atMs: number; partition: number; records: number; bad: number }[] = []
          let nowMs = 0
          for (const { afterMs, partition, records, badShare } of batches) {
            nowMs += afterMs
            const bad = Math.round(records * badShare)
            if (sift(breaker, nowMs, { partition, records, bad }).length > 0) continue
            admitted.push({ atMs: nowMs, partition, records, bad })
            if (bad === 0) continue
            // The window is counted in slots of five seconds, so only what is surely inside it may be judged.
            const ofPartition = admitted.filter(each => each.partition === partition)
            const inside = ofPartition.filter(each => each.atMs > nowMs - 55_000)
            const badInside = inside.reduce((sum, each) => sum + each.bad, 0)
            const wider = ofPartition.filter(each => each.atMs > nowMs - 65_000)
            const seen = wider.reduce((sum, each) => sum + each.records, 0)
            expect(badInside < 50 || badInside <= seen * share).toBe(true)
          }
          breaker.close()
        },
      ),
    )
  })
})
