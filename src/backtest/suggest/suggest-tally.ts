import { consultLists } from '../../engine/consult-lists.ts'
import type { ListMatch } from '../../model/decision.ts'
import type { Frame, Ruleset } from '../../ruleset/ruleset.ts'
import { actionsAround } from '../actions-around.ts'
import { InputTally } from '../input-tally.ts'
import type { JudgedPayment, RuleHits } from '../judged.ts'
import { judgementOf } from '../judgement-of.ts'
import { numberTargets } from './number-targets.ts'
import { RuleSweeps, type SweepHits } from './rule-sweeps.ts'
import { type KeptPayment, Trial } from './trial.ts'

/** What can be told of a payment only while its frame is valid. */
export interface SuggestLook {
  lists: readonly ListMatch[]
  sweeps: readonly SweepHits[]
}

/**
 * One pass over payments of the past that tries every number of every rule, and every rule without its say. What is kept for each
 * payment is its time, amount, truth and action, and its place in the cohorts of the numbers that matter to it.
 */
export class SuggestTally {
  readonly input = new InputTally()
  readonly payments: KeptPayment[] = []
  /** By rule, in the order of the ruleset. */
  readonly rules: readonly RuleSweeps[]
  readonly modes: readonly Trial[]
  private readonly ruleset: Ruleset

  constructor(ruleset: Ruleset, wantsShadow: boolean) {
    this.ruleset = ruleset
    const targets = numberTargets(ruleset, wantsShadow)
    this.rules = ruleset.rules.map(
      (_, rule) =>
        new RuleSweeps(
          ruleset,
          rule,
          targets.filter(target => target.rule === rule),
        ),
    )
    this.modes = ruleset.rules.map(() => new Trial())
  }

  look(frame: Frame): SuggestLook {
    const lists = consultLists(this.ruleset.policy.lists, frame)
    return { lists, sweeps: this.rules.flatMap(rule => rule.look(frame)) }
  }

  /** Each payment once, with what the rules made of it. */
  add(payment: JudgedPayment, { lists, sweeps }: SuggestLook, hits: RuleHits): void {
    const judgement = judgementOf(this.ruleset, hits, lists)
    const { occurredAtMs, amountMinor, truth } = payment
    const index = this.payments.push({ occurredAtMs, amountMinor, truth, action: judgement.action }) - 1
    this.input.add(payment)
    for (const { sweep, hits } of sweeps) {
      sweep.trial.add(index, hits, actionsAround(this.ruleset, sweep.target.rule, judgement))
    }
    for (const rule of [...judgement.hits, ...judgement.shadowHits]) {
      this.modes[rule]!.add(index, HITS, actionsAround(this.ruleset, rule, judgement))
    }
  }
}

const HITS = [true]
