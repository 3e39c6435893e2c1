import { consultLists } from '../engine/consult-lists.ts'
import type { ListMatch } from '../model/decision.ts'
import type { Frame, Ruleset } from '../ruleset/ruleset.ts'
import { DiffTally } from './diff-tally.ts'
import { InputTally } from './input-tally.ts'
import { joinJudgements } from './join-judgements.ts'
import type { JudgedPayment, PartJudgement } from './judged.ts'
import type { BacktestReport, InputReport } from './report.ts'
import { RulesetTally } from './ruleset-tally.ts'
import { SweepTally } from './sweep-tally.ts'
import type { SweepTarget } from './sweep-target.ts'
import type { SweepLook } from './swept-rule.ts'

export interface NamedRuleset {
  dir: string
  ruleset: Ruleset
}

export interface BacktestOptions {
  rules: NamedRuleset
  /** The one it is held against: what was before. */
  against?: NamedRuleset | undefined
  /** `part` holds the swept rule as it reads the frames that will be shown. */
  sweep?: { target: SweepTarget; values: readonly number[]; part: Ruleset } | undefined
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

/** What can be told of a payment only while its frames are valid. */
export interface Look {
  payment: JudgedPayment
  /** By ruleset. */
  lists: readonly (readonly ListMatch[])[]
  sweep: SweepLook
}

/** Judges payments with one ruleset, or with two, and adds up what comes of it. Knows nothing of files. */
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
    this.sweep = sweep && new SweepTally(rules.ruleset, sweep.part, sweep.target, sweep.values)
  }

  /** Each payment once. A frame for each ruleset. */
  look(payment: JudgedPayment, frames: readonly Frame[]): Look {
    const { rules, against } = this.options
    const lists = [consultLists(rules.ruleset.policy.lists, frames[0]!)]
    if (against !== undefined) lists.push(consultLists(against.ruleset.policy.lists, frames[1]!))
    return { payment, lists, sweep: this.sweep?.look(frames[0]!) }
  }

  /** The same payment once all of its rules were asked: by ruleset, what each part of the rules made of it. */
  add({ payment, lists, sweep }: Look, parts: readonly (readonly PartJudgement[])[]): void {
    const judgement = joinJudgements(this.options.rules.ruleset, parts[0]!, lists[0]!)
    this.input.add(payment)
    this.tally.add(payment, judgement)
    this.sweep?.add(payment, judgement, sweep)
    if (this.other === undefined) return
    const before = joinJudgements(this.other.ruleset, parts[1]!, lists[1]!)
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
