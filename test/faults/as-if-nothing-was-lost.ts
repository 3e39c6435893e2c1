import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { generatePayments } from '../../src/generator/generate-payments.ts'
import type { Stage, Worker } from '../end-to-end/stage.ts'

/** Payments as lines of JSON, always the same for one seed. */
export function makeLines(count: number, seed: number): string[] {
  return [...generatePayments({ count, seed })].map(({ payment }) => JSON.stringify(payment))
}

export const toMessages = (lines: readonly string[]) => lines.map(value => ({ key: 'one partition', value }))

/** What `tripline score` makes of the same lines: no Kafka, no Redis, nothing that could be lost. */
export function scoreEmbedded(lines: readonly string[], name: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-'))
  const input = join(folder, 'payments.ndjson')
  const output = join(folder, 'decisions.ndjson')
  writeFileSync(input, lines.join('\n'))
  execFileSync(process.execPath, ['dist/main.js', 'score', '--in', input, '--out', output, '--detail', 'all'], {
    env: { PATH: process.env.PATH, TRIPLINE_SECRET: `secret-of-${name}` },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const decisions = readFileSync(output, 'utf8').trimEnd().split('\n')
  rmSync(folder, { recursive: true, force: true })
  return decisions
}

/** After removing equal repeats the decisions are those of a run in which nothing was lost, in the same order. */
export async function expectAsIfNothingWasLost(stage: Stage, lines: readonly string[]): Promise<void> {
  const decisions = [...new Set((await stage.readAll('decisions')).map(each => each.value))]
  const expected = [...new Set(scoreEmbedded(lines, stage.name))]
  const firstOther = decisions.findIndex((decision, at) => decision !== expected[at])
  expect(firstOther === -1 ? undefined : [firstOther, decisions[firstOther], expected[firstOther]]).toBeUndefined()
  expect(decisions.length).toBe(expected.length)
}

/** A metric without labels. */
export async function figure(worker: Worker, name: string): Promise<number> {
  const line = new RegExp(`^${name} (\\S+)$`, 'm').exec(await worker.metrics())
  return Number(line?.[1])
}
