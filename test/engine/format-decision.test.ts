import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatDecision } from '../../src/engine/format-decision.ts'
import type { Decision } from '../../src/model/decision.ts'

it('is the JSON of the decision, whatever it holds', () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('"', '\\', '\u007f', '\u2028', 'é'))
  const hit = fc.record({ rule: text, mode: fc.constantFrom('live', 'shadow'), score: fc.nat(), reason: text })
  const hits = fc.array(hit, { maxLength: 1 })
  const more = fc.record(
    {
      shadowHits: hits,
      lists: fc.constant([]),
      velocity: fc.constant({ a: 1 }),
      queue: text,
      handling: fc.constant(undefined),
    },
    { requiredKeys: [] },
  )
  const decision = fc
    .tuple(
      text,
      fc.record({ merchantId: fc.option(text, { nil: undefined }) }, { requiredKeys: [] }),
      fc.date({ noInvalidDate: true, min: new Date('1900-01-01'), max: new Date('9999-01-01') }),
      fc.record({
        action: fc.constantFrom('allow', 'review', 'block'),
        score: fc.oneof(fc.nat(), fc.constantFrom(-5, 0.1, -0)),
      }),
      fc.record({ ruleset: text, hits: fc.oneof(fc.constant([]), hits) }),
      fc.oneof(fc.constant({}), more),
    )
    .map(
      ([paymentId, merchant, occurredAt, verdict, rest, others]) =>
        ({ paymentId, ...merchant, occurredAt: occurredAt.toISOString(), ...verdict, ...rest, ...others }) as Decision,
    )
  fc.assert(
    fc.property(decision, each => {
      expect(formatDecision(each)).toBe(JSON.stringify(each))
      expect(formatDecision(each)).toBe(JSON.stringify(each))
    }),
    { numRuns: 1000 },
  )
})
