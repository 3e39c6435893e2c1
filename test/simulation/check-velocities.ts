import type { Ruleset } from '../../src/ruleset/ruleset.ts'
import { tellAll } from '../velocity/oracle.ts'
import { eventName } from './event-name.ts'
import type { MadePayment, MadeRecord } from './made-record.ts'
import type { SimulatedOutputs } from './simulated-outputs.ts'
import type { Era } from './state-history.ts'
import type { World } from './world.ts'

type Said = number | boolean | undefined
type Values = Readonly<Record<string, Said>>

interface Place {
  payment: MadePayment
  partition: number
  /** The first at which it stands. */
  offset: number
}

/**
 * C: each velocity of each decision is what the slow oracle tells. Between partitions there is no order but the one in
 * which the store got to work on the events, so that is the order in which the oracle hears of them; repeats change nothing.
 * Within a partition it is the partition's own. What was lost is counted again in an order of its own: a payment that was
 * asked for in both may be decided by either. D: and in no further way.
 */
export function checkVelocities(
  world: World,
  partitions: readonly MadeRecord[][],
  { ruleset, eras, written }: { ruleset: Ruleset; eras: readonly Era[]; written: SimulatedOutputs },
): void {
  const made = placesOf(partitions)
  const legal = new Map<string, Values[]>()
  for (const era of eras) {
    for (const [identity, values] of toldIn(world, era, made, ruleset)) {
      const known = legal.get(identity)
      if (known === undefined) legal.set(identity, [values])
      else if (!known.some(each => areAlike(each, values))) known.push(values)
    }
  }
  const reviewed = written.of('reviews')
  for (const [identity, texts] of written.of('decisions')) {
    const told = legal.get(identity) ?? []
    if (told.length === 0) world.violate('C', `${identity} was decided and never counted`)
    if (told.length > 1 && partitions.length === 1) world.violate('C', `${identity} was counted in two orders`)
    checkTexts(world, identity, told, texts)
    // Between two that are both right, the one may be written without its review, and the other be none.
    const isFlagged = texts.some(each => JSON.parse(each).action !== 'allow')
    if (isFlagged !== reviewed.has(identity) && told.length < 2) {
      world.violate('S', `${identity} has a decision that fits no review`)
    }
  }
  for (const [identity, texts] of reviewed) checkTexts(world, identity, legal.get(identity) ?? [], texts)
}

function checkTexts(world: World, identity: string, told: readonly Values[], texts: readonly string[]): void {
  if (texts.length > Math.max(1, told.length)) world.violate('D', `${identity} was written as ${texts.join(' and ')}`)
  for (const text of texts) {
    const said: Values = JSON.parse(text).velocity ?? {}
    if (told.length === 0 || told.some(each => areAlike(each, said))) continue
    world.violate('C', `${identity} says ${JSON.stringify(said)}, should say ${JSON.stringify(told)}`)
  }
}

function placesOf(partitions: readonly MadeRecord[][]): Map<string, Place> {
  const places = new Map<string, Place>()
  partitions.forEach((records, partition) => {
    records.forEach(({ payment }, offset) => {
      if (payment === undefined) return
      const name = eventName(payment.event)
      if (!places.has(name)) places.set(name, { payment, partition, offset })
    })
  })
  return places
}

/** By identity, what must be said of the payments that were asked for in this state. */
function toldIn(world: World, era: Era, made: ReadonlyMap<string, Place>, ruleset: Ruleset): Map<string, Values> {
  const heard = heardIn(world, era, made)
  const shown = ruleset.rules.find(rule => rule.name === 'tells-counts')!.velocities
  // The oracle tells states apart by the time that counts, and two may have been held back to the same one.
  const events = heard.map(({ event, state }) => ({ ...event, declineCode: state }))
  const asked = new Set([...era.asked].flatMap(name => made.get(name)?.payment.identity ?? []))
  const told = asked.size === 0 ? [] : tellAll(events, ruleset.plan.velocities)
  const values = new Map<string, Values>()
  told.forEach((each, at) => {
    const { identity } = heard[at]!
    if (each.verdict !== 'new' || !asked.has(identity)) return
    values.set(identity, Object.fromEntries(shown.map(({ shown: name, index }) => [name, each.values?.[index]])))
  })
  return values
}

/** Each event once, in the order in which they count. */
function heardIn(world: World, { events }: Era, made: ReadonlyMap<string, Place>): MadePayment[] {
  const heard = new Map<string, MadePayment>()
  const reached = new Map<number, number>()
  for (const event of events) {
    const place = made.get(eventName(event))
    if (place === undefined) {
      world.violate('C', `${eventName(event)} was counted and did not come in`)
      continue
    }
    const { payment, partition, offset } = place
    const name = `${payment.identity} ${payment.state} ${payment.event.content}`
    if (heard.has(name)) continue
    heard.set(name, payment)
    const before = reached.get(partition) ?? -1
    if (offset < before) world.violate('C', `${partition}@${offset} was counted after ${partition}@${before}`)
    reached.set(partition, offset)
  }
  return [...heard.values()]
}

function areAlike(a: Values, b: Values): boolean {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every(name => isAlike(a[name], b[name]))
}

function isAlike(a: Said, b: Said): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b))
}
