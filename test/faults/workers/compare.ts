import { expect } from 'vitest'
import { scoreAsStage } from '../../end-to-end/score-embedded.ts'
import type { Stage } from '../../end-to-end/stage.ts'
import type { LaneMessage } from './lanes.ts'

export interface Comparison {
  /** Decisions written, repeats of equal bytes included. */
  written: number
  /** Payments decided. */
  decided: number
  /** Decisions written more often than their payment stands in the topic. */
  again: number
}

/** Settings under which a decision shows every velocity, so that comparing bytes compares what was counted. */
export const SHOWS_ALL = { TRIPLINE_DECISIONS_DETAIL: 'all' }

/**
 * S, D and C: every payment of the load is decided, nothing else is, and every decision written, however often, is byte for
 * byte that of `tripline score`.
 */
export async function expectAsScored(stage: Stage, load: readonly LaneMessage[]): Promise<Comparison> {
  const expected = scored(stage, load)
  const written = (await stage.readAll('decisions')).map(each => each.value)
  const wrong = written.filter(value => expected.get(idOf(value)) !== value)
  const decided = new Set(written.map(idOf))
  const missing = [...expected.keys()].filter(id => !decided.has(id))
  const first = wrong[0]
  expect({
    missing: missing.length,
    different: wrong.length,
    first: first && [first, expected.get(idOf(first))],
  }).toEqual({
    missing: 0,
    different: 0,
    first: undefined,
  })
  return { written: written.length, decided: decided.size, again: written.length - load.length }
}

/** O: everything before the commits of this moment has been written. */
export async function expectOutputBeforeCommit(stage: Stage, load: readonly LaneMessage[]): Promise<void> {
  const commits = await stage.commits()
  const decided = new Set((await stage.readAll('decisions')).map(each => idOf(each.value)))
  const offsets = new Map<number, number>()
  const early = load.filter(({ partition, value }) => {
    const offset = offsets.get(partition) ?? 0
    offsets.set(partition, offset + 1)
    return offset < (commits.get(partition) ?? 0) && !decided.has((JSON.parse(value) as { id: string }).id)
  })
  expect(early).toEqual([])
}

/** Payment id to decision, by the embedded path in a process of its own. */
function scored(stage: Stage, load: readonly LaneMessage[]): Map<string, string> {
  const lines = load.map(each => each.value)
  return new Map(scoreAsStage(lines, stage).map(decision => [idOf(decision), decision]))
}

function idOf(decision: string): string {
  return (JSON.parse(decision) as { paymentId: string }).paymentId
}
