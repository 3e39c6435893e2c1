import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide } from '../../src/engine/decide.ts'
import { formatDecision } from '../../src/engine/format-decision.ts'
import { CATALOGUE } from '../../src/enrich/catalogue.ts'
import { loadGeo } from '../../src/enrich/geo.ts'
import { ProblemList } from '../../src/problems/problem-list.ts'
import { buildingRuleset } from '../../src/ruleset/build-ruleset.ts'
import { checkingRuleset } from '../../src/ruleset/check-ruleset.ts'
import { compileRuleset, running } from '../../src/ruleset/compile-ruleset.ts'
import { atOnce } from '../../src/ruleset/in-slices.ts'
import { ValueList } from '../../src/ruleset/lists/value-list.ts'
import { packDrafts, transfersOf } from '../../src/ruleset/packed/pack-drafts.ts'
import { type KnownDrafts, unpackingDrafts } from '../../src/ruleset/packed/unpacking-drafts.ts'
import { readRulesetFiles } from '../../src/ruleset/read-ruleset-files.ts'
import type { Ruleset } from '../../src/ruleset/ruleset.ts'
import { kindOf, type RulesetFile } from '../../src/ruleset/ruleset-file.ts'
import { planVelocities } from '../../src/velocity/plan-velocities.ts'
import { streamFrames } from '../engine/stream-frames.ts'
import { filesOf, folders } from './changing-folders.ts'

interface Found {
  ruleset: Ruleset | undefined
  known: KnownDrafts
}

/** As a thread hands it over: what it gave away is gone on its side. */
function packed(files: readonly RulesetFile[], before: KnownDrafts = new Map()): Found {
  const { drafts } = atOnce(checkingRuleset(files, { catalogue: CATALOGUE }, new ProblemList(), 'rules'))
  if (drafts === undefined) return { ruleset: undefined, known: before }
  const sent = packDrafts(running(drafts))
  const received = structuredClone(sent, { transfer: transfersOf(sent) })
  const { drafts: unpacked, known } = atOnce(unpackingDrafts(received, CATALOGUE, before))
  return { ruleset: atOnce(buildingRuleset(unpacked, planVelocities, { together: true })), known }
}

function direct(files: readonly RulesetFile[]): Ruleset | undefined {
  const surroundings = { catalogue: CATALOGUE, planVelocities }
  return compileRuleset(files, surroundings, new ProblemList(), 'rules').ruleset
}

/** Compiled conditions are functions, which compare by what they decide, and lists by their entries; all else by value. */
const shown = (ruleset: Ruleset | undefined) =>
  JSON.stringify(ruleset, (_, value) => {
    if (value instanceof ValueList) return [value.name, ...value.entries()]
    return value instanceof Map ? [...value] : value
  })

async function expectSameDecisions(one: Ruleset, other: Ruleset, payments: number): Promise<Set<string>> {
  const hits = new Set<string>()
  for await (const frame of streamFrames(one, payments)) {
    const decisions = [one, other].map(ruleset => decide(ruleset, frame, 'all'))
    expect(formatDecision(decisions[1]!)).toBe(formatDecision(decisions[0]!))
    for (const { rule } of [...decisions[0]!.hits, ...(decisions[0]!.shadowHits ?? [])]) hits.add(rule)
  }
  return hits
}

describe('drafts that went to another thread', () => {
  it('make the same ruleset as drafts that did not, whatever changed, with those that are known already', async () => {
    loadGeo()
    let compared = 0
    await fc.assert(
      fc.asyncProperty(fc.array(folders, { minLength: 2, maxLength: 5 }), async versions => {
        let known: KnownDrafts = new Map()
        for (const version of versions) {
          const files = filesOf(version)
          const found = packed(files, known)
          known = found.known
          const ruleset = direct(files)
          expect(shown(found.ruleset)).toBe(shown(ruleset))
          if (ruleset === undefined || found.ruleset === undefined) continue
          compared++
          await expectSameDecisions(ruleset, found.ruleset, 20)
        }
      }),
      { numRuns: 25 },
    )
    expect(compared).toBeGreaterThan(5)
  }, 300_000)

  it('decide like the starter rules over a stream: lists, patterns, queues, counts with conditions of their own', async () => {
    loadGeo()
    const files = [...(await readRulesetFiles('rules', new ProblemList())), ...MORE]
    const ruleset = direct(files)!
    const found = packed(files).ruleset!
    expect(shown(found)).toBe(shown(ruleset))
    const hits = await expectSameDecisions(ruleset, found, 500)
    expect(hits.size).toBeGreaterThan(20)
    expect(hits).toContain('as-it-comes')
    expect(hits).toContain('gifts')
  }, 300_000)

  it('give away their lists, and the lists still answer', () => {
    const ruleset = packed([...BARE, ...MORE]).ruleset!
    const [blocked] = ruleset.policy.lists
    expect(blocked?.values.find('198.51.100.9', Date.UTC(2026, 0, 1))).toEqual({
      value: '198.51.100.0/24',
      owner: 'ana',
      reason: 'a net of proxies',
      expiresMs: Date.UTC(2026, 11, 2),
    })
    expect(blocked?.values.has('198.51.100.9', Date.UTC(2027, 0, 1))).toBe(false)
    const [snooze] = ruleset.snoozes.get('as-it-comes')!
    expect(snooze).toMatchObject({ key: CATALOGUE.get('customer.id') })
    expect(snooze!.values.has('c_1', Date.UTC(2026, 0, 1))).toBe(true)
  })
})

const file = (path: string, text: string): RulesetFile => ({ kind: kindOf(path)!, path, shown: `rules/${path}`, text })

const BARE = [
  file('policy.yaml', 'thresholds: { review: 10, block: 100 }\nbase: USD\nlists: { nets: { kind: block, on: ip } }\n'),
  file('sample-payment.yaml', readFileSync('rules/sample-payment.yaml', 'utf8')),
]

/** What the starter rules do not have. */
const MORE = [
  file('lists/nets.csv', 'value,reason,owner,expires\n198.51.100.0/24,a net of proxies,ana,2026-12-01\n'),
  file('snoozes.csv', 'rule,key,value,until,by,why\nas-it-comes,customer.id,c_1,2026-12-01,ana,known to us\n'),
  file(
    'as-it-comes.yaml',
    `rule: as-it-comes
title: Counted by a condition of its own, over a pattern and a list
mode: shadow
velocity: { large_by_ip: { sum: amount, by: ip, window: 1d, where: 'amount > 20 && email.domain.matches("[a-z]")' } }
when: ['large_by_ip > 30 || abs(amount - 20) > 10', '!(ip in list("nets"))', 'email.domain.matches("^[a-z.]+")']
score: 5
reason: "{large_by_ip} from {ip}, {amount} {currency}"
`,
  ),
  file(
    'gifts.yaml',
    `rule: gifts
title: Every category has a name
mode: shadow
when: ['order.categories.all(c, size(c) > 1 && order.categories.exists(d, d == c))', 'amount > 1 ? true : false']
score: 5
reason: "{amount}"
`,
  ),
]
