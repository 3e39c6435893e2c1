import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Detail } from '../../src/model/decision.ts'
import type { Stage } from './stage.ts'

/** What `tripline score` makes of the same lines: no Kafka, no Redis, nothing that could be lost. */
export function scoreEmbedded(lines: readonly string[], settings: NodeJS.ProcessEnv, detail: Detail = 'all'): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-'))
  const [input, output] = [join(folder, 'payments.ndjson'), join(folder, 'decisions.ndjson')]
  writeFileSync(input, lines.join('\n'))
  try {
    execFileSync(process.execPath, ['dist/main.js', 'score', '--in', input, '--out', output, '--detail', detail], {
      env: { PATH: process.env.PATH, ...settings },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    return readFileSync(output, 'utf8').trimEnd().split('\n')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The same under the secret of the stage, so that decisions can be compared byte for byte. */
export function scoreAsStage(lines: readonly string[], stage: Stage, detail?: Detail): string[] {
  return scoreEmbedded(lines, { TRIPLINE_SECRET: stage.environment().TRIPLINE_SECRET }, detail)
}

/** The number and the texts of the first decision that is another one, once equal repeats are gone; undefined when all agree. */
export function firstDifference(decided: readonly string[], expected: readonly string[]): unknown {
  const [once, wanted] = [[...new Set(decided)], [...new Set(expected)]]
  const length = Math.max(once.length, wanted.length)
  for (let at = 0; at < length; at++) if (once[at] !== wanted[at]) return [at, once[at], wanted[at]]
  return undefined
}
