import { evaluate } from '../engine/evaluate.ts'
import { silence } from '../engine/silence.ts'
import type { Frame, Rule, Ruleset } from '../ruleset/ruleset.ts'
import type { PartJudgement } from './judged.ts'

export const NO_HITS: PartJudgement = { hits: [], shadowHits: [], reasons: [] }

/** Judges by some rules of a ruleset, or by all of them: the evaluation and the snoozes of `decide`, without the texts. */
export class PartJudge {
  private readonly part: Ruleset
  private readonly indexes: ReadonlyMap<string, number>
  private readonly tellsReasons: boolean

  /** `part` has rules of `whole`, compiled against velocities of its own. */
  constructor(part: Ruleset, whole: Ruleset, tellsReasons: boolean) {
    this.part = part
    this.indexes = new Map(whole.rules.map(({ name }, index) => [name, index]))
    this.tellsReasons = tellsReasons
  }

  judge(frame: Frame): PartJudgement {
    const { hits, shadowHits } = silence(this.part, evaluate(this.part, frame), frame).evaluation
    if (hits.length === 0 && shadowHits.length === 0) return NO_HITS
    return {
      hits: this.indexesOf(hits),
      shadowHits: this.indexesOf(shadowHits),
      reasons: this.tellsReasons ? hits.map(rule => rule.reason(frame)) : NO_HITS.reasons,
    }
  }

  private indexesOf(rules: readonly Rule[]): readonly number[] {
    return rules.length === 0 ? NO_HITS.hits : rules.map(({ name }) => this.indexes.get(name)!)
  }
}
