import type { Frame, Rule, Ruleset } from '../../ruleset/ruleset.ts'
import type { SweepTarget } from '../sweep-target.ts'
import { usualValues } from '../sweep-values.ts'
import { SweptRule } from '../swept-rule.ts'
import { Trial } from './trial.ts'

/** One number with the values that are tried for it, and what came of them. */
export interface NumberSweep {
  target: SweepTarget
  values: readonly number[]
  swept: SweptRule
  trial: Trial
}

export interface SweepHits {
  sweep: NumberSweep
  hits: readonly boolean[]
}

const NONE: readonly SweepHits[] = []

/** All numbers of one rule. A payment that two lines keep from being a hit is one whatever the number, and is not asked further. */
export class RuleSweeps {
  readonly sweeps: readonly NumberSweep[]
  private readonly rule: Rule

  constructor(ruleset: Ruleset, rule: number, targets: readonly SweepTarget[]) {
    this.rule = ruleset.rules[rule]!
    this.sweeps = targets.map(target => {
      const values = usualValues(target.current)
      return { target, values, swept: new SweptRule(ruleset, target, values), trial: new Trial() }
    })
  }

  /** Those numbers of which some value makes the rule hit. */
  look(frame: Frame): readonly SweepHits[] {
    const against = this.linesAgainst(frame)
    if (against.length > 1) return NONE
    const found: SweepHits[] = []
    for (const sweep of this.sweeps) {
      const { list, line } = sweep.target
      if (against.length === 1 && this.rule[list][line] !== against[0]) continue
      const hits = sweep.swept.look(frame)
      if (hits?.includes(true)) found.push({ sweep, hits })
    }
    return found
  }

  /** Lines that keep the rule from hitting by themselves; no more than two are looked for. */
  private linesAgainst(frame: Frame): unknown[] {
    const against: unknown[] = []
    for (const [lines, settledBy] of [[this.rule.when, false] as const, [this.rule.unless, true] as const]) {
      for (const line of lines) {
        if (line.holds(frame) === settledBy) against.push(line)
        if (against.length > 1) return against
      }
    }
    return against
  }
}
