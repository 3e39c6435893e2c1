import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { type ExplainOptions, explainCommand } from '../../src/cli/explain.ts'
import { findPayment } from '../../src/cli/find-payment.ts'
import { scoreStream } from '../../src/cli/score-stream.ts'
import { createDecoder } from '../../src/decode/create-decoder.ts'
import { MemoryLog } from '../../src/embedded/memory-log.ts'
import { createMemorySink } from '../../src/embedded/memory-sink.ts'
import { explainPayment } from '../../src/engine/explain-payment.ts'
import { formatDecision } from '../../src/engine/format-decision.ts'
import { generatePayments } from '../../src/generator/generate-payments.ts'
import type { Decision } from '../../src/model/decision.ts'
import { loadRuleset } from '../../src/ruleset/load-ruleset.ts'
import { readSettings } from '../../src/settings.ts'
import { createMemoryStore } from '../../src/velocity/memory-store.ts'
import { layOutFiles } from '../ruleset/problem-fixtures.ts'
import { catchOutput } from './catch-output.ts'

const folder = mkdtempSync(join(tmpdir(), 'tripline-explain-'))
const rules = layOutFiles({
  'policy.yaml': 'thresholds: { review: 50, block: 100 }\nbase: USD\n',
  'lists/offices.txt': '198.51.100.7\n',
  'many-cards.yaml': `rule: many-cards
title: Several cards from one address
mode: live
velocity:
  cards: { distinct: card.fingerprint, by: ip, window: 1h }
when:
  - amount > 50
  - cards >= 3
unless:
  - ip in list("offices")
score: 60
reason: "{cards} cards from {ip}"
`,
  'large.yaml': `rule: large
title: A large order
mode: live
when: [amount >= 1000]
unless: [customer.age_days >= 60]
score: 30
reason: "{amount} {currency} is large"
`,
  'on-trial.yaml': `rule: on-trial
title: Any order in dollars
mode: shadow
when: [currency == "USD"]
score: 5
reason: in dollars
`,
})
afterAll(() => {
  rmSync(folder, { recursive: true })
  rmSync(rules, { recursive: true })
})

const payment = (id: string, minute: number, card: string, more = {}) => ({
  id,
  occurredAt: `2026-11-21T10:${String(minute).padStart(2, '0')}:00Z`,
  amount: '80.00',
  currency: 'USD',
  ip: '81.2.69.160',
  card: { fingerprint: card },
  ...more,
})

function write(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const history = write(
  'history.ndjson',
  [payment('p1', 0, 'a'), payment('p2', 10, 'b'), payment('p3', 20, 'c'), payment('p4', 30, 'd'), { id: 'bad' }]
    .map(each => JSON.stringify(each))
    .join('\n'),
)

const explained = (options: Partial<ExplainOptions>) =>
  catchOutput(() => explainCommand({ rules, format: 'human', ...options }))

describe('tripline explain', () => {
  it('tells every rule, line by line, of a payment as of its own place in the stream', async () => {
    const { code, out, err } = await explained({ payment: 'p3', in: history })
    expect([code, err]).toEqual([0, ''])
    await expect(out).toMatchFileSnapshot('explained/by-id.txt')
  })

  it('tells of a payment of its own after a history, and of one rule', async () => {
    const file = write('one.json', JSON.stringify(payment('p9', 15, 'z', { amount: '990.00', ip: null }), null, 2))
    const alone = await explained({ payment: file })
    expect(alone.code).toBe(0)
    await expect(alone.out).toMatchFileSnapshot('explained/alone.txt')
    const after = write('two.json', JSON.stringify(payment('p9', 15, 'z')))
    const { out } = await explained({ payment: after, in: history, rule: 'many-cards' })
    expect(out).toContain('3 cards from 81.2.69.160')
    expect(out).not.toContain('A large order')
  })

  it('compares with a decision of before', async () => {
    const now = JSON.parse((await explained({ payment: 'p3', in: history, format: 'json' })).out).decision
    const same = await explained({ decision: JSON.stringify(now), in: history })
    expect(same.code).toBe(0)
    expect(same.out).toMatch(/\nDecided now as it was decided before\.\n$/)
    const before: Decision = {
      ...now,
      ruleset: '0123456789abcdef',
      action: 'allow',
      score: 30,
      hits: [{ rule: 'large', mode: 'live', score: 30, reason: '80.00 USD is large' }],
      velocity: { cards: 2 },
      queue: undefined,
    }
    const file = write(
      'decisions.ndjson',
      `${JSON.stringify({ ...now, paymentId: 'p2' })}\n${JSON.stringify(before)}\n`,
    )
    const { code, out } = await explained({ payment: 'p3', decision: file, in: history, rule: 'large' })
    expect(code).toBe(0)
    await expect(out.replaceAll(now.ruleset, 'fedcba9876543210')).toMatchFileSnapshot('explained/compared.txt')
    const json = await explained({ payment: 'p3', decision: file, in: history, format: 'json' })
    expect(JSON.parse(json.out).difference).toMatchObject({ same: false, rulesetChanged: true })
  })

  it('counts what became of the payments before', async () => {
    const dir = layOutFiles({
      'policy.yaml': 'thresholds: { review: 50, block: 100 }\nbase: USD\n',
      'charged-back.yaml': `rule: charged-back
title: A card with a chargeback
mode: live
velocity:
  chargebacks: { count: chargebacks, by: card.fingerprint, window: 30d }
when: [chargebacks >= 1]
score: 50
reason: "{chargebacks} chargeback"
`,
    })
    const outcomes = write(
      'outcomes.ndjson',
      `${JSON.stringify({ type: 'chargeback', id: 'o1', paymentId: 'p1', occurredAt: '2026-11-21T10:05:00Z', amount: '80.00', currency: 'USD' })}\n`,
    )
    const again = write('again.json', JSON.stringify(payment('p9', 40, 'a')))
    const without = await explained({ rules: dir, payment: again, in: history })
    expect(without.out).toContain('0 >= 1 (short by 1)')
    const { out } = await explained({ rules: dir, payment: again, in: history, outcomes })
    expect(out).toContain('1 chargeback\n')
    rmSync(dir, { recursive: true })
  })

  it.each([
    [{}, 2, 'say which payment: --payment FILE, --payment ID or --decision ID'],
    [{ payment: 'p3' }, 2, '`p3` is no file; to find the payment of that id, say where payments are: --in FILE'],
    [{ payment: 'p3', in: history, rule: 'larg' }, 2, 'no live or shadow rule is called `larg`; did you mean `large`?'],
    [{ payment: 'p5', in: history }, 1, 'no payment p5 was read'],
    [{ payment: '/nowhere/p.json' }, 1, '/nowhere/p.json cannot be read: there is no such file'],
    [{ payment: 'p3', in: '/nowhere' }, 1, '/nowhere cannot be read: there is no such file'],
    [{ payment: 'p3', in: history, decision: '{"paymentId":"p3"}' }, 1, 'the decision holds no decision about p3'],
    [{ decision: '/nowhere' }, 1, '/nowhere cannot be read: there is no such file'],
    [{ payment: 'p3', outcomes: history }, 2, 'say where payments are'],
  ] as const)('%o is refused', async (options, code, says) => {
    const refused = await explained(options)
    expect(refused.err).toContain(`tripline: `)
    expect(refused.err).toContain(says)
    expect([refused.code, refused.out]).toEqual([code, ''])
  })

  it('says why a payment was not taken, wherever it stands', async () => {
    const { code, err } = await explained({ payment: 'bad', in: history })
    expect(code).toBe(1)
    expect(err).toContain(`bad (${history}:5) is no payment that Tripline takes: [missing-field]`)
    const alone = await explained({ payment: write('bad.json', '{"id":"x"}') })
    expect(alone.err).toContain('bad.json is no payment that Tripline takes: [missing-field]')
    const other = write('other.json', JSON.stringify(payment('p1', 5, 'other')))
    const conflict = await explained({ payment: other, in: history })
    expect([conflict.code, conflict.err]).toEqual([1, 'tripline: the history holds another payment with the id p1\n'])
  })
})

describe('what is explained', async () => {
  const { ruleset } = await loadRuleset('rules')
  const { settings } = readSettings({})

  it('is what the engine decides, for any payment of any stream', async () => {
    const stream = fc.record({ seed: fc.nat(1e6), at: fc.array(fc.nat(399), { minLength: 6, maxLength: 6 }) })
    await fc.assert(
      fc.asyncProperty(stream, async ({ seed, at }) => {
        const made = [...generatePayments({ count: 400, seed, fraudShare: 0.3, customers: 30, days: 3 })]
        const logOf = () => {
          const log = new MemoryLog()
          for (const each of made) log.append({ value: Buffer.from(JSON.stringify(each.payment)) })
          log.end()
          return log.source({ batchRecordsMax: 64 })
        }
        const sink = createMemorySink()
        await scoreStream({
          settings,
          source: logOf(),
          sink,
          ruleset: ruleset!,
          detail: 'all',
          onBatch: () => undefined,
        })
        const decided = sink.outputs.filter(({ topic }) => topic === 'decisions')
        for (const index of at) {
          const { key, value } = decided[index % decided.length]!
          const found = await findPayment({ kind: 'id', id: key }, logOf().batches(), {
            ruleset: ruleset!,
            decoder: createDecoder({ format: 'json', secret: settings.secret }),
            velocity: createMemoryStore({ secret: settings.secret, baseDigits: 2 }),
          })
          if (typeof found === 'string') throw new Error(found)
          const { decision, rules } = explainPayment(ruleset!, found.frame)
          expect(formatDecision(decision)).toBe(value)
          const hits = rules.filter(each => each.hits).map(each => each.rule)
          const decidedHits = [...decision.hits, ...(decision.shadowHits ?? [])].map(each => each.rule)
          expect(hits.sort()).toEqual(decidedHits.sort())
          for (const rule of rules) {
            const missing = decision.unknown?.find(each => each.rule === rule.rule)
            expect(rule.result === 'unknown').toBe(missing !== undefined)
          }
        }
      }),
      { numRuns: 4 },
    )
  })
})
