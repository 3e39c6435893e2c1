import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { openStage } from './open-stage.ts'

describe('tripline run', () => {
  it('scores what `generate --to kafka` sends, tells it in metrics and ends with 0 on SIGTERM', async () => {
    const stage = await openStage()
    const worker = await stage.startWorker({ TRIPLINE_LOG_LEVEL: 'info' })
    const env = { PATH: process.env.PATH, ...stage.environment() }
    execFileSync(process.execPath, ['dist/main.js', 'generate', '--to', 'kafka', '--count', '600'], {
      env,
      stdio: 'pipe',
    })
    await stage.untilCommitted(600)

    const metrics = await worker.metrics()
    expect(metrics).toMatch(/^tripline_payments_total\{action="allow"\} [1-9]/m)
    expect(metrics).toMatch(/^tripline_ruleset_info\{hash="[0-9a-f]{16}"\} 1$/m)
    expect(metrics).toMatch(/^tripline_lag_records\{topic="[^"]+",partition="0"\} 0$/m)
    expect(metrics).toMatch(/^tripline_redis_round_trips_total [1-9]/m)
    expect(metrics).toMatch(/^tripline_stage_seconds_count\{stage="commit"\} [1-9]/m)
    expect(await worker.stop()).toBe(0)
    expect(worker.log).toContain('"message":"stopped"')
    expect((await stage.readAll('decisions')).length).toBeGreaterThanOrEqual(595)
  })

  it('sends what it cannot read to the dead letters with a pointer to the record', async () => {
    const stage = await openStage()
    const good = { id: 'good', occurredAt: '2026-11-21T10:00:00Z', amount: '10.00', currency: 'USD' }
    await stage.produce([
      { key: 'one', value: '{"id":' },
      { key: 'one', value: JSON.stringify(good) },
      { key: 'one', value: JSON.stringify({ ...good, amount: '11.00' }) },
    ])
    await stage.startWorker()
    await stage.untilCommitted(3)
    const letters = (await stage.readAll('deadLetters')).map(each => JSON.parse(each.value))
    expect(letters).toMatchObject([
      { code: 'bad-json', source: { topic: stage.topics.payments, partition: 0, offset: 0 } },
      { code: 'id-conflict', paymentId: 'good', source: { offset: 2 } },
    ])
    expect((await stage.readAll('decisions')).map(each => each.key)).toEqual(['good'])
  })

  it('refuses to start with a topic that does not exist, in one sentence', async () => {
    const stage = await openStage()
    const worker = stage.startWorker({ TRIPLINE_TOPICS_PAYMENTS: `${stage.name}-nowhere` })
    await expect(worker).rejects.toThrow(/does not exist/)
  })

  it('refuses rules with mistakes, and shows them', async () => {
    const stage = await openStage()
    const worker = stage.startWorker({ TRIPLINE_RULES_DIR: 'test/ruleset' })
    await expect(worker).rejects.toThrow(/error\[/)
  })
})
