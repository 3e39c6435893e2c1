import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { generatePayments } from '../../src/generator/generate-payments.ts'
import { openStage } from '../end-to-end/open-stage.ts'
import { waitUntil } from '../services/wait-until.ts'

/** Node's own fence: reading is free; writing a file, starting a program and loading native code throw. */
const PERMISSION = process.allowedNodeEnvironmentFlags.has('--permission')
  ? '--permission'
  : '--experimental-permission'
const READ_ONLY = { NODE_OPTIONS: `${PERMISSION} --allow-fs-read=*` }
const REFUSAL = 'Access to this API has been restricted'
const COUNT = 300

test('`tripline run` scores, reloads its rules and ends without a file to write to', async () => {
  const rules = mkdtempSync(join(tmpdir(), 'tripline-rules-'))
  onTestFinished(() => rmSync(rules, { recursive: true }))
  cpSync('rules', rules, { recursive: true })
  const stage = await openStage()
  const payments = [...generatePayments({ count: COUNT, seed: 73 })].map(({ payment }) => payment)
  await stage.produce(payments.map(payment => ({ key: payment.id, value: JSON.stringify(payment) })))
  const worker = await stage.startWorker({ ...READ_ONLY, TRIPLINE_RULES_DIR: rules, TRIPLINE_LOG_LEVEL: 'info' })
  await stage.untilCommitted(COUNT)
  appendFileSync(join(rules, 'lists', 'risky-bins.csv'), '999998,made up for a test,nobody,\n')
  const reloads = async () => (await worker.metrics()).includes('tripline_ruleset_reloads_total{result="applied"} 1')
  await waitUntil('a reload of the rules', 60_000, reloads)
  expect(await worker.stop()).toBe(0)
  expect(worker.log).not.toContain(REFUSAL)
  expect(worker.log).not.toContain('"level":"error"')
  expect((await stage.readAll('decisions')).length).toBeGreaterThan(0)
})

test('the fence is there: a file to write to is refused', () => {
  const out = join(tmpdir(), `tripline-refused-${process.pid}`)
  const env = { PATH: process.env.PATH, ...READ_ONLY }
  const args = ['dist/main.js', 'generate', '--count', '1', '--out', out]
  const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' })
  expect(status).not.toBe(0)
  expect(stderr).toContain(REFUSAL)
})
