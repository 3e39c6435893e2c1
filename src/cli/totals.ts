import type { Action } from '../model/decision.ts'
import type { BatchSummary, Stage } from '../pipeline.ts'

/** What a whole run did, added up batch by batch. */
export class Totals {
  records = 0
  readonly actions: Record<Action, number> = { allow: 0, review: 0, block: 0 }
  readonly hits = new Map<string, number>()
  readonly shadowHits = new Map<string, number>()
  readonly snoozedHits = new Map<string, number>()
  readonly listMatches = new Map<string, number>()
  readonly rejections = new Map<string, number>()
  readonly warnings = new Map<string, number>()
  readonly stageSeconds: Record<Stage, number> = { decode: 0, enrich: 0, count: 0, evaluate: 0, emit: 0, commit: 0 }
  duplicates = 0
  statusChanges = 0

  add(batch: BatchSummary): void {
    this.records += batch.records.length
    this.duplicates += batch.verdicts.duplicate + batch.verdicts['old-duplicate']
    this.statusChanges += batch.verdicts['status-change']
    for (const action of ['allow', 'review', 'block'] as const) this.actions[action] += batch.actions[action]
    for (const stage of Object.keys(this.stageSeconds) as Stage[]) this.stageSeconds[stage] += batch.stageSeconds[stage]
    addAll(this.hits, batch.liveHits)
    addAll(this.shadowHits, batch.shadowHits)
    addAll(this.snoozedHits, batch.snoozedHits)
    addAll(this.listMatches, batch.listMatches)
    addAll(this.rejections, batch.rejections)
    addAll(this.warnings, batch.warnings)
  }

  get scored(): number {
    return this.actions.allow + this.actions.review + this.actions.block
  }

  get flagged(): number {
    return this.actions.review + this.actions.block
  }

  get rejected(): number {
    return sum(this.rejections)
  }
}

/** Largest first, then by name. */
export function ranked(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
}

function addAll(to: Map<string, number>, from: ReadonlyMap<string, number>): void {
  for (const [name, count] of from) to.set(name, (to.get(name) ?? 0) + count)
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0)
}
