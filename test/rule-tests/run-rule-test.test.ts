import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createDecoder } from '../../src/decode/create-decoder.ts'
import { printRuleTest } from '../../src/rule-tests/print-rule-test.ts'
import { runRuleTest, type TestBench } from '../../src/rule-tests/run-rule-test.ts'
import { createMemoryStore } from '../../src/velocity/memory-store.ts'
import { compileFiles } from '../engine/engine-fixture.ts'
import { FIXTURES } from '../ruleset/problem-fixtures.ts'

const SAMPLE = readFileSync(new URL('../../rules/sample-payment.yaml', import.meta.url), 'utf8')

/** Runs the tests inside one rule file, and answers what each printed, empty when it passed. */
async function run(rule: string, text: string): Promise<string[]> {
  const { testRuleset, tests, sources, problems } = compileFiles({
    [`${rule}.yaml`]: text,
    'sample-payment.yaml': SAMPLE,
  })
  if (testRuleset === undefined) throw new Error(JSON.stringify(problems, null, 2))
  const ruleset = testRuleset()
  const decoder = createDecoder({ format: 'json', secret: 'test' })
  const bench: TestBench = {
    ruleset,
    openStore: () => createMemoryStore({ secret: 'test', baseDigits: 2 }),
    decode(json, atMs) {
      const record = { topic: 't', partition: 0, offset: 0n, timestampMs: atMs, key: Buffer.from('k') }
      const decoded = decoder.decode({ ...record, value: Buffer.from(JSON.stringify(json)) })
      if (decoded.kind === 'ignored') throw new Error(decoded.reason)
      return decoded.kind === 'payment' ? decoded : decoded.problem
    },
  }
  const printed: string[] = []
  for (const test of tests) {
    const result = await runRuleTest(test, bench)
    printed.push(result.passed ? '' : printRuleTest(result, ruleset.plan, sources))
  }
  return printed
}

const rule = (tests: string, extra = '') => `rule: many-cards-one-ip
title: Several cards tried from one IP address
mode: live
velocity:
  cards_per_ip: { distinct: card.fingerprint, by: ip, window: 1h }
when:
  - amount > 50
  - cards_per_ip >= 3
score: 60
${extra}reason: "{cards_per_ip} cards from {ip} within 1h, this one for {amount} {currency}"
tests:
${tests}`

describe('rule tests on what became of payments', () => {
  it('count an outcome under the keys of the payment that its entry describes, and not as a payment', async () => {
    const text = `rule: charged-back
title: A card whose payments were charged back
mode: live
velocity:
  payments: { count: payments, by: card.fingerprint, window: 90d }
  chargebacks: { count: chargebacks, by: card.fingerprint, window: 90d }
  refunded: { sum: amount, of: refunds, by: card.fingerprint, window: 90d }
  declines: { count: declines, by: card.fingerprint, window: 90d }
  warned: { ratio: warnings, of: warnings, by: card.fingerprint, window: 90d }
when:
  - payments == 1
  - chargebacks == 2 && refunded == 32.5 && declines == 1 && warned == 1
score: 60
reason: "{chargebacks} chargebacks"
tests:
  - name: two chargebacks, two refunds, a decline and a warning
    before:
      - { at: -60d 10:00, chargeback: true, card: A }
      - { at: -50d 10:00, chargeback: "20.00", card: A }
      - { at: -100d 10:00, chargeback: true, card: A }
      - { at: -5d 10:00, chargeback: true, card: B }
      - { at: -3d 10:00, every: 1h, times: 2, refund: 16.25, card: A }
      - { at: -2d 10:00, decline: true, card: A }
      - { at: -1d 10:00, warning: true, card: A }
    payment: { at: 10:00, card: A }
    expect: hit
`
    expect(await run('charged-back', text)).toEqual([''])
  })
})

describe('rule tests', () => {
  it('run through decoder, velocities and conditions', async () => {
    const printed = await run(
      'many-cards-one-ip',
      rule(`
  - name: third card within the hour
    before: [ { at: 10:00, card: A }, { at: 10:20, card: B } ]
    payment: { at: 10:40, card: C, amount: "80.00" }
    expect: hit
  - name: one card three times is an ordinary customer
    before: [ { at: 10:00, every: 5m, times: 2, card: A } ]
    payment: { at: 10:40, card: A, amount: "80.00" }
    expect: no-hit
  - name: a minute inside the hour
    before: [ { at: 09:41, card: A }, { at: 10:20, card: B } ]
    payment: { at: 10:40, card: C, amount: 80.00 }
    expect: hit
  - name: exactly an hour is outside
    before: [ { at: 09:40, card: A }, { at: 10:20, card: B } ]
    payment: { at: 10:40, card: C, amount: 80.00 }
    expect: no-hit
  - name: no address
    before: [ { at: 10:00, card: A }, { at: 10:20, card: B } ]
    payment: { at: 10:40, card: C, amount: "80.00", ip: null }
    expect: unknown
  - name: two days before, in euros
    before: [ { at: -2d 10:00, card: A }, { at: -2d 10:20, card: B } ]
    payment: { at: -2d 10:30, card: C, currency: EUR, amount: "42.00", billing: { country: DE }, shipping.country: DE }
    expect: hit
`),
    )
    expect(printed).toEqual(['', '', '', '', '', ''])
  })

  it('print what the rule saw when they fail', async () => {
    const [failed] = await run(
      'many-cards-one-ip',
      rule(`
  - name: third card within the hour
    before: [ { at: 10:00, card: A }, { at: 09:20, card: B }, { at: 10:05, card: D, ip: B } ]
    payment: { at: 10:40, card: C, amount: "80.00" }
    expect: hit
`),
    )
    expect(failed).toMatchInlineSnapshot(`
      "rules/many-cards-one-ip.yaml:13:3: FAILED third card within the hour: expected hit, got no-hit
        yes  amount > 50        80.00 > 50
        no   cards_per_ip >= 3  2 >= 3 (A, C; B at 09:20 is outside 1h; D at 10:05 has another ip)"
    `)
  })

  it('say what is absent, and what the decoder left out', async () => {
    const [failed] = await run(
      'many-cards-one-ip',
      rule(
        '  - { name: n, payment: { amount: "80.00", ip: nonsense }, expect: no-hit }\n',
        'unless: [customer.id == "x"]\n',
      ),
    )
    expect(failed).toMatchInlineSnapshot(`
      "rules/many-cards-one-ip.yaml:13:3: FAILED n: expected no-hit, got unknown
        yes      amount > 50                80.00 > 50
        unknown  cards_per_ip >= 3          absent >= 3 (absent: cards_per_ip) (ip is absent)
        no       unless customer.id == "x"  "cus_sample" == "x"
        note: the decoder left something out: ip-ignored"
    `)
  })

  it('take `missing: hit` for a hit', async () => {
    const tests = '  - { name: n, payment: { amount: "80.00", ip: null }, expect: hit }\n'
    expect(await run('many-cards-one-ip', rule(tests, 'missing: hit\n'))).toEqual([''])
  })

  it('of rules that are off run too', async () => {
    const tests = '  - { name: n, payment: { amount: "80.00" }, expect: no-hit }\n'
    expect(await run('many-cards-one-ip', rule(tests).replace('mode: live', 'mode: off'))).toEqual([''])
  })

  it('bad-payment prints as in bad-payment.txt', async () => {
    const text = readFileSync(new URL('bad-payment.bad.yaml', FIXTURES), 'utf8')
    const [failed] = await run('a-rule', text)
    await expect(`${failed}\n`).toMatchFileSnapshot(new URL('bad-payment.txt', FIXTURES).pathname)
  })
})
