import type { Verdict } from '../../src/velocity/event.ts'
import type { VelocityDefinition } from '../../src/velocity/plan.ts'
import type { SampleEvent } from './sample-event.ts'

/** One remembered event, as DESIGN 6 tells it: who it was, when, and what it counts as. */
interface Remembered {
  event: SampleEvent
  timeMs: number
  kinds: ReadonlySet<string>
}

interface Identity {
  content: string
  first: string
  /** Where each state was remembered, by state; undefined where it counted as nothing. */
  states: Map<string, number | undefined>
  authorized: boolean
}

export interface Told {
  verdict: Verdict
  /** Undefined when the event is a conflict or was never remembered. */
  values: (number | boolean | undefined)[] | undefined
}

/**
 * Reads the promises of velocities literally over the whole input: plain arrays, every window filtered from everything
 * that ever came. Slow and meant to be obviously right. Shares no code with what it is compared to.
 */
export function tellAll(events: readonly SampleEvent[], definitions: readonly VelocityDefinition[]): Told[] {
  const remembered: Remembered[] = []
  const identities = new Map<string, Identity>()
  return events.map(event => {
    const { verdict, place } = remember(event, remembered, identities)
    if (place === undefined) return { verdict, values: undefined }
    return { verdict, values: definitions.map(each => answerOf(each, remembered, place)) }
  })
}

/** What a velocity is to cover beside its window: of the log's first events those between from and until, both in it. */
export interface Stretch {
  fromMs: number
  untilMs: number
  foldedCount: number
}

/** The value of one definition for one event that is new, as of its place, over its window and `stretch`. */
export function tellStretched(
  events: readonly SampleEvent[],
  at: number,
  definition: VelocityDefinition,
  stretch?: Stretch,
): number | boolean | undefined {
  const remembered: Remembered[] = []
  const identities = new Map<string, Identity>()
  let place: number | undefined
  for (const event of events.slice(0, at + 1)) place = remember(event, remembered, identities).place
  return place === undefined ? undefined : answerOf(definition, remembered, place, stretch)
}

function remember(
  event: SampleEvent,
  remembered: Remembered[],
  identities: Map<string, Identity>,
): { verdict: Verdict; place: number | undefined } {
  const name = JSON.stringify([event.kind, event.merchantId, event.id])
  const state = event.kind === 'payment' ? JSON.stringify([event.status, event.declineCode, event.timeMs]) : ''
  const authorizes = event.status === 'authorized' || event.status === 'captured'
  const known = identities.get(name)
  if (known === undefined) {
    const kinds = new Set([`${event.kind}s`])
    if (event.kind === 'payment' && event.status === 'declined') kinds.add('declines')
    if (event.kind === 'payment' && authorizes) kinds.add('authorizations')
    const place = remembered.push({ event, timeMs: event.timeMs, kinds }) - 1
    const authorized = event.kind === 'payment' && authorizes
    identities.set(name, { content: event.content, first: state, states: new Map([[state, place]]), authorized })
    return { verdict: 'new', place }
  }
  if (known.content !== event.content) return { verdict: 'id-conflict', place: undefined }
  if (known.first === state) return { verdict: 'duplicate', place: known.states.get(state) }
  if (known.states.has(state)) return { verdict: 'status-change', place: known.states.get(state) }
  let place: number | undefined
  if (event.status === 'declined') {
    place = remembered.push({ event, timeMs: event.timeMs, kinds: new Set(['declines']) }) - 1
  } else if (authorizes && !known.authorized) {
    place = remembered.push({ event, timeMs: event.timeMs, kinds: new Set(['authorizations']) }) - 1
  }
  if (authorizes) known.authorized = true
  known.states.set(state, place)
  return { verdict: 'status-change', place }
}

function answerOf(
  definition: VelocityDefinition,
  remembered: readonly Remembered[],
  place: number,
  stretch?: Stretch,
): number | boolean | undefined {
  const { by, current, field, fn, of } = definition
  const own = remembered[place]!
  if (by.some(name => own.event.key(name) === undefined)) return undefined
  const log = remembered
    .slice(0, place + 1)
    .filter(other => by.every(name => other.event.key(name) === own.event.key(name)))
  const seen = log.filter(
    (other, at) =>
      (isCovered(definition, other.timeMs, own.timeMs) || isStretchedOver(other.timeMs, at, stretch)) &&
      (definition.whereHolds === undefined || definition.whereHolds.holds(other.event.value)),
  )
  const included = current === 'include' ? seen : seen.filter(other => other !== own)
  const window = included.filter(other => other.kinds.has(of))
  const amounts = window.flatMap(({ event }) => numberIn(event, field))
  const sorted = amounts.toSorted((a, b) => a - b)
  const average = total(amounts) / amounts.length
  const isKind = ['payments', 'declines', 'authorizations', 'refunds'].includes(field)
  const alike = window.filter(other => isSame(other.event, own.event, field))
  const before = alike.filter(other => other !== own)
  const hasField = fieldOf(own.event, field) !== undefined
  switch (fn) {
    case 'count':
      return window.length
    case 'sum':
      return total(amounts)
    case 'avg':
      return amounts.length === 0 ? undefined : average
    case 'min':
      return sorted[0]
    case 'max':
      return sorted.at(-1)
    case 'stddev':
      if (amounts.length === 0) return undefined
      return Math.sqrt(total(amounts.map(each => (each - average) ** 2)) / amounts.length)
    case 'median':
      return quantile(sorted, 0.5)
    case 'percentile':
      return quantile(sorted, (definition.percent ?? 0) / 100)
    case 'distinct':
      return new Set(window.flatMap(({ event }) => fieldOf(event, field) ?? [])).size
    case 'ratio':
      if (isKind)
        return window.length === 0 ? undefined : included.filter(each => each.kinds.has(field)).length / window.length
      return amounts.length === 0 ? undefined : average
    case 'first_seen':
      return hasField && alike.length > 0 ? secondsBefore(own, Math.min(...alike.map(each => each.timeMs))) : undefined
    case 'last_seen':
      return hasField && before.length > 0
        ? secondsBefore(own, Math.max(...before.map(each => each.timeMs)))
        : undefined
    case 'seen_before':
      return hasField ? before.length > 0 : undefined
    case 'streak': {
      const newestFirst = window.toReversed().toSorted((a, b) => b.timeMs - a.timeMs)
      if (isKind) return runLength(newestFirst, other => other.kinds.has(field))
      const present = newestFirst.filter(({ event }) => fieldOf(event, field) !== undefined)
      return runLength(present, other => isSame(other.event, present[0]!.event, field))
    }
  }
}

function isCovered({ window }: VelocityDefinition, timeMs: number, nowMs: number): boolean {
  if (timeMs > nowMs) return false
  if (window.kind === 'sliding') return timeMs > nowMs - window.ms
  if (window.kind === 'lifetime') return true
  const unit = window.kind === 'calendar_day' ? 10 : 7
  return localDate(timeMs, window.timeZone).slice(0, unit) === localDate(nowMs, window.timeZone).slice(0, unit)
}

function isStretchedOver(timeMs: number, at: number, stretch: Stretch | undefined): boolean {
  if (stretch === undefined || at >= stretch.foldedCount) return false
  return timeMs >= stretch.fromMs && timeMs <= stretch.untilMs
}

const localDates = new Map<string, string>()

/** `2026-10-25`, as the zone's calendar shows it. Remembered, because Intl takes its time. */
function localDate(timeMs: number, timeZone: string): string {
  const name = `${timeZone} ${timeMs}`
  const date = localDates.get(name) ?? new Date(timeMs).toLocaleDateString('sv-SE', { timeZone })
  localDates.set(name, date)
  return date
}

function fieldOf(event: SampleEvent, field: string): string | undefined {
  const value = event.value(field)
  return value === undefined ? undefined : String(value)
}

function isSame(a: SampleEvent, b: SampleEvent, field: string): boolean {
  return fieldOf(a, field) === fieldOf(b, field)
}

function numberIn(event: SampleEvent, field: string): number[] {
  const value = event.value(field)
  if (typeof value === 'boolean') return [value ? 1 : 0]
  return typeof value === 'number' ? [value] : []
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0)
}

function quantile(sorted: readonly number[], share: number): number | undefined {
  if (sorted.length === 0) return undefined
  const rank = (sorted.length - 1) * share
  const lower = sorted[Math.floor(rank)]!
  return lower + (rank - Math.floor(rank)) * (sorted[Math.ceil(rank)]! - lower)
}

function secondsBefore(own: Remembered, timeMs: number): number {
  return Math.floor((own.timeMs - timeMs) / 1000)
}

function runLength<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  const end = items.findIndex(item => !holds(item))
  return end < 0 ? items.length : end
}
