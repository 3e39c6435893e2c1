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
  private readonly ruleset: Ruleset
  private readonly variants: readonly Rule[]
  /** The rule without the line. */
  private readonly rest: Rule

  constructor(ruleset: Ruleset, target: SweepTarget, values: readonly number[]) {
    this.ruleset = ruleset
    const { list, line } = target
    const rule = ruleset.rules[target.rule]!
    const lines = rule[list]
    const withLine = (replaced: readonly Condition[]): Rule => ({
      ...rule,
      [list]: lines.toSpliced(line, 1, ...replaced),
    })
    const changed = sweptLines(ruleset, target, values)
    this.rest = withLine([])
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

/** The line with each of the values. */
export function sweptTexts(ruleset: Ruleset, target: SweepTarget, values: readonly number[]): string[] {
  return sweptLines(ruleset, target, values).map(({ text }) => text)
}

function sweptLines({ rules }: Ruleset, { rule, list, line, number }: SweepTarget, values: readonly number[]) {
  const lineOf = rules[rule]![list][line]!.numbers()[number]!
  return values.map(value => lineOf.withValue(value))
}
