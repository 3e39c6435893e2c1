import { evaluate } from '../engine/evaluate.ts'
import { silence } from '../engine/silence.ts'
import type { Frame, Rule, Ruleset } from '../ruleset/ruleset.ts'
import type { RuleHits } from './judged.ts'

/** The one answer for everything that no rule hit. */
export const NO_HITS: RuleHits = { hits: [], shadowHits: [], reasons: [] }

/** Asks the rules of a ruleset: the evaluation and the snoozes of `decide`, without the texts. */
export class RuleJudge {
  private readonly ruleset: Ruleset
  private readonly indexes: ReadonlyMap<Rule, number>
  private readonly tellsReasons: boolean

  constructor(ruleset: Ruleset, tellsReasons: boolean) {
    this.ruleset = ruleset
    this.indexes = new Map(ruleset.rules.map((rule, index) => [rule, index]))
    this.tellsReasons = tellsReasons
  }

  judge(frame: Frame): RuleHits {
    const { hits, shadowHits } = silence(this.ruleset, evaluate(this.ruleset, frame), frame).evaluation
    if (hits.length === 0 && shadowHits.length === 0) return NO_HITS
    return {
      hits: this.indexesOf(hits),
      shadowHits: this.indexesOf(shadowHits),
      reasons: this.tellsReasons ? hits.map(rule => rule.reason(frame)) : NO_HITS.reasons,
    }
  }

  private indexesOf(rules: readonly Rule[]): readonly number[] {
    return rules.length === 0 ? NO_HITS.hits : rules.map(rule => this.indexes.get(rule)!)
  }
}
