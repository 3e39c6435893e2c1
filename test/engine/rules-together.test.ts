import { describe, expect, it } from 'vitest'
import { decide } from '../../src/engine/decide.ts'
import { formatDecision } from '../../src/engine/format-decision.ts'
import { loadGeo } from '../../src/enrich/geo.ts'
import { loadRuleset } from '../../src/ruleset/load-ruleset.ts'
import type { Rule, Ruleset } from '../../src/ruleset/ruleset.ts'
import { frameOf, rulesetOf, ruleText } from './engine-fixture.ts'
import { streamFrames } from './stream-frames.ts'

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
  const decided: { together: string; apart: string; open: string[] }[] = []
  for await (const frame of streamFrames(ruleset, count)) {
    const open: string[] = []
    const decideWith = (rules: Ruleset) => {
      open.length = 0
      return formatDecision(decide(rules, frame, 'all', ({ name }: Rule) => void open.push(name))) + open
    }
    decided.push({ together: decideWith(ruleset), apart: decideWith(apart), open })
  }
  return decided
}
