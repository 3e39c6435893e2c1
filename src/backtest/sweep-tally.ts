import type { Ruleset } from '../ruleset/ruleset.ts'
import { type ActionsAround, actionsAround } from './actions-around.ts'
import { FlagTally, share } from './flag-tally.ts'
import type { JudgedPayment, Judgement } from './judged.ts'
import type { SweepPoint, SweepReport } from './report.ts'
import { noTruths } from './rule-tally.ts'
import type { SweepTarget } from './sweep-target.ts'
import { type SweepLook, sweptTexts } from './swept-rule.ts'
import type { Truth } from './truth.ts'

/** What the rule did with one value of its number. */
interface Variant {
  value: number
  text: string
  payments: number
  amountMinor: number
  truths: Record<Truth, number>
  flags: FlagTally
}

/** Many values of one number in one pass. */
export class SweepTally {
  private readonly ruleset: Ruleset
  private readonly target: SweepTarget
  private readonly variants: readonly Variant[]
  /** Payments that the rule cannot hit whatever the value. */
  private readonly elsewhere = new FlagTally()

  constructor(ruleset: Ruleset, target: SweepTarget, values: readonly number[]) {
    this.ruleset = ruleset
    this.target = target
    const texts = sweptTexts(ruleset, target, values)
    this.variants = values.map((value, at): Variant => {
      const text = texts[at]!
      return { value, text, payments: 0, amountMinor: 0, truths: noTruths(), flags: new FlagTally() }
    })
  }

  add(payment: JudgedPayment, judgement: Judgement, look: SweepLook): void {
    if (look === undefined) {
      this.elsewhere.add(judgement.action, payment)
      return
    }
    const actions = this.actions(judgement)
    this.variants.forEach((variant, at) => {
      const hits = look[at]!
      variant.flags.add(hits ? actions.hit : actions.missed, payment)
      if (!hits) return
      variant.payments++
      variant.amountMinor += payment.amountMinor ?? 0
      variant.truths[payment.truth]++
    })
  }

  report(days: number, baseDigits: number): SweepReport {
    const { list, line, current } = this.target
    const rule = this.ruleset.rules[this.target.rule]!
    const points = this.variants.map(({ value, text, payments, amountMinor, truths, flags }): SweepPoint => {
      const all = new FlagTally()
      all.addAll(this.elsewhere)
      all.addAll(flags)
      const overall = all.report(days, baseDigits)
      const bad = truths.fraud + truths.abuse
      return {
        value,
        line: text,
        hits: { payments, amount: amountMinor / 10 ** baseDigits },
        truths,
        precision: share(bad, truths.legit),
        recall: share(bad, overall.caught.payments + overall.missed.payments - bad),
        overall,
      }
    })
    return { rule: rule.name, mode: rule.mode, line: rule[list][line]!.text, list, current, points }
  }

  /** A shadow rule acts on nothing. */
  private actions(judgement: Judgement): ActionsAround {
    if (this.ruleset.rules[this.target.rule]!.mode === 'live') {
      return actionsAround(this.ruleset, this.target.rule, judgement)
    }
    return { hit: judgement.action, missed: judgement.action }
  }
}
