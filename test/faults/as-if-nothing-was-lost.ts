import { expect } from 'vitest'
import { generatePayments } from '../../src/generator/generate-payments.ts'
import { firstDifference, scoreAsStage } from '../end-to-end/score-embedded.ts'
import type { Stage, Worker } from '../end-to-end/stage.ts'

/** Payments as lines of JSON, always the same for one seed. */
export function makeLines(count: number, seed: number): string[] {
  return [...generatePayments({ count, seed })].map(({ payment }) => JSON.stringify(payment))
}

export const toMessages = (lines: readonly string[]) => lines.map(value => ({ key: 'one partition', value }))

/** After removing equal repeats the decisions are those of a run in which nothing was lost, in the same order. */
export async function expectAsIfNothingWasLost(stage: Stage, lines: readonly string[]): Promise<void> {
  const decisions = (await stage.readAll('decisions')).map(each => each.value)
  expect(firstDifference(decisions, scoreAsStage(lines, stage))).toBeUndefined()
}

/** A metric without labels. */
export async function figure(worker: Worker, name: string): Promise<number> {
  const line = new RegExp(`^${name} (\\S+)$`, 'm').exec(await worker.metrics())
  return Number(line?.[1])
}
