import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DecisionCheck } from '../../bench/contest/decision-check.ts'
import { type Job, STANDARD_JOB } from '../../bench/job/job.ts'
import { jobPayments, paymentText, type Spread } from '../../bench/job/job-payments.ts'
import { writeJobRules } from '../../bench/job/write-job-rules.ts'
import { rulesForScoring } from '../../src/cli/rules-for-scoring.ts'
import { scoreStream } from '../../src/cli/score-stream.ts'
import { MemoryLog } from '../../src/embedded/memory-log.ts'
import { createMemorySink } from '../../src/embedded/memory-sink.ts'
import { loadSettings } from '../../src/settings.ts'

const COUNT = 2000
const dense: Spread = { keys: 60, shape: 'zipf' }
const jobs: [string, Job, Spread][] = [
  ['5 keys × 4 windows × count and sum, 100 rules', STANDARD_JOB, dense],
  ['one count, one rule', { keys: ['card'], windowsMinutes: [60], sums: false, rules: 1 }, dense],
  ['keys that go together', { ...STANDARD_JOB, rules: 20 }, { keys: 7, shape: 'even', aligned: true }],
]

describe.each(jobs)('the job of the bench: %s', (_, job, spread) => {
  const payment = jobPayments(spread)
  const sink = createMemorySink()
  const decisions = () => sink.outputs.flatMap(({ topic, value }) => (topic === 'decisions' ? [value] : []))
  let folder: string

  beforeAll(async () => {
    folder = writeJobRules(job)
    const ruleset = (await rulesForScoring(folder))!
    const log = new MemoryLog()
    log.append(...Array.from({ length: COUNT }, (_, number) => ({ value: Buffer.from(paymentText(payment(number))) })))
    log.end()
    const { settings } = loadSettings({})
    await scoreStream({ settings, source: log.source(), sink, ruleset, detail: 'hits', onBatch: () => undefined })
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('is decided by Tripline as the oracle decides it', () => {
    const check = new DecisionCheck(job, payment, COUNT)
    for (const each of decisions()) check.take(each)
    const { payments, flagged } = check.finish()
    expect(payments).toBe(COUNT)
    if (job.rules > 1) expect(flagged).toBeGreaterThan(COUNT / 100)
  })

  it('refuses a decision that is another one, is missing, or is not known', () => {
    const [first, ...others] = decisions()
    const check = new DecisionCheck(job, payment, COUNT)
    expect(() => check.take(first!.replace('"action":"allow"', '"action":"block"'))).toThrow('the oracle says')
    for (const each of others) check.take(each)
    expect(check.isComplete()).toBe(false)
    expect(() => check.finish()).toThrow('payment number 0 has no decision')
    expect(() => check.take(first!.replace('pay_0', 'pay_9'))).toThrow('nobody asked')
  })
})
