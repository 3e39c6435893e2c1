import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Outage } from '../../src/model/problem.ts'
import { PoisonBreaker } from '../../src/pipeline-breaker.ts'

describe('poison breaker', () => {
  it('lets single bad records through, however quiet the stream', () => {
    const breaker = new PoisonBreaker({ deadLetterShareMax: 0.05 })
    for (let minute = 0; minute < 100; minute++) breaker.admit(minute * 60_000, 1, Array(1).fill('not-json'))
  })

  it('bad input 62: stops a stream of which more than a twentieth cannot be read, and says what to do', () => {
    const breaker = new PoisonBreaker({ deadLetterShareMax: 0.05 })
    breaker.admit(0, 500, Array(20).fill('schema-mismatch'))
    expect(() => breaker.admit(1000, 500, Array(200).fill('schema-mismatch'))).toThrow(Outage)
    expect(() => breaker.admit(2000, 500, Array(200).fill('schema-mismatch'))).toThrow(
      /22 %.*`schema-mismatch`.*dead_letters/,
    )
  })

  it('goes on by itself with a batch that can be read', () => {
    const breaker = new PoisonBreaker({ deadLetterShareMax: 0.05 })
    expect(() => breaker.admit(0, 500, Array(200).fill('not-json'))).toThrow(Outage)
    breaker.admit(1000, 500, Array(0).fill(''))
  })

  it('never admits more than the share of any minute, beyond what a quiet stream may have', () => {
    const batch = fc.record({
      afterMs: fc.nat(20_000),
      records: fc.integer({ min: 1, max: 500 }),
      badShare: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(
        fc.array(batch, { maxLength: 80 }),
        fc.double({ min: 0.01, max: 0.5, noNaN: true }),
        (batches, share) => {
          const breaker = new PoisonBreaker({ deadLetterShareMax: share, deadLettersMin: 50 })
          const admitted: { atMs: number; records: number; bad: number }[] = []
          let nowMs = 0
          for (const { afterMs, records, badShare } of batches) {
            nowMs += afterMs
            const bad = Math.round(records * badShare)
            try {
              breaker.admit(nowMs, records, Array(bad).fill('any'))
              admitted.push({ atMs: nowMs, records, bad })
            } catch {
              continue
            }
            if (bad === 0) continue
            // The window is counted in slots of five seconds, so only what is surely inside it may be judged.
            const inside = admitted.filter(each => each.atMs > nowMs - 55_000)
            const badInside = inside.reduce((sum, each) => sum + each.bad, 0)
            const wider = admitted.filter(each => each.atMs > nowMs - 65_000)
            const seen = wider.reduce((sum, each) => sum + each.records, 0)
            expect(badInside < 50 || badInside <= seen * share).toBe(true)
          }
        },
      ),
    )
  })
})
