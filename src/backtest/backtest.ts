import type { Ruleset } from '../ruleset/ruleset.ts'
import type { Look, Sweep } from './backtest-look.ts'
import { DiffTally } from './diff-tally.ts'
import { InputTally } from './input-tally.ts'
import type { JudgedPayment, RuleHits } from './judged.ts'
import { judgementOf } from './judgement-of.ts'
import type { BacktestReport, InputReport } from './report.ts'
import { RulesetTally } from './ruleset-tally.ts'
import { SweepTally } from './sweep-tally.ts'

export interface NamedRuleset {
  dir: string
  ruleset: Ruleset
}

export interface BacktestOptions {
  rules: NamedRuleset
  /** The one it is held against: what was before. */
  against?: NamedRuleset | undefined
  sweep?: Sweep | undefined
  /** How many changed payments to show for each change of action. */
  examplesMax: number
  /** Decimals of the base currency. */
  baseDigits: number
}

/** What was read, as far as only the reader knows it. */
export type Read = Pick<
  InputReport,
  'file' | 'baseCurrency' | 'records' | 'repeated' | 'statusChanges' | 'rejected' | 'warmed' | 'afterUntil'
>

/** Adds up what one ruleset, or two, make of payments. Knows nothing of files. */
export class Backtest {
  private readonly options: BacktestOptions
  private readonly input = new InputTally()
  private readonly tally: RulesetTally
  private readonly other: { ruleset: Ruleset; tally: RulesetTally; diff: DiffTally } | undefined
  private readonly sweep: SweepTally | undefined

  constructor(options: BacktestOptions) {
    const { rules, against, sweep, examplesMax, baseDigits } = options
    this.options = options
    this.tally = new RulesetTally(rules.ruleset)
    this.other = against && {
      ruleset: against.ruleset,
      tally: new RulesetTally(against.ruleset),
      diff: new DiffTally(against.ruleset, rules.ruleset, examplesMax, baseDigits),
    }
    this.sweep = sweep && new SweepTally(rules.ruleset, sweep.target, sweep.values)
  }

  /** Each payment once; `hits` by ruleset. */
  add(payment: JudgedPayment, look: Look | undefined, hits: readonly RuleHits[]): void {
    const judgement = judgementOf(this.options.rules.ruleset, hits[0]!, look?.lists[0] ?? [])
    this.input.add(payment)
    this.tally.add(payment, judgement)
    this.sweep?.add(payment, judgement, look?.sweep)
    if (this.other === undefined) return
    const before = judgementOf(this.other.ruleset, hits[1]!, look?.lists[1] ?? [])
    this.other.tally.add(payment, before)
    this.other.diff.add(payment, before, judgement)
  }

  report(read: Read): BacktestReport {
    const { rules, against, baseDigits } = this.options
    const { days } = this.input
    return {
      input: { ...read, ...this.input.report(baseDigits) },
      ruleset: this.tally.report(rules.dir, days, baseDigits),
      ...(this.other && against
        ? { against: this.other.tally.report(against.dir, days, baseDigits), diff: this.other.diff.report() }
        : {}),
      ...(this.sweep ? { sweep: this.sweep.report(days, baseDigits) } : {}),
    }
  }
}
