import { execFileSync } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Look } from '../../src/backtest/backtest-look.ts'
import { readLabels } from '../../src/backtest/labels.ts'
import type { BacktestReport } from '../../src/backtest/report.ts'
import { findSweepTarget } from '../../src/backtest/sweep-target.ts'
import { openShare } from '../../src/cli/backtest/open-share.ts'
import { packRecords, unpackRecords } from '../../src/cli/backtest/packed-records.ts'
import type { StartShare } from '../../src/cli/backtest/remote-share.ts'
import { type BacktestRun, runBacktest } from '../../src/cli/backtest/run-backtest.ts'
import type { Share } from '../../src/cli/backtest/share.ts'
import { packJudgements, receivePart, sendPart, unpackJudgements } from '../../src/cli/backtest/share-messages.ts'
import { LocalShare } from '../../src/cli/backtest/share-work.ts'
import { openPayments } from '../../src/cli/open-payments.ts'
import { goodRuleset } from '../../src/cli/rules-for-scoring.ts'
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
  const copying: Pick<Share<Look | undefined>, 'read' | 'judge'> = {
    async read(records) {
      const share = await opened
      return receivePart(
        structuredClone(sendPart(await share.read(unpackRecords(structuredClone(packRecords(records)))))),
      )
    },
    async judge(parts, own) {
      const judged = await (await opened).judge(structuredClone(parts.map(sendPart)).map(receivePart), own)
      return unpackJudgements(structuredClone(packJudgements(judged, order.rulesets.length)))
    },
  }
  return new LocalShare(copying)
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

it('is the same with real threads', () => {
  const run = (threads: string): BacktestReport => {
    const [input, labels] = [workshop.path('payments.ndjson'), workshop.path('labels.csv')]
    const args = ['backtest', '--in', input, '--labels', labels, '--threads', threads]
    const options = { encoding: 'utf8', maxBuffer: 1 << 28 } as const
    return JSON.parse(execFileSync(process.execPath, ['dist/main.js', ...args, '--format', 'json'], options))
  }
  expect(run('2')).toEqual(run('1'))
})
