import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { BacktestReport } from '../../../src/backtest/report.ts'
import type { SuggestReport } from '../../../src/backtest/suggest/suggest-report.ts'
import { backtestCommand } from '../../../src/cli/backtest/backtest.ts'
import type { SuggestCommandOptions } from '../../../src/cli/suggest/read-options.ts'
import { suggestCommand } from '../../../src/cli/suggest/suggest.ts'
import type { Random } from '../../../src/generator/random.ts'
import { catchOutput } from '../../cli/catch-output.ts'

export interface MadePayment {
  id: string
  occurredAt: string
  amount: string
  currency: string
  ip: string
  card: { fingerprint: string }
}

const POLICY = 'thresholds: { review: 50, block: 80 }\nbase: USD\n'
const START_MS = Date.UTC(2026, 0, 1)
const STEP_MS = 600_000

/** Payments every ten minutes; the amounts are spread evenly from 20 to 2,000 and a few cards share an address. */
export function madePayments(count: number, random: Random): MadePayment[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `p${i}`,
    occurredAt: new Date(START_MS + i * STEP_MS).toISOString(),
    amount: (20 + random.next() * 1980).toFixed(2),
    currency: 'USD',
    ip: `198.51.100.${1 + Math.floor(random.next() * 200)}`,
    card: { fingerprint: `card${Math.floor(random.next() * 5000)}` },
  }))
}

/** A folder with rules, payments and labels, and the commands on it. */
export class MadeHistory {
  readonly folder = mkdtempSync(join(tmpdir(), 'tripline-suggest-'))

  path(name: string): string {
    return join(this.folder, name)
  }

  write(name: string, text: string): string {
    mkdirSync(dirname(this.path(name)), { recursive: true })
    writeFileSync(this.path(name), text)
    return this.path(name)
  }

  payments(payments: readonly MadePayment[], labelOf: (payment: MadePayment) => string): void {
    this.write('payments.ndjson', payments.map(each => JSON.stringify(each)).join('\n'))
    const lines = payments.map(each => `${each.id},${labelOf(each)}`)
    this.write('labels.csv', `paymentId,label\n${lines.join('\n')}\n`)
  }

  /** A rules folder; of each rule what it asks for and whatever differs. */
  rules(name: string, rules: Record<string, string>): string {
    this.write(`${name}/policy.yaml`, POLICY)
    for (const [rule, fields] of Object.entries(rules)) {
      const mode = fields.includes('mode:') ? '' : 'mode: live\n'
      const score = fields.includes('score:') ? '' : 'score: 60\n'
      this.write(
        `${name}/${rule}.yaml`,
        `rule: ${rule}\ntitle: Made\n${mode}${score}reason: made\n${fields}\ntests: []\n`,
      )
    }
    return this.path(name)
  }

  run(options: Partial<SuggestCommandOptions> & { rules: string }) {
    const usual = { reviewCost: '5', insultCost: '0.1', leastLabelled: '10', format: 'json' as const }
    return catchOutput(() =>
      suggestCommand({ ...usual, in: this.path('payments.ndjson'), labels: this.path('labels.csv'), ...options }),
    )
  }

  async suggest(options: Partial<SuggestCommandOptions> & { rules: string }): Promise<SuggestReport> {
    const { code, out, err } = await this.run(options)
    if (code !== 0) throw new Error(err)
    return JSON.parse(out) as SuggestReport
  }

  async backtest(
    rules: string,
    since: string,
    more: { sweep?: string; values?: string } = {},
  ): Promise<BacktestReport> {
    const options = { rules, since, examples: '0', format: 'json' as const, ...more }
    const { code, out, err } = await catchOutput(() =>
      backtestCommand({ ...options, in: this.path('payments.ndjson'), labels: this.path('labels.csv') }),
    )
    if (code !== 0) throw new Error(err)
    return JSON.parse(out) as BacktestReport
  }

  /** Every file of a folder with its bytes. */
  bytes(name: string): Record<string, string> {
    const files = readdirSync(this.path(name), { recursive: true, withFileTypes: true }).filter(each => each.isFile())
    return Object.fromEntries(
      files.map(each => join(each.parentPath, each.name)).map(path => [path, readFileSync(path, 'base64')]),
    )
  }

  close(): void {
    rmSync(this.folder, { recursive: true })
  }
}
