import { consultLists } from '../engine/consult-lists.ts'
import type { ListMatch } from '../model/decision.ts'
import type { Frame, Ruleset } from '../ruleset/ruleset.ts'
import type { SweepTarget } from './sweep-target.ts'
import { type SweepLook, SweptRule } from './swept-rule.ts'

/** What can be told of a payment only while its frames are valid, besides what its rules say. */
export interface Look {
  /** By ruleset. */
  lists: readonly (readonly ListMatch[])[]
  sweep: SweepLook
}

export interface Sweep {
  target: SweepTarget
  values: readonly number[]
}

/** Looks at frames, one for each ruleset. */
export class BacktestLook {
  private readonly rulesets: readonly Ruleset[]
  private readonly swept: SweptRule | undefined

  /** The rule that is swept is one of the first ruleset. */
  constructor(rulesets: readonly Ruleset[], sweep: Sweep | undefined) {
    this.rulesets = rulesets
    this.swept = sweep && new SweptRule(rulesets[0]!, sweep.target, sweep.values)
  }

  /** Undefined where there is nothing to tell. */
  look(frames: readonly Frame[]): Look | undefined {
    const lists = this.rulesets.map(({ policy }, at) => consultLists(policy.lists, frames[at]!))
    const sweep = this.swept?.look(frames[0]!)
    return sweep === undefined && lists.every(({ length }) => length === 0) ? undefined : { lists, sweep }
  }
}
