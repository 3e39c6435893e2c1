import type { CaseState, Label } from '../model/case.ts'
import { OUTCOME_TYPES, type OutcomeType } from '../model/outcome.ts'
import { applyEvent } from './apply-event.ts'
import { type Case, DESK } from './case.ts'
import type { ChainedEvent } from './chain.ts'
import { asksForAnswer, isNextRound, standingOf } from './outcome-stage.ts'
import { keyOfTold, type Told, timeOf, toldKey } from './told.ts'
import { TRANSITIONS } from './transitions.ts'

/** How a case stands: the columns that outcomes and people change together. */
export interface Stand {
  /** What was told last that changed it; undefined where people did. */
  by?: Told
  state: CaseState
  resolution: string | null
  label: Label | null
  closed_at: string | null
}

/** How people left a case, and what had been told by then. */
export interface LeftBy {
  stand: Stand
  known: ReadonlySet<string>
}

const UNTOUCHED: LeftBy = {
  stand: { state: 'open', resolution: null, label: null, closed_at: null },
  known: new Set(),
}

/** The last thing that people did which moved the case to a state; notes and the like move it nowhere. */
export function leftByPeople(history: readonly ChainedEvent[]): LeftBy {
  const last = history.findLastIndex(
    ({ actor, action }) => actor !== DESK && action !== 'opened' && TRANSITIONS[action].to !== undefined,
  )
  if (last < 0) return UNTOUCHED
  const until = history.slice(0, last + 1)
  const left = until.reduce<Case | undefined>((before, event) => applyEvent(before, event), undefined)!
  const { state, resolution, label, closed_at } = left
  return { stand: { state, resolution, label, closed_at }, known: toldIn(until) }
}

/** The states of outcomes that belong to a case by its history; what turned out to be about another case has left it. */
export function toldIn(history: readonly ChainedEvent[]): Set<string> {
  const told = new Set<string>()
  for (const { body, at } of history) {
    if (Array.isArray(body.left)) for (const key of body.left) told.delete(key)
    else if (OUTCOME_TYPES.includes(body.what as OutcomeType)) told.add(toldKey(body.what, body.id, at))
  }
  return told
}

/**
 * How a case stands after all that was told of it, in the order of its own times, and after what people did. What they did not know
 * counts where it is newer than the last verdict or question that they did know. A verdict closes what nobody has resolved; a question
 * after a verdict brings the case back to where people had left it, and to the beginning where they were done with it.
 */
export function standAfter({ stand: left, known }: LeftBy, told: readonly Told[]): Stand {
  const isTelling = (each: Told): boolean => standingOf(each) !== 'going-on' || asksForAnswer(each)
  const seen = told.findLastIndex(each => known.has(keyOfTold(each)) && isTelling(each))
  const news = told.slice(seen + 1).filter(each => !known.has(keyOfTold(each)))
  const isDone = left.state === 'resolved' || left.state === 'submitted'
  const again: Stand = isDone ? UNTOUCHED.stand : left
  let now = left
  for (const each of news) {
    const standing = standingOf(each)
    if (standing !== 'going-on' && now.state !== 'resolved') {
      const since = now.state === 'closed' ? now.closed_at : timeOf(each.occurredAtMs)
      now = { state: 'closed', resolution: standing, label: null, closed_at: since, by: each }
    } else if (asksForAnswer(each)) {
      const isAgain = now.state === 'closed' || now.state === 'resolved'
      if (isAgain || (now.state === 'submitted' && isNextRound(each))) now = { ...again, by: each }
    }
  }
  return now
}
