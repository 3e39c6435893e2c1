import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import type { BacktestReport } from '../../src/backtest/report.ts'
import { generatePayments } from '../../src/generator/generate-payments.ts'
import type { Decision } from '../../src/model/decision.ts'
import { openStage } from './open-stage.ts'

const PAYMENTS = 1500
const HOUR_MS = 3_600_000

const folder = mkdtempSync(join(tmpdir(), 'tripline-past-'))
afterAll(() => rmSync(folder, { recursive: true }))

function tripline(environment: Record<string, string>, ...args: string[]) {
  const env = { PATH: process.env.PATH, ...environment }
  const run = spawnSync(process.execPath, ['dist/main.js', ...args], { env, encoding: 'utf8', maxBuffer: 1 << 28 })
  return { code: run.status, out: run.stdout, err: run.stderr }
}

it('backtest, explain and promote read the topics of the settings, and commit nothing', async () => {
  const stage = await openStage({ partitions: 3 })
  const environment = stage.environment()
  const lines = [...generatePayments({ count: PAYMENTS, seed: 77 })].map(({ payment }) => JSON.stringify(payment))
  const file = join(folder, 'payments.ndjson')
  writeFileSync(file, lines.join('\n'))
  // The time of a record says in which order the partitions were filled; retention would soon drop old ones.
  const startedMs = Date.now() - HOUR_MS
  const messages = lines.map((value, at) => ({
    key: `payment ${at}`,
    value,
    partition: (at * 7) % 3,
    timestamp: String(startedMs + at),
  }))
  await stage.produce(messages)
  const fromFile = { TRIPLINE_SECRET: environment.TRIPLINE_SECRET! }

  const backtest = (env: Record<string, string>, ...args: string[]): BacktestReport => {
    const { code, out, err } = tripline(env, 'backtest', '--format', 'json', ...args)
    expect([code, err]).toEqual([0, ''])
    return JSON.parse(out) as BacktestReport
  }
  const ofTopic = backtest(environment, '--in', 'topic')
  const ofFile = backtest(fromFile, '--in', file)
  expect(ofFile.ruleset.overall.review.payments).toBeGreaterThan(3)
  expect({ ...ofTopic, input: { ...ofTopic.input, file } }).toEqual(ofFile)
  const span = ['--since', '2026-01-06', '--until', '2026-01-08']
  const spanned = backtest(environment, '--in', `topic:${stage.topics.payments}`, ...span)
  expect(spanned.ruleset).toEqual(backtest(fromFile, '--in', file, ...span).ruleset)
  expect(spanned.input.judged).toBeLessThan(ofFile.input.judged)

  const decisions = join(folder, 'decisions.ndjson')
  expect(tripline(fromFile, 'score', '--in', file, '--out', decisions).code).toBe(0)
  const decided = readFileSync(decisions, 'utf8').trimEnd().split('\n')
  const flagged = decided.map(line => JSON.parse(line) as Decision).filter(({ action }) => action !== 'allow')
  const { paymentId } = flagged.at(-1)!
  const explained = tripline(environment, 'explain', '--payment', paymentId)
  // Payments of January in records of today are told to have a clock that is off.
  expect(explained.out).toContain(tripline(fromFile, 'explain', '--payment', paymentId, '--in', file).out.trimEnd())
  expect(explained.out).toContain(paymentId)

  const keyed = decided.map(value => ({ key: (JSON.parse(value) as Decision).paymentId, value }))
  await stage.produce(keyed, 'decisions')
  const same = tripline(environment, 'explain', '--decision', paymentId)
  expect([same.code, same.out]).toEqual([0, expect.stringContaining('Decided now as it was decided before.')])
  const other = join(folder, 'other')
  cpSync('rules', other, { recursive: true })
  const policy = join(other, 'policy.yaml')
  writeFileSync(
    policy,
    readFileSync(policy, 'utf8').replace('review: 50', 'review: 900').replace('block: 100', 'block: 950'),
  )
  const moved = tripline(environment, 'explain', '--decision', paymentId, '--rules', other)
  expect(moved.out).toContain('Decided now otherwise than before:')
  expect(tripline(environment, 'explain', '--decision', 'nobody')).toMatchObject({
    code: 1,
    err: expect.stringContaining('holds no decision about nobody'),
  })
  expect(tripline(environment, 'explain', '--payment', 'nobody').err).toContain('no payment nobody was read')

  const rule = flagged.at(-1)!.hits[0]!.rule
  const hits = decided.filter(line => (JSON.parse(line) as Decision).hits.some(hit => hit.rule === rule)).length
  const promoted = tripline(environment, 'promote', rule, '--rules', other, '--since', '2026-01-01')
  expect(promoted.out).toContain(
    `What ${rule} did with ${ofFile.input.judged.toLocaleString('en-US')} payments of topic`,
  )
  expect(promoted.out).toMatch(new RegExp(`hits      ${hits}, `))
  const tried = tripline(environment, 'promote', rule, '--rules', other, '--in', 'topic')
  expect(tried.out).toMatch(new RegExp(`hits      ${hits}, [\\s\\S]*amount    [1-9]`))

  expect(tripline(environment, 'backtest', '--in', 'topic:no-such-topic').err).toContain('has no topic')
  // A group that had committed anything would be there, and so would one that was made to read.
  const groups = await stage.ask(admin => admin.listGroups())
  expect(groups.groups.filter(({ groupId }) => groupId.startsWith(stage.name))).toEqual([])
})
