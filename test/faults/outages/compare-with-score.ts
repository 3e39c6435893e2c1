import { expect } from 'vitest'
import { scoreAsStage } from '../../end-to-end/score-embedded.ts'
import type { Stage } from '../../end-to-end/stage.ts'
import type { Streams } from './make-streams.ts'

export interface Compared {
  /** Different payments that went in. */
  payments: number
  /** S: those without a decision, and decisions of none of them. */
  missing: number
  unknown: number
  /** D: payments with two different decisions, and decisions that stand again with equal bytes. */
  contradicted: number
  repeated: number
  /** C: payments whose decision, with every velocity in it, is not that of `tripline score`. */
  different: number
  deadLetters: number
  firstContradiction?: readonly string[]
  firstDifference?: readonly [got: string | undefined, expected: string]
}

/** What the stage's topics hold against what `tripline score` makes of the same lines: no Kafka, no Redis, no faults. */
export async function compareWithScore(stage: Stage, streams: Streams): Promise<Compared> {
  const expected = new Map(scoreAsStage(streams.flat(), stage).map(line => [idOf(line), line]))
  const got = new Map<string, Set<string>>()
  const decisions = await stage.readAll('decisions')
  for (const { key, value } of decisions) got.set(key, (got.get(key) ?? new Set()).add(value))
  const distinct = [...got.values()].reduce((sum, { size }) => sum + size, 0)
  const differing = [...expected].filter(([id, line]) => got.has(id) && !got.get(id)!.has(line))
  const [first] = differing
  const twoFaced = [...got.values()].find(({ size }) => size > 1)
  return {
    payments: expected.size,
    missing: [...expected.keys()].filter(id => !got.has(id)).length,
    unknown: [...got.keys()].filter(id => !expected.has(id)).length,
    contradicted: distinct - got.size,
    repeated: decisions.length - distinct,
    different: differing.length,
    deadLetters: (await stage.readAll('deadLetters')).length,
    ...(twoFaced && { firstContradiction: [...twoFaced] }),
    ...(first && { firstDifference: [[...got.get(first[0])!][0], first[1]] as const }),
  }
}

/** Compares, prints one line of figures, and fails unless nothing is missing, doubled or different. */
export async function expectAsScored(what: string, stage: Stage, streams: Streams, figures: string): Promise<Compared> {
  const compared = await compareWithScore(stage, streams)
  const { payments, missing, unknown, contradicted, repeated, different, deadLetters } = compared
  console.log(
    `${what}: ${payments} payments, ${missing} missing, ${contradicted} contradicted, ${different} different, ` +
      `${repeated} repeated with equal bytes, ${deadLetters} dead letters; ${figures}`,
  )
  expect(compared.firstContradiction).toBeUndefined()
  expect(compared.firstDifference).toBeUndefined()
  expect({ missing, unknown, contradicted, different, deadLetters }).toEqual({
    missing: 0,
    unknown: 0,
    contradicted: 0,
    different: 0,
    deadLetters: 0,
  })
  return compared
}

function idOf(decision: string): string {
  return (JSON.parse(decision) as { paymentId: string }).paymentId
}
