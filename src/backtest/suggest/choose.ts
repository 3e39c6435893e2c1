import type { State } from './effect.ts'
import { type Change, labelled, type Measure, PartTrial } from './effect.ts'
import type { Part } from './part.ts'
import type { NumberSweep } from './rule-sweeps.ts'
import type { Effect } from './suggest-report.ts'
import type { Trial } from './trial.ts'

/** A change that is the best of its kind on the first part, and what it does on both. */
export interface Chosen<What> {
  what: What
  first: Effect
  later: Effect
}

/** The bar of one test on the first part: what passes is asked again. */
const FIRST_CHANCE_MAX = 0.05

export interface Asked extends Measure {
  first: Part
  later: Part
  labelledMin: number
}

/** The value of a number that gains most on the first part, if any is worth it there; of equal ones the nearest. */
export function chooseNumber({ target, values, trial }: NumberSweep, isLive: boolean, asked: Asked) {
  const at = (index: number): State => ({ hits: ({ hits }) => hits[index]!, acts: ({ hits }) => hits[index]! })
  const never: State = { hits: () => false, acts: () => false }
  const before = at(values.indexOf(target.current))
  const changes = values.flatMap((value, index) =>
    value === target.current
      ? []
      : [
          {
            what: value,
            change: { now: isLive ? before : never, before, after: at(index), freedAgainst: 'rule' as const },
          },
        ],
  )
  const inOrder = changes.sort((a, b) => Math.abs(a.what - target.current) - Math.abs(b.what - target.current))
  return choose(trial, inOrder, asked)
}

/** Whether the rule is better in shadow, or a shadow rule live. */
export function chooseMode(trial: Trial, isLive: boolean, asked: Asked): Chosen<'live' | 'shadow'> | undefined {
  const acting = (acts: boolean): State => ({ hits: () => true, acts: () => acts })
  const change = {
    now: acting(isLive),
    before: acting(isLive),
    after: acting(!isLive),
    freedAgainst: 'flagged' as const,
  }
  return choose(trial, [{ what: isLive ? 'shadow' : 'live', change }], asked)
}

function choose<What>(
  trial: Trial,
  changes: readonly { what: What; change: Omit<Change, 'trial'> }[],
  asked: Asked,
): Chosen<What> | undefined {
  const onFirst = new PartTrial(asked.first, trial, asked)
  let best: { what: What; change: Omit<Change, 'trial'>; first: Effect } | undefined
  for (const { what, change } of changes) {
    const first = onFirst.effect(change)
    if (holds(first, asked, FIRST_CHANCE_MAX) && first.gain > (best?.first.gain ?? 0)) best = { what, change, first }
  }
  if (best === undefined) return undefined
  const { what, change, first } = best
  return { what, first, later: new PartTrial(asked.later, trial, asked).effect(change) }
}

/** Whether a change gains something, enough of what it changes is labelled, and what it changes is not as chance would have it. */
export function holds({ gain, flagged, freed, chance }: Effect, { labelledMin }: Asked, chanceMax: number): boolean {
  const known = labelled(flagged) + labelled(freed)
  const unknown = flagged.unlabelled + freed.unlabelled
  return gain > 0 && known >= labelledMin && known >= unknown && chance <= chanceMax
}
