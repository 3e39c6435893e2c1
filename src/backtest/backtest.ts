import type { Frame, Ruleset } from '../ruleset/ruleset.ts'
import { DiffTally } from './diff-tally.ts'
import { InputTally } from './input-tally.ts'
import { Judge } from './judge.ts'
import type { JudgedPayment } from './judged.ts'
import type { BacktestReport, InputReport } from './report.ts'
import { RulesetTally } from './ruleset-tally.ts'
import { SweepTally } from './sweep-tally.ts'
import type { SweepTarget } from './sweep-target.ts'

export interface NamedRuleset {
  dir: string
  ruleset: Ruleset
}

export interface BacktestOptions {
  rules: NamedRuleset
  /** The one it is held against: what was before. */
  against?: NamedRuleset | undefined
  sweep?: { target: SweepTarget; values: readonly number[] } | undefined
  /** How many changed payments to show for each change of action. */
  examplesMax: number
  /** Decimals of the base currency. */
  baseDigits: number
}

/** What was read, as far as only the reader knows it. */
export type Read = Pick<
  InputReport,
  'file' | 'baseCurrency' | 'records' | 'repeated' | 'statusChanges' | 'rejected' | 'warmed'
>

/** Judges payments with one ruleset, or with two, and adds up what comes of it. Knows nothing of files. */
export class Backtest {
  private readonly options: BacktestOptions
  private readonly input = new InputTally()
  private readonly judge: Judge
  private readonly tally: RulesetTally
  private readonly other: { judge: Judge; tally: RulesetTally; diff: DiffTally } | undefined
  private readonly sweep: SweepTally | undefined

  constructor(options: BacktestOptions) {
    const { rules, against, sweep, examplesMax, baseDigits } = options
    this.options = options
    this.judge = new Judge(rules.ruleset)
    this.tally = new RulesetTally(rules.ruleset)
    this.other = against && {
      judge: new Judge(against.ruleset),
      tally: new RulesetTally(against.ruleset),
      diff: new DiffTally(against.ruleset, rules.ruleset, examplesMax, baseDigits),
    }
    this.sweep = sweep && new SweepTally(rules.ruleset, sweep.target, sweep.values)
  }

  /** Each payment once, with what the ruleset reads of it and, where there are two, what the other one does. */
  add(payment: JudgedPayment, frame: Frame, otherFrame: Frame | undefined): void {
    const judgement = this.judge.judge(frame)
    this.input.add(payment)
    this.tally.add(payment, judgement)
    this.sweep?.add(payment, judgement, frame)
    if (this.other === undefined || otherFrame === undefined) return
    const before = { judgement: this.other.judge.judge(otherFrame), frame: otherFrame }
    this.other.tally.add(payment, before.judgement)
    this.other.diff.add(payment, before, { judgement, frame })
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
