import type { Action, Decision } from './model/decision.ts'
import type { OutcomeType } from './model/outcome.ts'
import type { EventRecord } from './ports.ts'
import type { Verdict } from './velocity/event.ts'
import type { OutcomeVerdict } from './velocity/outcome-event.ts'

export type Stage = 'decode' | 'enrich' | 'count' | 'evaluate' | 'emit' | 'commit'

/**
 * What happened in one batch, gathered in plain fields: the metrics and the progress bar read it once per batch, because
 * touching a metric per payment would cost more than scoring it.
 */
export interface BatchSummary {
  readonly ruleset: string
  readonly records: readonly EventRecord[]
  readonly stageSeconds: Record<Stage, number>
  readonly actions: Record<Action, number>
  /** Rule → hits, for live rules; likewise for shadow rules and for rules that a missing value left undecided. */
  readonly liveHits: Map<string, number>
  readonly shadowHits: Map<string, number>
  readonly unknown: Map<string, number>
  /** Rule → hits that a snooze silenced. */
  readonly snoozedHits: Map<string, number>
  /** List that acts → payments with a value in it. */
  readonly listMatches: Map<string, number>
  readonly verdicts: Record<Verdict, number>
  /** Outcome type → verdict → how many. */
  readonly outcomes: Map<OutcomeType, Map<OutcomeVerdict, number>>
  /** Problem code → dead letters. */
  readonly rejections: Map<string, number>
  readonly warnings: Map<string, number>
  readonly ignorals: Map<string, number>
  /** Wall-clock time at which the batch was committed, milliseconds since 1970; 0 until then. */
  finishedAtMs: number

  warned(codes: readonly string[]): void
  rejected(code: string): void
  ignored(reason: string): void
  judged(verdict: Verdict): void
  outcome(type: OutcomeType, verdict: OutcomeVerdict): void
  decided(decision: Decision): void
  /** A rule that an absent value left open for one payment. */
  undecided(rule: string): void
  finish(nowMs: number): void
}

export function startSummary(records: readonly EventRecord[], ruleset: string): BatchSummary {
  return {
    ruleset,
    records,
    stageSeconds: { decode: 0, enrich: 0, count: 0, evaluate: 0, emit: 0, commit: 0 },
    actions: { allow: 0, review: 0, block: 0 },
    liveHits: new Map(),
    shadowHits: new Map(),
    unknown: new Map(),
    snoozedHits: new Map(),
    listMatches: new Map(),
    verdicts: { new: 0, duplicate: 0, 'old-duplicate': 0, 'status-change': 0, 'id-conflict': 0 },
    outcomes: new Map(),
    rejections: new Map(),
    warnings: new Map(),
    ignorals: new Map(),
    finishedAtMs: 0,
    warned(codes) {
      for (const code of codes) increase(this.warnings, code)
    },
    rejected(code) {
      increase(this.rejections, code)
    },
    ignored(reason) {
      increase(this.ignorals, reason)
    },
    judged(verdict) {
      this.verdicts[verdict]++
    },
    outcome(type, verdict) {
      const verdicts = this.outcomes.get(type) ?? new Map<OutcomeVerdict, number>()
      this.outcomes.set(type, verdicts)
      increase(verdicts, verdict)
    },
    decided(decision) {
      this.actions[decision.action]++
      if (decision.approximate !== undefined) increase(this.warnings, 'velocity-approximate')
      for (const hit of decision.hits) increase(this.liveHits, hit.rule)
      for (const hit of decision.shadowHits ?? []) increase(this.shadowHits, hit.rule)
      for (const hit of decision.snoozed ?? []) increase(this.snoozedHits, hit.rule)
      for (const match of decision.lists ?? []) increase(this.listMatches, match.list)
    },
    undecided(rule) {
      increase(this.unknown, rule)
    },
    finish(nowMs) {
      this.finishedAtMs = nowMs
    },
  }
}

function increase<Name extends string>(counts: Map<Name, number>, name: Name): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

/** Adds the time between calls to the stage that was started last. */
export class Stopwatch {
  private readonly seconds: Record<Stage, number>
  private stage: Stage | undefined
  private startedAtMs = 0

  constructor(seconds: Record<Stage, number>) {
    this.seconds = seconds
  }

  start(stage: Stage): void {
    this.stop()
    this.stage = stage
    this.startedAtMs = performance.now()
  }

  stop(): void {
    if (this.stage !== undefined) this.seconds[this.stage] += (performance.now() - this.startedAtMs) / 1000
    this.stage = undefined
  }
}
