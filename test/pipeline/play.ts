import { cpSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDecoder } from '../../src/decode/create-decoder.ts'
import { MemoryLog } from '../../src/embedded/memory-log.ts'
import { createMemorySink } from '../../src/embedded/memory-sink.ts'
import type { Decision } from '../../src/model/decision.ts'
import { type BatchSummary, type Pipeline, runPipeline } from '../../src/pipeline.ts'
import { PoisonBreaker } from '../../src/pipeline-breaker.ts'
import type { Output, OutputTopic } from '../../src/ports.ts'
import { loadRuleset } from '../../src/ruleset/load-ruleset.ts'
import type { Ruleset } from '../../src/ruleset/ruleset.ts'
import { createMemoryStore } from '../../src/velocity/memory-store.ts'
import { waitingOut } from '../../src/waiting-out.ts'

const secret = 'secret of the tests'

/** A ruleset of one rule that tells everything it counts, so that a decision shows what the store answered. */
export async function countingRuleset(velocities: Record<string, string>): Promise<Ruleset> {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-rules-'))
  for (const file of ['policy.yaml', 'sample-payment.yaml']) cpSync(join('rules', file), join(folder, file))
  const declared = Object.entries(velocities).map(([name, declaration]) => `  ${name}: ${declaration}`)
  const names = Object.keys(velocities)
  writeFileSync(
    join(folder, 'tells-counts.yaml'),
    [
      'rule: tells-counts',
      'title: Tells its counts',
      'mode: live',
      'owner: tests',
      'why: A test reads them.',
      'velocity:',
      ...declared,
      'when:',
      '  - amount >= 0',
      'score: 1',
      `reason: "${names.map(name => `${name} {${name}}`).join(', ')}"`,
      'check: [Nothing.]',
      '',
    ].join('\n'),
  )
  const { ruleset, problems } = await loadRuleset(folder)
  if (ruleset === undefined) throw new Error(JSON.stringify(problems, null, 2))
  return ruleset
}

export interface Played {
  decisions: Decision[]
  /** As written, in order. */
  outputs: readonly Output[]
  batches: BatchSummary[]
  of(topic: OutputTopic): string[]
}

/** Runs the pipeline on its embedded adapters over these values, in order, until the end of the log. */
export async function play(
  ruleset: Ruleset,
  values: readonly (object | string | null)[],
  { batchRecordsMax = 3, ...parts }: Partial<Pipeline> & { batchRecordsMax?: number } = {},
): Promise<Played> {
  const log = new MemoryLog()
  for (const value of values) log.append({ key: Buffer.from('k'), value: bytesOf(value) })
  log.end()
  const sink = createMemorySink()
  const batches: BatchSummary[] = []
  await runPipeline({
    source: log.source({ batchRecordsMax }),
    decoder: createDecoder({ format: 'json', secret }),
    ruleset: () => ruleset,
    velocity: createMemoryStore({ secret, baseDigits: 2 }),
    sink,
    breaker: new PoisonBreaker({ deadLetterShareMax: 1 }),
    clock: { nowMs: () => Date.UTC(2026, 10, 21) },
    detail: 'hits',
    waitOut: waitingOut({ onOutage: () => undefined, waitMsMin: 1, waitMsMax: 1 }),
    onBatch: batch => batches.push(batch),
    ...parts,
  })
  const of = (topic: OutputTopic) => sink.outputs.filter(each => each.topic === topic).map(each => each.value)
  return { decisions: of('decisions').map(each => JSON.parse(each)), outputs: sink.outputs, batches, of }
}

function bytesOf(value: object | string | null): Buffer | null {
  if (value === null) return null
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
}

/** A payment at so many minutes past ten. */
export function payment(id: string, minutes: number, more: object = {}): object {
  const occurredAt = new Date(Date.UTC(2026, 10, 21, 10, minutes)).toISOString()
  return { id, occurredAt, amount: '10.00', currency: 'USD', card: { fingerprint: 'fp_1' }, ...more }
}
