import type { Action, Decision, Priority } from './model/decision.ts'
import type { OutcomeType } from './model/outcome.ts'
import type { EventRecord, Output, PartitionPlace } from './ports.ts'
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
  /** When each stage was first begun, milliseconds since 1970 and fractions of them. */
  readonly stageBeganMs: Partial<Record<Stage, number>>
  readonly actions: Record<Action, number>
  /** Rule → hits, for live rules; likewise for shadow rules and for rules that a missing value left undecided. */
  readonly liveHits: Map<string, number>
  readonly shadowHits: Map<string, number>
  readonly unknown: Map<string, number>
  /** Rule → hits that a snooze silenced. */
  readonly snoozedHits: Map<string, number>
  /** By the action of the decision: rule → hits, for live rules in decisions to review or block. */
  readonly flags: Record<Exclude<Action, 'allow'>, Map<string, number>>
  /** Payments to review or block by where their cases will wait. */
  readonly reviews: Map<string, { queue: string; priority: Priority; action: Action; count: number }>
  /** List that acts → payments with a value in it. */
  readonly listMatches: Map<string, number>
  readonly verdicts: Record<Verdict, number>
  /** Outcome type → verdict → how many. */
  readonly outcomes: Map<OutcomeType, Map<OutcomeVerdict, number>>
  /** Problem code → dead letters. */
  readonly rejections: Map<string, number>
  /** The same dead letters by partition. */
  readonly rejectionPlaces: Map<string, PartitionPlace & { count: number }>
  readonly warnings: Map<string, number>
  readonly ignorals: Map<string, number>
  /** Wall-clock time at which the batch was committed, milliseconds since 1970; 0 until then. */
  finishedAtMs: number
  /** What was written for this batch; nothing until then. */
  outputs: readonly Output[]

  warned(codes: readonly string[]): void
  rejected(code: string, place: PartitionPlace): void
  ignored(reason: string): void
  judged(verdict: Verdict): void
  outcome(type: OutcomeType, verdict: OutcomeVerdict): void
  decided(decision: Decision): void
  /** Called by `decided` for payments to review or block, with the hits of that action. */
  flagged(decision: Decision, flags: Map<string, number>): void
  /** A rule that an absent value left open for one payment. */
  undecided(rule: string): void
  finish(nowMs: number, outputs?: readonly Output[]): void
}

export function startSummary(records: readonly EventRecord[], ruleset: string): BatchSummary {
  return {
    ruleset,
    records,
    stageSeconds: { decode: 0, enrich: 0, count: 0, evaluate: 0, emit: 0, commit: 0 },
    stageBeganMs: {},
    actions: { allow: 0, review: 0, block: 0 },
    liveHits: new Map(),
    shadowHits: new Map(),
    unknown: new Map(),
    snoozedHits: new Map(),
    flags: { review: new Map(), block: new Map() },
    reviews: new Map(),
    listMatches: new Map(),
    verdicts: { new: 0, duplicate: 0, 'old-duplicate': 0, 'status-change': 0, 'id-conflict': 0 },
    outcomes: new Map(),
    rejections: new Map(),
    rejectionPlaces: new Map(),
    warnings: new Map(),
    ignorals: new Map(),
    finishedAtMs: 0,
    outputs: [],
    warned(codes) {
      for (const code of codes) increase(this.warnings, code)
    },
    rejected(code, { topic, partition }) {
      increase(this.rejections, code)
      countRow(this.rejectionPlaces, `${topic}/${partition}`, { topic, partition })
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
      if (decision.action !== 'allow') this.flagged(decision, this.flags[decision.action])
    },
    flagged({ action, hits, queue = '', priority = 'normal' }, flags) {
      for (const { rule } of hits) increase(flags, rule)
      countRow(this.reviews, `${action} ${priority} ${queue}`, { queue, priority, action })
    },
    undecided(rule) {
      increase(this.unknown, rule)
    },
    finish(nowMs, outputs = []) {
      this.finishedAtMs = nowMs
      this.outputs = outputs
    },
  }
}

function increase<Name extends string>(counts: Map<Name, number>, name: Name): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

function countRow<Row extends object>(rows: Map<string, Row & { count: number }>, name: string, row: Row): void {
  const known = rows.get(name)
  if (known === undefined) rows.set(name, { ...row, count: 1 })
  else known.count++
}

/** Adds the time between calls to the stage that was started last. */
export class Stopwatch {
  private readonly summary: Pick<BatchSummary, 'stageSeconds' | 'stageBeganMs'>
  private stage: Stage | undefined
  private startedAtMs = 0

  constructor(summary: Pick<BatchSummary, 'stageSeconds' | 'stageBeganMs'>) {
    this.summary = summary
  }

  start(stage: Stage): void {
    this.stop()
    this.stage = stage
    this.startedAtMs = performance.now()
    this.summary.stageBeganMs[stage] ??= performance.timeOrigin + this.startedAtMs
  }

  stop(): void {
    const { stage, summary } = this
    if (stage !== undefined) summary.stageSeconds[stage] += (performance.now() - this.startedAtMs) / 1000
    this.stage = undefined
  }
}
