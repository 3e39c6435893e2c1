import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { generatePayments } from '../../src/generator/generate-payments.ts'
import { waitUntil } from '../services/wait-until.ts'
import { openStage } from './open-stage.ts'

const PAYMENTS = 4000
const HALF = PAYMENTS / 2

/** Counts what records do not keep: how many things were ordered. */
const NEW_RULE = `rule: bulk-orders
title: Several orders of more than one thing
mode: live
velocity:
  bulk_orders: { count: payments, by: ip, window: 30d, where: 'order.quantity >= 1' }
  bins_per_ip: { distinct: card.bin, by: ip, window: 30d }
when:
  - bulk_orders >= 2
  - bins_per_ip >= 2
score: 5
reason: "{bulk_orders} such orders, {bins_per_ip} card ranges"
tests:
  - name: two of them
    before: [ { at: 10:00, order: { items: [ { sku: A, quantity: 3, unitPrice: "1.00" } ] }, card: A } ]
    payment: { at: 10:40, order: { items: [ { sku: A, quantity: 3, unitPrice: "1.00" } ] }, card: { bin: "520000" } }
    expect: hit
  - { name: one, payment: { at: 10:40 }, expect: no-hit }
`

const folders: string[] = []
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-warm-'))
  folders.push(folder)
  return folder
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const idOf = (decision: string) => (JSON.parse(decision) as { paymentId: string }).paymentId

describe('tripline warm', () => {
  it('makes a velocity that came with a reload say what it would say had it always been there', async () => {
    const rules = newFolder()
    cpSync('rules', rules, { recursive: true })
    const stage = await openStage()
    const settings = { TRIPLINE_RULES_DIR: rules, TRIPLINE_DECISIONS_DETAIL: 'all' }
    const lines = [...generatePayments({ count: PAYMENTS, seed: 8 })].map(({ payment }) => JSON.stringify(payment))
    const messages = lines.map(value => ({ key: 'one partition', value }))
    const worker = await stage.startWorker(settings)
    await stage.produce(messages.slice(0, HALF))
    await stage.untilCommitted(HALF)

    writeFileSync(join(rules, 'bulk-orders.yaml'), NEW_RULE)
    const hash = /ruleset (\w{16})/.exec(
      execFileSync(process.execPath, ['dist/main.js', 'check', rules]).toString(),
    )![1]!
    await waitUntil('the new ruleset', 60_000, async () => (await worker.metrics()).includes(`{hash="${hash}"}`))
    const said = warm(stage.environment(settings))
    expect(said).toMatch(/^2000 records read in .* s, [1-9]\d+ entries added for (?=.*bulk_orders)(?=.*bins_per_ip)/)
    expect(warm(stage.environment(settings))).toContain(' 0 entries added')

    await stage.produce(messages.slice(HALF))
    await stage.untilCommitted(PAYMENTS)
    await worker.stop()
    const decisions = (await stage.readAll('decisions')).map(({ value }) => value).filter(each => each.includes(hash))
    const expected = score(lines, rules, stage.environment())
    const known = new Set(expected.slice(0, HALF).map(idOf))
    const wanted = expected.slice(HALF).filter(each => !known.has(idOf(each)))
    const got = decisions.filter(each => !known.has(idOf(each)))
    expect(wanted.filter(each => each.includes('bulk-orders')).length).toBeGreaterThan(10)
    expect(got.length).toBe(wanted.length)
    expect(got.findIndex((each, at) => each !== wanted[at])).toBe(-1)
  })

  it('says which velocities there are when it knows no such name', async () => {
    const stage = await openStage()
    expect(() => warm(stage.environment(), 'cards_per_moon')).toThrow(
      /no live or shadow rule has a velocity called `cards_per_moon`/,
    )
  })
})

/** What the command says; throws with what it said when it fails. */
function warm(environment: Record<string, string>, ...names: string[]): string {
  const script = 'node dist/main.js warm "$@" 2>&1'
  const options = { env: { PATH: process.env.PATH, ...environment }, encoding: 'utf8' as const, stdio: 'pipe' as const }
  try {
    return execFileSync('sh', ['-c', script, 'sh', ...names], options)
  } catch (error) {
    throw new Error((error as { stdout: string }).stdout)
  }
}

/** What `tripline score` makes of the same lines under the new rules. */
function score(lines: readonly string[], rules: string, environment: Record<string, string>): string[] {
  const folder = newFolder()
  const [input, output] = [join(folder, 'payments.ndjson'), join(folder, 'decisions.ndjson')]
  writeFileSync(input, lines.join('\n'))
  const args = ['dist/main.js', 'score', '--rules', rules, '--in', input, '--out', output, '--detail', 'all']
  execFileSync(process.execPath, args, {
    env: { PATH: process.env.PATH, TRIPLINE_SECRET: environment.TRIPLINE_SECRET },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  return readFileSync(output, 'utf8').trimEnd().split('\n')
}
