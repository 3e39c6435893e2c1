import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide } from '../../src/engine/decide.ts'
import { ruleHolds } from '../../src/engine/evaluate.ts'
import { loadGeo } from '../../src/enrich/geo.ts'
import type { Payment } from '../../src/model/payment.ts'
import type { DraftLine } from '../../src/ruleset/rule-draft.ts'
import { canHold } from '../../src/ruleset/sense/can-hold.ts'
import { canonicalText } from '../../src/ruleset/sense/canonical.ts'
import { findIdleLines } from '../../src/ruleset/sense/find-idle-lines.ts'
import { demandsOf } from '../../src/ruleset/sense/rule-demands.ts'
import { compileFiles, frameOf, ruleText } from '../engine/engine-fixture.ts'
import { evaluated, senseConditions, senseValues, treeOf, VELOCITY_TEXT } from './sense-conditions.ts'

const lines = fc.array(senseConditions, { minLength: 1, maxLength: 4 })

/** Payments whose fields are there or not. */
const payments: fc.Arbitrary<Partial<Payment>> = fc.record(
  {
    amountMinor: fc.constantFrom(0, 100, 150, 250, 300, 8000),
    currency: fc.constantFrom('USD', 'EUR', 'CHF'),
    status: fc.constantFrom('authorized', 'declined', 'pending'),
    ip: fc.constantFrom('81.2.69.160', '10.0.0.1', '2001:db8::1'),
    card: fc.record(
      {
        fingerprint: fc.constant('fp'),
        country: fc.constantFrom('US', 'GB'),
        funding: fc.constantFrom('prepaid', 'x'),
      },
      { requiredKeys: [] },
    ),
    customer: fc.record({ name: fc.constantFrom('', 'a', 'US', 'abcd') }, { requiredKeys: [] }),
    billing: fc.record({ country: fc.constantFrom('US', 'GB') }, { requiredKeys: [] }),
    occurredAtMs: fc.integer({ min: 0, max: 86_399_999 }),
  },
  { requiredKeys: [] },
)

describe('whether conditions can come out as demanded', () => {
  it('is never denied where some values show it', () => {
    fc.assert(
      fc.property(lines, senseValues, (texts, values) => {
        const demands = texts.map(treeOf).flatMap(tree => {
          const holds = evaluated(tree, values)
          return holds === undefined ? [] : [{ tree, holds }]
        })
        expect([texts, canHold(demands)]).toEqual([texts, true])
      }),
      { numRuns: 6000 },
    )
  })

  it('is denied often enough for the test above to mean something', () => {
    const drawn = fc.sample(lines, { numRuns: 1000, seed: 7 })
    const denied = drawn.filter(texts => !canHold(texts.map(text => ({ tree: treeOf(text), holds: true }))))
    expect(denied.length).toBeGreaterThan(100)
  })
})

it('conditions of one canonical text have one value', () => {
  fc.assert(
    fc.property(senseConditions, senseConditions, senseValues, (one, other, values) => {
      const [first, second] = [treeOf(`(${one}) && (${other})`), treeOf(`((${other})) && ${one}`)]
      if (canonicalText(first) === canonicalText(second))
        expect(evaluated(first, values)).toBe(evaluated(second, values))
    }),
    { numRuns: 1000 },
  )
})

describe('a rule', () => {
  it('that is said never to hit never does, and no ruleset without errors throws', () => {
    loadGeo()
    let contradictory = 0
    fc.assert(
      fc.property(
        lines,
        fc.array(senseConditions, { maxLength: 2 }),
        fc.array(payments, { minLength: 8 }),
        (when, unless, drawn) => {
          const quoted = (all: readonly string[]) => `[${all.map(text => `'${text}'`).join(', ')}]`
          const text = ruleText('a', { when: quoted(when), unless: quoted(unless), velocity: VELOCITY_TEXT })
          const { ruleset, problems } = compileFiles({ 'a.yaml': text })
          expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
          const neverHits = problems.some(({ code }) => code === 'contradiction' || code === 'absent-velocity')
          if (neverHits) contradictory++
          for (const changes of drawn) {
            const counts = ruleset!.plan.velocities.map(({ fn }) => (fn === 'count' ? 3 : 2))
            const frame = frameOf(ruleset!, changes, changes.ip === undefined ? [] : counts)
            expect(() => decide(ruleset!, frame, 'all')).not.toThrow()
            if (neverHits)
              expect([text, ruleHolds(ruleset!.rules.find(({ name }) => name === 'a')!, frame)]).not.toEqual([
                text,
                true,
              ])
          }
        },
      ),
      { numRuns: 200 },
    )
    expect(contradictory).toBeGreaterThan(5)
  })
})

it('a line that is said to change nothing can go, and every payment hits as before', () => {
  const place = { file: 'a.yaml', line: 1, column: 1, endLine: 1, endColumn: 2 }
  const toLine = (text: string): DraftLine => ({
    text,
    place,
    tree: treeOf(text),
    placeAt: () => place,
  })
  let idle = 0
  fc.assert(
    fc.property(lines, fc.array(senseConditions, { maxLength: 2 }), fc.array(senseValues), (when, unless, drawn) => {
      const draft = { when: when.map(toLine), unless: unless.map(toLine) }
      const found = findIdleLines(draft, demandsOf(draft)).filter(({ message }) => !message.includes('whenever'))
      idle += found.length
      for (const { line } of found) {
        const without = {
          when: draft.when.filter(each => each !== line),
          unless: draft.unless.filter(each => each !== line),
        }
        for (const values of drawn) {
          const hits = (of: typeof draft) => demandsOf(of).every(({ tree, holds }) => evaluated(tree, values) === holds)
          // An `unless` that never holds may still be open where something is absent, which keeps the rule from hitting.
          if (draft.unless.includes(line) && evaluated(line.tree, values) === undefined) continue
          expect([line.text, hits(without)]).toEqual([line.text, hits(draft)])
        }
      }
    }),
    { numRuns: 1500 },
  )
  expect(idle).toBeGreaterThan(100)
})
