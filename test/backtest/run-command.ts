import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import type { BacktestReport } from '../../src/backtest/report.ts'
import { backtestCommand } from '../../src/cli/backtest/backtest.ts'
import type { BacktestCommandOptions } from '../../src/cli/backtest/read-options.ts'
import { generateCommand } from '../../src/cli/generate.ts'
import { scoreCommand } from '../../src/cli/score.ts'
import type { Decision } from '../../src/model/decision.ts'

/** A folder with a made-up stream, and the commands on it. */
export class Workshop {
  readonly folder = mkdtempSync(join(tmpdir(), 'tripline-backtest-'))

  path(name: string): string {
    return join(this.folder, name)
  }

  write(name: string, text: string): string {
    writeFileSync(this.path(name), text)
    return this.path(name)
  }

  /** `payments.ndjson` and `labels.csv`. */
  async generate(count: number, seed: number): Promise<void> {
    const [out, labels] = [this.path('payments.ndjson'), this.path('labels.csv')]
    await generateCommand({ count: String(count), seed: String(seed), out, labels, to: 'file', fraudShare: '0.1' })
  }

  lines(name: string): string[] {
    return readFileSync(this.path(name), 'utf8').split('\n').filter(Boolean)
  }

  /** A copy of a rules folder with one file changed. */
  changedRules(from: string, name: string, file: string, change: (text: string) => string): string {
    const dir = this.path(name)
    cpSync(from, dir, { recursive: true })
    const before = readFileSync(join(dir, file), 'utf8')
    const after = change(before)
    writeFileSync(join(dir, file), after)
    return dir
  }

  /** What `tripline score` decides, the first decision of each payment. */
  async score(rules: string, input = 'payments.ndjson', outcomes?: string): Promise<Decision[]> {
    const out = this.path('decisions.ndjson')
    await quietly(() =>
      scoreCommand({ rules, in: this.path(input), out, detail: 'hits', ...(outcomes && { outcomes }) }),
    )
    const decisions = this.lines('decisions.ndjson').map(line => JSON.parse(line) as Decision)
    const seen = new Set<string>()
    return decisions.filter(({ paymentId }) => !seen.has(paymentId) && seen.add(paymentId))
  }

  async backtest(options: Partial<BacktestCommandOptions> & { rules: string }): Promise<BacktestReport> {
    const { code, out, err } = await this.run(options)
    if (code !== 0) throw new Error(err)
    return JSON.parse(out) as BacktestReport
  }

  run(options: Partial<BacktestCommandOptions> & { rules: string }) {
    const all = { in: this.path('payments.ndjson'), examples: '20', format: 'json' as const, ...options }
    return quietly(() => backtestCommand(all))
  }

  close(): void {
    rmSync(this.folder, { recursive: true })
  }
}

/** Runs a command with what it prints caught. */
async function quietly(command: () => Promise<number>): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' }
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation(text => {
    said.out += String(text)
    return true
  })
  const stderr = vi.spyOn(console, 'error').mockImplementation((...texts) => {
    said.err += `${texts.join(' ')}\n`
  })
  try {
    const code = await command()
    return { code, ...said }
  } finally {
    stdout.mockRestore()
    stderr.mockRestore()
  }
}
