import { actionOf } from '../engine/decide.ts'
import { evaluate } from '../engine/evaluate.ts'
import type { Frame, Rule, Ruleset } from '../ruleset/ruleset.ts'
import type { Judgement } from './judged.ts'

const NONE: readonly number[] = []

/** What `decide` makes of a frame, without the texts: the same evaluation, the same sum, the same action. */
export class Judge {
  readonly ruleset: Ruleset
  private readonly indexes: ReadonlyMap<Rule, number>

  constructor(ruleset: Ruleset) {
    this.ruleset = ruleset
    this.indexes = new Map(ruleset.rules.map((rule, index) => [rule, index]))
  }

  judge(frame: Frame): Judgement {
    const { hits, shadowHits } = evaluate(this.ruleset, frame)
    let score = 0
    for (const rule of hits) score += rule.score
    const action = actionOf(this.ruleset.policy, score, hits)
    return { action, score, hits: this.indexesOf(hits), shadowHits: this.indexesOf(shadowHits) }
  }

  private indexesOf(rules: readonly Rule[]): readonly number[] {
    return rules.length === 0 ? NONE : rules.map(rule => this.indexes.get(rule)!)
  }
}
