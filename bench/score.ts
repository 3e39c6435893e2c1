import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rulesForScoring } from '../src/cli/rules-for-scoring.ts'
import { scoreStream } from '../src/cli/score-stream.ts'
import { Totals } from '../src/cli/totals.ts'
import { createFileSink } from '../src/embedded/file-sink.ts'
import { createFileSource } from '../src/embedded/file-source.ts'
import { loadGeo } from '../src/enrich/geo.ts'
import { generatePayments } from '../src/generator/generate-payments.ts'
import { loadSettings } from '../src/settings.ts'
import { micros, printTable, whole } from './print.ts'
import { startCpu } from './start-cpu.ts'

/** `tripline score` in this process: file in, file out, velocities in memory. */
export async function benchScore(
  title: string,
  { rules, payments }: { rules: string; payments: number },
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-bench-'))
  const input = join(folder, 'payments.ndjson')
  const lines: string[] = []
  for (const { payment } of generatePayments({ count: payments, seed: 7 })) lines.push(JSON.stringify(payment))
  writeFileSync(input, `${lines.join('\n')}\n`)
  const parseSeconds = secondsToParse(lines)
  lines.length = 0

  const { settings } = loadSettings({})
  const ruleset = await rulesForScoring(rules)
  if (ruleset === undefined) throw new Error(`${rules} has problems`)
  loadGeo()
  globalThis.gc?.()
  const totals = new Totals()
  const startedAtMs = performance.now()
  const cpu = startCpu()
  await scoreStream({
    settings,
    source: createFileSource({ path: input }),
    sink: createFileSink({ decisions: join(folder, 'decisions.ndjson') }),
    ruleset,
    detail: 'hits',
    onBatch: batch => totals.add(batch),
  })
  const seconds = (performance.now() - startedAtMs) / 1000
  const cpuSeconds = cpu() / 1e6
  const { stageSeconds, scored } = totals
  const stages = Object.keys(stageSeconds) as (keyof typeof stageSeconds)[]

  printTable(title, [
    ['payments', whole(scored)],
    ['payments/s', whole(scored / seconds)],
    ['CPU, µs per payment', micros(cpuSeconds, scored)],
    ['the same as a multiple of JSON.parse alone', (cpuSeconds / scored / parseSeconds).toFixed(1)],
    ['flagged', `${((100 * totals.flagged) / scored).toFixed(1)} %`],
    ['resident memory, MB', whole(process.memoryUsage.rss() / 1e6)],
  ])
  printTable(`  ${title}: by stage, µs per payment`, [stages, stages.map(each => micros(stageSeconds[each], scored))])
}

/** A yardstick for the machine as it is at this moment: what JSON.parse alone takes for one of these payments. */
function secondsToParse(lines: readonly string[]): number {
  const sample = lines.slice(0, 10_000).map(line => Buffer.from(line))
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < 3; round++) {
    const cpu = startCpu()
    for (const bytes of sample) JSON.parse(bytes.toString())
    best = Math.min(best, cpu() / 1e6 / sample.length)
  }
  return best
}
