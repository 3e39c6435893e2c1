import { describe, expect, it } from 'vitest'
import { createDecoder } from '../../src/decode/create-decoder.ts'
import { decide } from '../../src/engine/decide.ts'
import { formatDecision } from '../../src/engine/format-decision.ts'
import { enrich } from '../../src/enrich/enrich.ts'
import { loadGeo } from '../../src/enrich/geo.ts'
import { PaymentEvent } from '../../src/enrich/payment-event.ts'
import { generatePayments } from '../../src/generator/generate-payments.ts'
import { loadRuleset } from '../../src/ruleset/load-ruleset.ts'
import type { Rule, Ruleset } from '../../src/ruleset/ruleset.ts'
import { createMemoryStore } from '../../src/velocity/memory-store.ts'
import { frameOf, rulesetOf, ruleText } from './engine-fixture.ts'

const SECRET = 'a secret for this test only'
const BATCH = 100
/** Parts of the payment that every so many payments lack. */
const LACKING = { card: 3, ip: 4, billing: 5, customer: 7, device: 2, shipping: 6 }

describe('rules asked together', () => {
  it('decide the same bytes as rules asked one by one, for the starter rules over a stream with absent parts', async () => {
    loadGeo()
    const { ruleset } = await loadRuleset('rules')
    const decided = await decisions(ruleset!, 800)
    const undecided = new Set<string>()
    const flagged = decided.filter(({ together, apart, open }) => {
      expect(together).toBe(apart)
      open.forEach(name => void undecided.add(name))
      return !together.includes('"action":"allow"')
    })
    // Otherwise the stream would show little.
    expect(flagged.length).toBeGreaterThan(20)
    expect(undecided.size).toBeGreaterThan(10)
  }, 300_000)

  it('stand for the rules that they were made of and for no others', () => {
    const ruleset = rulesetOf({ 'a.yaml': ruleText('a', {}), 'b.yaml': ruleText('b', {}) })
    expect(ruleset.together?.asks.length).toBe(1)
    const changed = { ...ruleset, rules: ruleset.rules.slice(1) }
    expect(decide(changed, frameOf(changed), 'hits').hits.map(hit => hit.rule)).toEqual(['b'])
  })
})

async function decisions(ruleset: Ruleset, count: number) {
  const apart: Ruleset = { ...ruleset, rules: [...ruleset.rules] }
  const decoder = createDecoder({ format: 'json', secret: SECRET })
  const store = createMemoryStore({ secret: SECRET, baseDigits: 2 })
  const decided: { together: string; apart: string; open: string[] }[] = []
  const payments = [...generatePayments({ count, seed: 11, fraudShare: 0.2 })].map(({ payment }, at) => {
    const lacking = Object.entries(LACKING).filter(([, every]) => at % every === 0)
    const given = { ...payment, ...Object.fromEntries(lacking.map(([name]) => [name, undefined])) }
    const value = Buffer.from(JSON.stringify(given))
    const decoded = decoder.decode({ topic: 'payments', partition: 0, offset: BigInt(at), key: null, value })
    if (decoded.kind !== 'payment') throw new Error(`payment ${at} is not read`)
    return decoded.payment
  })
  for (let from = 0; from < payments.length; from += BATCH) {
    const facts = payments.slice(from, from + BATCH).map(payment => enrich(payment, ruleset.policy.money))
    const counted = await store.count(
      ruleset.plan,
      facts.map(each => new PaymentEvent(each)),
    )
    facts.forEach((each, at) => {
      const open: string[] = []
      const decideWith = (rules: Ruleset) => {
        open.length = 0
        const onUnknown = ({ name }: Rule) => void open.push(name)
        return formatDecision(decide(rules, { facts: each, counted: counted[at]! }, 'all', onUnknown)) + open
      }
      decided.push({ together: decideWith(ruleset), apart: decideWith(apart), open })
    })
  }
  return decided
}
