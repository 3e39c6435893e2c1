import type { Action } from '../../model/decision.ts'
import { FlagTally, share } from '../flag-tally.ts'
import type { FlagReport } from '../report.ts'
import { TRUTHS, type Truth } from '../truth.ts'
import { type Counts, chanceOfMoreBad } from './fisher.ts'
import { type Part, sideOf } from './part.ts'
import type { Changed, Effect, Standing } from './suggest-report.ts'
import type { Cohort, Trial } from './trial.ts'
import { type Costs, worthOf } from './weigh.ts'

/** How a rule stands in one variant: which payments it hits, and on which of them that counts. */
export interface State {
  hits: (cohort: Cohort) => boolean
  acts: (cohort: Cohort) => boolean
}

/** One change to one rule. */
export interface Change {
  trial: Trial
  /** As it stood when the payments were judged. */
  now: State
  before: State
  after: State
  /** What payments that are no longer flagged are held against: what the rule still hits, or all that is still flagged. */
  freedAgainst: 'rule' | 'flagged'
}

export interface Measure {
  costs: Costs
  baseDigits: number
}

type Sums = Record<Truth, { payments: number; amountMinor: number }>

/** Adds up each cohort of a trial on one part, once, and tells from it what any change does there. */
export class PartTrial {
  private readonly part: Part
  private readonly measure: Measure
  private readonly cohorts: readonly { cohort: Cohort; sums: Sums }[]

  constructor(part: Part, trial: Trial, measure: Measure) {
    this.part = part
    this.measure = measure
    this.cohorts = trial.cohorts.map(cohort => ({ cohort, sums: sumsOf(cohort, part) }))
  }

  effect({ now, before, after, freedAgainst }: Omit<Change, 'trial'>): Effect {
    const [was, becomes] = [this.standing(now, before), this.standing(now, after)]
    const flagged = this.changed(before, after)
    const freed = this.changed(after, before)
    const flaggedOf = ({ caught, insulted }: FlagReport) => ({ bad: caught.payments, good: insulted.payments })
    const allowedOf = ({ missed, insulted }: FlagReport) => ({
      bad: missed.payments,
      good: this.part.counts.good - insulted.payments,
    })
    const stoppedOf = (standing: Standing) => (freedAgainst === 'rule' ? standing : flaggedOf(standing.overall))
    const chances = [
      chanceOf(flagged, allowedOf(becomes.overall), allowedOf(was.overall)),
      chanceOf(swapped(freed), swapped(stoppedOf(becomes)), swapped(stoppedOf(was)), 1 / CLEARLY),
    ]
    const gain = worthOf(becomes.overall, this.measure.costs) - worthOf(was.overall, this.measure.costs)
    return { before: was, after: becomes, flagged, freed, gain, chance: Math.max(...chances) }
  }

  private standing(now: State, state: State): Standing {
    const hits = { hits: 0, bad: 0, good: 0 }
    for (const { cohort, sums } of this.cohorts) {
      if (!state.hits(cohort)) continue
      for (const truth of TRUTHS) {
        hits.hits += sums[truth].payments
        const side = sideOf(truth)
        if (side !== undefined) hits[side] += sums[truth].payments
      }
    }
    return { overall: this.overall(now, state), ...hits, precision: share(hits.bad, hits.good) }
  }

  private overall(now: State, state: State): FlagReport {
    const flags = new FlagTally()
    flags.addAll(this.part.flags)
    for (const { cohort, sums } of this.cohorts) {
      const [from, to] = [actionIn(now, cohort), actionIn(state, cohort)]
      if (from !== to) for (const truth of TRUTHS) flags.move(from, to, truth, sums[truth])
    }
    return flags.report(this.part.input.days, this.measure.baseDigits)
  }

  /** What is flagged in the second state and was not in the first. */
  private changed(first: State, second: State): Changed {
    const changed = { bad: 0, good: 0, unlabelled: 0 }
    for (const { cohort, sums } of this.cohorts) {
      if (actionIn(first, cohort) !== 'allow' || actionIn(second, cohort) === 'allow') continue
      for (const truth of TRUTHS) changed[sideOf(truth) ?? 'unlabelled'] += sums[truth].payments
    }
    return changed
  }
}

export function labelled({ bad, good }: Counts): number {
  return bad + good
}

/** How much larger a share has to be to be worth acting on, however certain it is that it is larger. */
const CLEARLY = 1.5

/**
 * The chance that what changes has more bad payments than the rest by accident: 0 where nothing changes, 1 where its share is not
 * clearly another than that of the group it comes from. Groups that are freed are given with the sides swapped: their share of bad
 * ones is to be clearly smaller.
 */
function chanceOf(changed: Counts, rest: Counts, source: Counts, ofOthers?: number): number {
  if (labelled(changed) === 0) return 0
  const isClear =
    ofOthers === undefined
      ? shareOf(changed.bad, changed) >= CLEARLY * shareOf(source.bad, source)
      : shareOf(changed.good, changed) <= ofOthers * shareOf(source.good, source)
  return isClear ? chanceOfMoreBad(changed, rest) : 1
}

function shareOf(some: number, group: Counts): number {
  return labelled(group) === 0 ? 0 : some / labelled(group)
}

function swapped({ bad, good }: Counts): Counts {
  return { bad: good, good: bad }
}

function actionIn({ acts }: State, cohort: Cohort): Action {
  return acts(cohort) ? cohort.actions.hit : cohort.actions.missed
}

function sumsOf({ payments }: Cohort, part: Part): Sums {
  const sums = Object.fromEntries(TRUTHS.map(truth => [truth, { payments: 0, amountMinor: 0 }])) as Sums
  for (const index of payments) {
    const payment = part.payments[index]!
    if (!part.has(payment)) continue
    sums[payment.truth].payments++
    sums[payment.truth].amountMinor += payment.amountMinor ?? 0
  }
  return sums
}
