import { execFileSync } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { dealRules } from '../../src/backtest/deal-rules.ts'
import { readLabels } from '../../src/backtest/labels.ts'
import type { BacktestReport } from '../../src/backtest/report.ts'
import { findSweepTarget } from '../../src/backtest/sweep-target.ts'
import { openShare } from '../../src/cli/backtest/open-share.ts'
import { packJudgements, unpackJudgements } from '../../src/cli/backtest/packed-judgements.ts'
import { type PackedRecords, packRecords, unpackRecords } from '../../src/cli/backtest/packed-records.ts'
import type { RemoteJudgements, StartShare } from '../../src/cli/backtest/remote-share.ts'
import { type BacktestRun, runBacktest } from '../../src/cli/backtest/run-backtest.ts'
import { openPayments } from '../../src/cli/open-payments.ts'
import { type GoodRuleset, goodRuleset } from '../../src/cli/rules-for-scoring.ts'
import { loadSettings } from '../../src/settings.ts'
import { Workshop } from './run-command.ts'

const workshop = new Workshop()
const { settings } = loadSettings({})
let other = ''
let rated = ''

beforeAll(async () => {
  await workshop.generate(800, 41)
  const lines = workshop.lines('payments.ndjson')
  // Repeats, status changes, conflicts and rubbish, which every share has to see in the same way.
  const declined = JSON.stringify({ ...(JSON.parse(lines[20]!) as object), status: 'declined' })
  const conflict = JSON.stringify({ ...(JSON.parse(lines[30]!) as object), amount: '3.33' })
  appendFileSync(workshop.path('payments.ndjson'), `${lines[10]}\n${declined}\n${conflict}\n{"id":1}\n\n${lines[11]}\n`)
  const looser = workshop.changedRules('rules', 'looser', 'ip/many-cards-one-ip.yaml', text =>
    text.replace('cards_per_ip >= 3', 'cards_per_ip >= 2').replace('window: 1h', 'window: 3h'),
  )
  other = workshop.changedRules(looser, 'other', 'policy.yaml', text => text.replace('review: 50', 'review: 40'))
  rated = workshop.changedRules(other, 'rated', 'policy.yaml', text => text.replace('EUR: 1.155', 'EUR: 1.5'))
}, 180_000)

afterAll(() => workshop.close())

/** A share beside this thread, without one: everything that would go to a thread and back is copied in between. */
const startShare: StartShare = order => {
  const opened = openShare(structuredClone(order))
  const answers: Promise<RemoteJudgements>[] = []
  let before: Promise<unknown> = opened
  const answer = async (packed: PackedRecords): Promise<RemoteJudgements> => {
    const judgements = packJudgements(await (await opened).judge(unpackRecords(packed)))
    const copy = structuredClone(judgements)
    return { arrivals: copy.arrivals, of: unpackJudgements(copy) }
  }
  return {
    send(records) {
      const packed = structuredClone(packRecords(records))
      const judged = before.then(() => answer(packed))
      before = judged
      answers.push(judged)
    },
    next: () => answers.shift()!,
    close: async () => undefined,
  }
}

const loaded = new Map<string, ReturnType<typeof goodRuleset>>()
async function load(dir: string): Promise<GoodRuleset> {
  if (!loaded.has(dir)) loaded.set(dir, goodRuleset(dir))
  return (await loaded.get(dir))!
}

async function backtest(threads: number, dirs: [string, string?], more: Partial<BacktestRun> = {}) {
  const [rules, against] = await Promise.all(dirs.map(async dir => ({ dir: dir!, ...(await goodRuleset(dir!))! })))
  const input = await openPayments({ in: workshop.path('payments.ndjson') }, settings)
  if (typeof input === 'string') throw new Error(input)
  const labels = readLabels(workshop.lines('labels.csv').join('\n'))
  if (Array.isArray(labels)) throw new Error('bad labels')
  const target = findSweepTarget(rules!.ruleset, 'many-cards-one-ip:cards_per_ip')
  if (typeof target === 'string') throw new Error(target)
  const sweep = { target, values: [1, 2, 3, 5] }
  const run = { rules: rules!, against, input, labels: labels as never, sweep, span: {}, examplesMax: 50, settings }
  return runBacktest({ ...run, threads, ...more }, startShare)
}

it('comes to the same with any number of shares', async () => {
  const cases: { dirs: [string, string?]; shares: number }[] = [
    { dirs: [other, 'rules'], shares: 4 },
    { dirs: [rated, 'rules'], shares: 2 },
  ]
  for (const { dirs, shares } of cases) {
    const alone = await backtest(1, dirs)
    expect(alone.input).toMatchObject({ statusChanges: 1, rejected: 2 })
    expect(alone.input.repeated).toBeGreaterThan(1)
    expect(alone.ruleset.overall.caught.payments).toBeGreaterThan(20)
    if (dirs[1] !== undefined) expect(alone.diff!.changed.payments).toBeGreaterThan(5)
    expect(await backtest(shares, dirs)).toEqual(alone)
  }
})

it('warms and ends where it is told to, with any number of shares', async () => {
  const span = { fromMs: Date.parse('2026-01-12T12:00:00Z'), untilMs: Date.parse('2026-02-01T06:00:00Z') }
  const alone = await backtest(1, ['rules'], { span })
  const { warmed, judged, afterUntil, from, to } = alone.input
  expect(Math.min(warmed, judged, afterUntil)).toBeGreaterThan(10)
  expect(Date.parse(from!)).toBeGreaterThanOrEqual(span.fromMs)
  expect(Date.parse(to!)).toBeLessThan(span.untilMs)
  expect(await backtest(2, ['rules'], { span })).toEqual(alone)
})

it('deals each rule out once, and each log to one share', async () => {
  const { ruleset } = await load('rules')
  const shares = dealRules([ruleset], 3)
  expect(shares).toHaveLength(3)
  expect(shares.flatMap(names => [...names]).sort()).toEqual(ruleset.rules.map(({ name }) => name))
  const logs = shares.map(
    names =>
      new Set(
        ruleset.rules
          .filter(({ name }) => names.has(name))
          .flatMap(({ allVelocities }) => allVelocities.map(({ index }) => ruleset.plan.logOf[index])),
      ),
  )
  expect(logs.reduce((sum, { size }) => sum + size, 0)).toBe(new Set(ruleset.plan.logOf).size)
  const many = dealRules([ruleset], 500)
  expect(many.slice(1).every(({ size }) => size > 0)).toBe(true)
  expect(many.flatMap(names => [...names])).toHaveLength(ruleset.rules.length)
})

it('is the same with real threads', () => {
  const run = (threads: string): BacktestReport => {
    const [input, labels] = [workshop.path('payments.ndjson'), workshop.path('labels.csv')]
    const args = ['backtest', '--in', input, '--labels', labels, '--threads', threads]
    const options = { encoding: 'utf8', maxBuffer: 1 << 28 } as const
    return JSON.parse(execFileSync(process.execPath, ['dist/main.js', ...args, '--format', 'json'], options))
  }
  expect(run('2')).toEqual(run('1'))
})
