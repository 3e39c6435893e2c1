import { ruleHolds } from '../engine/evaluate.ts'
import { silence } from '../engine/silence.ts'
import type { Condition, Frame, Rule, Ruleset } from '../ruleset/ruleset.ts'
import type { SweepTarget } from './sweep-target.ts'

/** By value, as far as the rule alone goes. */
export type SweepLook = readonly boolean[] | undefined

/**
 * One rule with many values of one of its numbers: velocities and all other lines are the same for each of them, so a payment
 * that another line settles is asked once, and any other once for each value.
 */
export class SweptRule {
  /** The line with each of the values. */
  readonly texts: readonly string[]
  private readonly ruleset: Ruleset
  private readonly variants: readonly Rule[]
  /** The rule without the line. */
  private readonly rest: Rule

  /** `part` has the rule compiled against the frames that will be looked at. */
  constructor(ruleset: Ruleset, part: Ruleset, target: SweepTarget, values: readonly number[]) {
    this.ruleset = ruleset
    const { list, line, number } = target
    const { name } = ruleset.rules[target.rule]!
    const rule = part.rules.find(each => each.name === name)!
    const lines = rule[list]
    const withLine = (replaced: readonly Condition[]): Rule => ({
      ...rule,
      [list]: lines.toSpliced(line, 1, ...replaced),
    })
    const changed = values.map(value => lines[line]!.numbers()[number]!.withValue(value))
    this.rest = withLine([])
    this.texts = changed.map(({ text }) => text)
    this.variants = changed.map(each => withLine([{ ...lines[line]!, ...each }]))
  }

  /** Whether the rule hits with each of the values; undefined where it cannot, whatever the value. */
  look(frame: Frame): SweepLook {
    if (ruleHolds(this.rest, frame) === false || this.isSnoozed(frame)) return undefined
    return this.variants.map(rule => ruleHolds(rule, frame) ?? rule.missing === 'hit')
  }

  private isSnoozed(frame: Frame): boolean {
    return silence(this.ruleset, { hits: [this.rest], shadowHits: [], unknown: [] }, frame).snoozed.length > 0
  }
}
