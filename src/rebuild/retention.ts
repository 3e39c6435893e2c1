import type { Ruleset } from '../ruleset/ruleset.ts'
import { longestWindowMs } from './history-start.ts'

const DAY_MS = 86_400_000

/** Why the log's time of keeping is too short for this ruleset, and what to do; undefined when it is not. */
export function retentionProblem(
  { plan }: Ruleset,
  identityKeepMs: number,
  keepsMs: number | undefined,
  topic: string,
): string | undefined {
  if (keepsMs === undefined) return undefined
  const neededMs = longestWindowMs(plan, identityKeepMs)
  if (keepsMs >= neededMs) return undefined
  const longest = plan.logs.find(({ keepMs }) => keepMs === neededMs)
  const what = longest === undefined ? 'the memory of ids' : `the log by ${longest.by.join(' and ')}`
  const needed = Number.isFinite(neededMs) ? `${days(neededMs)} days` : 'everything there ever was'
  const remedy = Number.isFinite(neededMs) ? `to ${neededMs} or more` : 'to -1'
  return (
    `topic ${topic} keeps records for ${days(keepsMs)} days, but ${what} needs ${needed}: should Redis lose its state, ` +
    `counts would be too low until then; set retention.ms of the topic ${remedy}`
  )
}

function days(ms: number): string {
  return String(Math.round((ms / DAY_MS) * 10) / 10)
}
