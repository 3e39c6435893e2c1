import type { Ruleset } from '../ruleset/ruleset.ts'
import { DayTally } from './day-tally.ts'
import { FlagTally } from './flag-tally.ts'
import type { JudgedPayment, Judgement } from './judged.ts'
import { LabelTally } from './label-tally.ts'
import type { RulesetReport } from './report.ts'
import { RuleTally } from './rule-tally.ts'

/** Everything that is counted of one ruleset while payments go by. Payments are added once each, in any order. */
export class RulesetTally {
  private readonly ruleset: Ruleset
  private readonly flags = new FlagTally()
  private readonly labels = new LabelTally()
  private readonly days = new DayTally()
  private readonly rules: RuleTally

  constructor(ruleset: Ruleset) {
    this.ruleset = ruleset
    this.rules = new RuleTally(ruleset)
  }

  add(payment: JudgedPayment, judgement: Judgement): void {
    this.flags.add(judgement.action, payment)
    this.labels.add(judgement.action, payment)
    this.days.add(judgement.action, payment)
    this.rules.add(payment, judgement)
  }

  report(dir: string, days: number, baseDigits: number): RulesetReport {
    const { hash, policy } = this.ruleset
    const overall = this.flags.report(days, baseDigits)
    const bad = overall.caught.payments + overall.missed.payments
    return {
      dir,
      hash,
      thresholds: policy.thresholds,
      overall,
      ...this.rules.report(bad, baseDigits),
      labels: this.labels.report(baseDigits),
      daily: this.days.report(),
    }
  }
}
