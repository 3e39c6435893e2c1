import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generatePayments } from '../../src/generator/generate-payments.ts'

export interface Day {
  /** Each one JSON object, in the order of their time. */
  payments: string[]
  decisions: string[]
  outcomes: string[]
}

const HOUR_MS = 3_600_000

/** Made-up payments, what the built command decides about them, and what became of them: warnings, disputes, refunds, notices, some twice. */
export function makeDay(folder: string, { payments: count, seed }: { payments: number; seed: number }): Day {
  const made = [...generatePayments({ count, seed })].map(({ payment }) => payment as Made)
  const payments = made.map(each => JSON.stringify(each))
  const [input, output] = [join(folder, 'made.ndjson'), join(folder, 'decided.ndjson')]
  writeFileSync(input, payments.join('\n'))
  const env = { PATH: process.env.PATH }
  execFileSync(process.execPath, ['dist/main.js', 'score', '--in', input, '--out', output], { env, stdio: 'pipe' })
  const decisions = readFileSync(output, 'utf8').trimEnd().split('\n')
  // Of a repeated payment the decision is repeated too: the set is what is new.
  return { payments: unique(payments, idOf), decisions: unique(decisions, idOf), outcomes: outcomesOf(made) }
}

interface Made {
  id: string
  occurredAt: string
  merchant?: { id: string }
  paymentId?: string
}

function idOf(line: string): string {
  const { id, paymentId } = JSON.parse(line) as Made
  return id ?? paymentId
}

function unique(lines: string[], key: (line: string) => string): string[] {
  return [...new Map(lines.map(line => [key(line), line])).values()]
}

function outcomesOf(made: readonly Made[]): string[] {
  const lastMs = Math.max(...made.map(({ occurredAt }) => Date.parse(occurredAt)))
  let hour = 0
  const outcomes: object[] = []
  const tell = (of: Made, type: string, rest: object): void => {
    const occurredAt = new Date(lastMs + ++hour * HOUR_MS).toISOString()
    const deadline = new Date(lastMs + (hour + 300) * HOUR_MS).toISOString()
    outcomes.push({ type, paymentId: of.id, merchant: of.merchant, occurredAt, ...rest, deadline })
  }
  made.forEach((payment, i) => {
    if (i % 6 === 0) tell(payment, 'early_fraud_warning', { id: `w${i}`, reason: 'fraud' })
    if (i % 8 === 0) tell(payment, 'dispute', { id: `d${i}`, reason: 'fraudulent', status: 'needs_response' })
    if (i % 12 === 0) tell(payment, 'chargeback', { id: `c${i}`, reason: 'fraudulent', status: 'needs_response' })
    if (i % 24 === 0) tell(payment, 'chargeback', { id: `c${i}`, reason: 'fraudulent', status: 'won' })
    if (i % 20 === 0) tell(payment, 'refund', { id: `r${i}`, amount: '900.00', currency: 'USD', status: 'pending' })
    if (i % 90 === 0) tell({ ...payment, id: undefined as never }, 'notice', { id: `n${i}`, notice: 'payout_hold' })
    if (i % 50 === 0) tell({ ...payment, id: `unknown-${i}` }, 'dispute', { id: `u${i}`, reason: 'duplicate' })
  })
  return outcomes.map(each => JSON.stringify(each))
}
