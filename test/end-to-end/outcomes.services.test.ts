import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { generatePayments } from '../../src/generator/generate-payments.ts'
import { MortalRedis } from '../faults/mortal-redis.ts'
import { freePort } from '../services/free-port.ts'
import { Stage, type Worker } from './stage.ts'

const PAYMENTS = 3000
const TYPES = ['chargeback', 'refund', 'dispute', 'early_fraud_warning', 'decline'] as const

const RULE = `
rule: charged-back-before
title: A card whose payments were charged back
mode: live
owner: payments-risk
why: Who was charged back once is likely to be so again.
velocity:
  chargebacks: { count: chargebacks, by: card.fingerprint, window: 90d }
  refunded: { sum: amount, of: refunds, by: email, window: 90d }
  disputes: { ratio: disputes, by: card.fingerprint, window: 90d }
  warned: { count: warnings, by: card.fingerprint, window: 90d }
  declined: { count: declines, by: ip, window: 30d }
when:
  - chargebacks >= 1 || refunded > 10000000 || disputes > 1000 || warned > 1000 || declined > 100000
score: 60
reason: "{chargebacks} chargebacks on this card within 90d"
check: [What did the holder say?]
tests:
  - name: never charged back
    payment: { at: 10:40, card: A }
    expect: no-hit
  - name: charged back an hour ago
    before: [ { at: 09:40, chargeback: 20.00, card: A } ]
    payment: { at: 10:40, card: A }
    expect: hit
`

const POLICY = `thresholds: { review: 50, block: 100 }\nbase: USD\n`

interface Json {
  id: string
  occurredAt: string
  card?: { fingerprint?: string }
  customer?: { email?: string }
  ip?: string
  [name: string]: unknown
}

/** Three parts, each later than all before it, so that files and topics give one order. */
function makeParts(): [Json[], Json[], Json[]] {
  const payments = [...generatePayments({ count: PAYMENTS, seed: 31 })].map(({ payment }) => payment as unknown as Json)
  const byTime = payments.toSorted((a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt))
  return [byTime.slice(0, 1000), byTime.slice(1000, 2000), byTime.slice(2000)]
}

/** Chargebacks and the like for payments of the first part, and early ones for some of the second, some sent twice. */
function makeOutcomes([first, second]: readonly [Json[], Json[], Json[]]): Json[] {
  const at = new Date(Math.max(...first.map(each => Date.parse(each.occurredAt)))).toISOString()
  const keys = (each: Json): unknown[] => [each.card?.fingerprint, each.customer?.email, each.ip].filter(Boolean)
  // Nothing else in the second part sees them: where they count within their batch is a matter of arrival.
  const alone = second.filter(
    (each, i) => !second.slice(i + 1).some(later => keys(later).some(key => keys(each).includes(key))),
  )
  const about = [...first.filter((_, i) => i % 5 === 0), ...alone.filter((_, i) => i % 4 === 0)]
  const outcomes = about.map((payment, i) => ({
    type: TYPES[i % TYPES.length],
    id: `outcome-${i}`,
    paymentId: payment.id,
    ...(payment.merchant === undefined ? {} : { merchant: payment.merchant }),
    occurredAt: at,
    ...(i % 2 === 0 ? { amount: '1.25', currency: 'USD' } : {}),
    cvv: '987',
    reason: 'fraudulent',
  }))
  return [...outcomes, ...outcomes.filter((_, i) => i % 3 === 0)]
}

function scoreFiles(payments: Json[], outcomes: Json[], folder: string, secret: string): string[] {
  const write = (name: string, lines: Json[]): string => {
    writeFileSync(join(folder, name), lines.map(each => JSON.stringify(each)).join('\n'))
    return join(folder, name)
  }
  const output = join(folder, 'decisions.ndjson')
  const files = ['--in', write('payments.ndjson', payments), '--outcomes', write('outcomes.ndjson', outcomes)]
  const rest = ['--rules', folder, '--out', output, '--detail', 'all']
  execFileSync(process.execPath, ['dist/main.js', 'score', ...files, ...rest], {
    env: { PATH: process.env.PATH, TRIPLINE_SECRET: secret },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  return readFileSync(output, 'utf8').trimEnd().split('\n')
}

async function figure(worker: Worker, name: string): Promise<number> {
  const lines = (await worker.metrics()).matchAll(new RegExp(`^${name}(?:{[^}]*})? (\\S+)$`, 'gm'))
  return [...lines].reduce((sum, [, value]) => sum + Number(value), 0)
}

describe('outcomes', () => {
  it('are counted once on the stream as in files: early, twice, over kill -9 and a lost Redis', async () => {
    const redis = new MortalRedis(await freePort(), [])
    onTestFinished(() => redis.stop())
    await redis.start()
    const addresses = { kafkaBrokers: inject('kafkaBrokers'), registryUrl: inject('registryUrl'), redisUrl: redis.url }
    const stage = new Stage(addresses)
    onTestFinished(() => stage.close())
    await stage.open()
    const folder = mkdtempSync(join(tmpdir(), 'tripline-'))
    writeFileSync(join(folder, 'charged-back-before.yaml'), RULE)
    writeFileSync(join(folder, 'policy.yaml'), POLICY)
    const start = () =>
      stage.startWorker({
        TRIPLINE_RULES_DIR: folder,
        TRIPLINE_DECISIONS_DETAIL: 'all',
        TRIPLINE_BATCH_RECORDS_MAX: '50',
      })
    const send = (lines: Json[], topic: 'payments' | 'outcomes') =>
      stage.produce(
        lines.map(each => ({ key: 'one partition', value: JSON.stringify(each) })),
        topic,
      )

    const parts = makeParts()
    const outcomes = makeOutcomes(parts)
    await send(parts[0], 'payments')
    const first = await start()
    await stage.untilCommitted(1000)
    await send(outcomes, 'outcomes')
    await stage.untilCommitted(outcomes.length / 3, 60_000, 'outcomes')
    first.kill()
    const second = await start()
    await stage.untilCommitted(outcomes.length, 60_000, 'outcomes')
    await send(parts[1], 'payments')
    await stage.untilCommitted(2000)
    const matched = await figure(second, 'tripline_outcomes_matched_total')
    const admin = new Redis(redis.url)
    await admin.flushall()
    admin.disconnect()
    await send(parts[2], 'payments')
    await stage.untilCommitted(PAYMENTS)
    const rebuilt = await figure(second, 'tripline_rebuilt_records_total')
    expect(await second.stop()).toBe(0)

    const written = (await stage.readAll('decisions')).map(each => each.value)
    const decisions = [...new Set(written)]
    const expected = [...new Set(scoreFiles(parts.flat(), outcomes, folder, `secret-of-${stage.name}`))]
    const hits = decisions.filter(each => each.includes('charged-back-before'))
    console.log(
      `${PAYMENTS} payments, ${outcomes.length} outcomes: ${written.length} decisions written, ${hits.length} hit, ${matched} came before their payment, ${rebuilt} records counted again`,
    )
    const firstOther = decisions.findIndex((decision, at) => decision !== expected[at])
    expect(firstOther === -1 ? undefined : [firstOther, decisions[firstOther], expected[firstOther]]).toBeUndefined()
    expect(decisions.length).toBe(expected.length)
    expect(decisions.some(each => each.includes('"action":"review"'))).toBe(true)
    expect(await stage.readAll('deadLetters')).toEqual([])
    expect(matched).toBeGreaterThan(0)
    expect(rebuilt).toBeGreaterThanOrEqual(2000 + outcomes.length)
  })
})
