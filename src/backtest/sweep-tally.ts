import { listedAction } from '../engine/consult-lists.ts'
import { actionOf } from '../engine/decide.ts'
import { ruleHolds } from '../engine/evaluate.ts'
import { silence } from '../engine/silence.ts'
import type { Action } from '../model/decision.ts'
import type { Condition, Frame, Rule, Ruleset } from '../ruleset/ruleset.ts'
import { FlagTally, share } from './flag-tally.ts'
import type { JudgedPayment, Judgement } from './judged.ts'
import type { SweepPoint, SweepReport } from './report.ts'
import { noTruths } from './rule-tally.ts'
import type { SweepTarget } from './sweep-target.ts'
import type { Truth } from './truth.ts'

/** The rule with one value of its number, and what it did with it. */
interface Variant {
  value: number
  rule: Rule
  text: string
  payments: number
  amountMinor: number
  truths: Record<Truth, number>
  flags: FlagTally
}

/** By value, as far as the rule alone goes. */
export type SweepLook = readonly boolean[] | undefined

/**
 * Many values of one number in one pass: velocities and all other lines are the same for each of them, so a payment that
 * another line settles is asked once, and any other once for each value.
 */
export class SweepTally {
  private readonly ruleset: Ruleset
  private readonly target: SweepTarget
  private readonly variants: readonly Variant[]
  /** The rule without the line. */
  private readonly rest: Rule
  /** Payments that the rule cannot hit whatever the value. */
  private readonly elsewhere = new FlagTally()

  /** `part` has the rule compiled against the frames that will be looked at. */
  constructor(ruleset: Ruleset, part: Ruleset, target: SweepTarget, values: readonly number[]) {
    this.ruleset = ruleset
    this.target = target
    const { list, line, number } = target
    const { name } = ruleset.rules[target.rule]!
    const rule = part.rules.find(each => each.name === name)!
    const lines = rule[list]
    const withLine = (replaced: readonly Condition[]): Rule => ({
      ...rule,
      [list]: lines.toSpliced(line, 1, ...replaced),
    })
    this.rest = withLine([])
    this.variants = values.map((value): Variant => {
      const changed = lines[line]!.numbers()[number]!.withValue(value)
      return {
        value,
        rule: withLine([{ ...lines[line]!, ...changed }]),
        text: changed.text,
        payments: 0,
        amountMinor: 0,
        truths: noTruths(),
        flags: new FlagTally(),
      }
    })
  }

  /** Whether the rule hits with each of the values; undefined where it cannot, whatever the value. */
  look(frame: Frame): SweepLook {
    if (ruleHolds(this.rest, frame) === false || this.isSnoozed(frame)) return undefined
    return this.variants.map(({ rule }) => ruleHolds(rule, frame) ?? rule.missing === 'hit')
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

  /** The action of the payment if the rule hits, and if it does not. A shadow rule acts on nothing. */
  private actions({ action, hits, lists }: Judgement): { hit: Action; missed: Action } {
    const { rules, policy } = this.ruleset
    const swept = rules[this.target.rule]!
    if (swept.mode !== 'live') return { hit: action, missed: action }
    const others = hits.flatMap(index => (index === this.target.rule ? [] : [rules[index]!]))
    const score = others.reduce((sum, rule) => sum + rule.score, 0)
    return {
      hit: listedAction(lists, actionOf(policy, score + swept.score, [...others, swept])),
      missed: listedAction(lists, actionOf(policy, score, others)),
    }
  }

  private isSnoozed(frame: Frame): boolean {
    return silence(this.ruleset, { hits: [this.rest], shadowHits: [], unknown: [] }, frame).snoozed.length > 0
  }
}
