import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { generatePayments } from '../../src/generator/generate-payments.ts'
import { Stage, type Worker } from '../end-to-end/stage.ts'
import { waitUntil } from '../services/wait-until.ts'
import { mistakesOf } from './reload/mistakes.ts'
import { type GoodRules, goodRulesets, RulesOnDisk } from './reload/rules-on-disk.ts'

const SAVES = 100
const PAYMENTS_PER_SAVE = 40
/** After so many saves the test waits until a refusal shows; the saves in between go on while one is being judged. */
const SAVES_PER_REFUSAL = 10
const SAVES_PER_CHANGE = 33
const CRASH_PAYMENTS = 3000

const DECIDED = /tripline_payments_total\{.*\}/
const REFUSED = /tripline_ruleset_reloads_total\{result="refused"\}/

const folder = mkdtempSync(join(tmpdir(), 'tripline-reload-'))
let good: GoodRules[]
let stage: Stage
let rules: RulesOnDisk

beforeAll(async () => {
  good = await goodRulesets(folder)
})

afterEach(async () => {
  await stage.close()
  rules.remove()
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function open(): Promise<void> {
  rules = new RulesOnDisk(good[0]!)
  const [kafkaBrokers, registryUrl, redisUrl] = [inject('kafkaBrokers'), inject('registryUrl'), inject('redisUrl')]
  stage = new Stage({ kafkaBrokers, registryUrl, redisUrl })
  await stage.open()
}

const start = () => stage.startWorker({ TRIPLINE_RULES_DIR: rules.dir })
const makeLines = (count: number, seed: number) =>
  [...generatePayments({ count, seed })].map(({ payment }) => JSON.stringify(payment))
const toMessages = (lines: readonly string[]) => lines.map(value => ({ key: 'one partition', value }))
const idOf = (decision: string) => (JSON.parse(decision) as { paymentId: string }).paymentId
const rulesetOf = (decision: string) => (JSON.parse(decision) as { ruleset: string }).ruleset

const metric = (text: string, series: RegExp) =>
  [...text.matchAll(new RegExp(`^${series.source} (\\d+)$`, 'gm'))].reduce((sum, [, value]) => sum + Number(value), 0)

const decidesBy = ({ hash }: GoodRules) => new RegExp(`tripline_ruleset_info\\{hash="${hash}"\\}`)

async function untilMetric(worker: Worker, what: string, series: RegExp, least: number): Promise<void> {
  await waitUntil(what, 60_000, async () => metric(await worker.metrics(), series) >= least)
}

/** What `tripline score` makes of the lines under each of these rulesets: hash to payment id to decision. */
function scoreAll(lines: readonly string[], used: readonly GoodRules[]): Map<string, Map<string, string>> {
  const input = join(folder, 'payments.ndjson')
  const output = join(folder, 'decisions.ndjson')
  writeFileSync(input, lines.join('\n'))
  const scored = new Map<string, Map<string, string>>()
  for (const each of used) {
    execFileSync(process.execPath, ['dist/main.js', 'score', '--rules', each.folder, '--in', input, '--out', output], {
      env: { PATH: process.env.PATH, TRIPLINE_SECRET: `secret-of-${stage.name}` },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const decisions = readFileSync(output, 'utf8').trimEnd().split('\n')
    scored.set(each.hash, new Map(decisions.map(decision => [idOf(decision), decision])))
  }
  return scored
}

/** Every decision names a good ruleset and is what `score` says under that one. Answers which rulesets decided. */
async function expectGoodDecisions(lines: readonly string[], used: readonly GoodRules[]): Promise<Set<string>> {
  const scored = scoreAll(lines, used)
  const decisions = (await stage.readAll('decisions')).map(each => each.value)
  expect(decisions.filter(decision => scored.get(rulesetOf(decision))?.get(idOf(decision)) !== decision)).toEqual([])
  expect(new Set(decisions.map(idOf))).toEqual(new Set(scored.get(good[0]!.hash)!.keys()))
  return new Set(decisions.map(rulesetOf))
}

describe('rule files that change under load', () => {
  it(`F27: ${SAVES} bad saves of twenty kinds change no decision, and good ones are taken in between`, async () => {
    await open()
    const lines = makeLines(SAVES * PAYMENTS_PER_SAVE, 27)
    const worker = await start()
    let changes = 0
    let mistakes = mistakesOf(good[0]!.files)
    let refused = 0
    for (let save = 0; save < SAVES; save++) {
      if (save === SAVES / 2) rules.enlarge() // read between payments until now, in a thread beside them from here on
      rules.spoil(mistakes[save % mistakes.length]!)
      const from = save * PAYMENTS_PER_SAVE
      await stage.produce(toMessages(lines.slice(from, from + PAYMENTS_PER_SAVE)))
      if ((save + 1) % SAVES_PER_REFUSAL === 0) {
        await untilMetric(worker, 'a refusal', REFUSED, refused + 1)
        await untilMetric(worker, 'the gauge', /tripline_ruleset_refused/, 1)
        refused = metric(await worker.metrics(), REFUSED)
      }
      if ((save + 1) % SAVES_PER_CHANGE === 0 && changes + 1 < good.length) {
        const next = good[++changes]!
        rules.change(next)
        mistakes = mistakesOf(next.files)
        await untilMetric(worker, 'the changed rules', decidesBy(next), 1)
      }
    }
    await stage.untilCommitted(lines.length)
    await worker.ready()
    expect(metric(await worker.metrics(), /tripline_ruleset_refused/)).toBe(1)
    expect(await worker.stop()).toBe(0)
    expect(worker.log).toContain('"message":"problem in the rules"')
    expect(worker.log).not.toContain('thread')

    expect(await expectGoodDecisions(lines, good)).toEqual(new Set(good.map(each => each.hash)))
    expect(await stage.readAll('deadLetters')).toEqual([])
  })

  it('F28: rules that change before and after a kill: each decision is that of exactly one ruleset, repeats too', async () => {
    await open()
    const lines = makeLines(CRASH_PAYMENTS, 28)
    const third = lines.length / 3
    await stage.produce(toMessages(lines.slice(0, third)))
    const killed = await start()
    await untilMetric(killed, 'the first decisions', DECIDED, 1)
    rules.change(good[1]!)
    await untilMetric(killed, 'the changed rules', decidesBy(good[1]!), 1)
    await stage.produce(toMessages(lines.slice(third)))
    await untilMetric(killed, 'decisions by the changed rules', DECIDED, third + 1)
    killed.kill()
    rules.change(good[2]!)
    const worker = await start()
    await stage.untilCommitted(lines.length)
    expect(await worker.stop()).toBe(0)
    expect(await expectGoodDecisions(lines, good)).toContain(good[0]!.hash)
  })
})
