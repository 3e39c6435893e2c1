import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What `tripline score --detail all` makes of the same lines: no Kafka, no Redis, nothing that could be lost. */
export function scoreEmbedded(lines: readonly string[], settings: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-'))
  const input = join(folder, 'payments.ndjson')
  const output = join(folder, 'decisions.ndjson')
  writeFileSync(input, lines.join('\n'))
  execFileSync(process.execPath, ['dist/main.js', 'score', '--in', input, '--out', output, '--detail', 'all'], {
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  return readFileSync(output, 'utf8').trimEnd().split('\n')
}

/** The number and the texts of the first decision that is another one, once equal repeats are gone; undefined when all agree. */
export function firstDifference(decided: readonly string[], expected: readonly string[]): unknown {
  const [once, wanted] = [[...new Set(decided)], [...new Set(expected)]]
  const length = Math.max(once.length, wanted.length)
  for (let at = 0; at < length; at++) if (once[at] !== wanted[at]) return [at, once[at], wanted[at]]
  return undefined
}
