import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect } from 'vitest'
import { Signal } from '../../src/model/signal.ts'
import type { Counted, VelocityStore } from '../../src/ports.ts'
import type { VelocityDefinition, VelocityPlan } from '../../src/velocity/plan.ts'
import { velocityIdentity } from '../../src/velocity/plan-velocities.ts'
import type { Told } from './oracle.ts'
import type { SampleEvent } from './sample-event.ts'

export type Value = number | boolean | undefined

/** What a store said of one event: its verdict and the value of each velocity asked about. */
export interface Said {
  verdict: string
  values: Value[]
}

/** Gives a store the events in batches and reads every velocity of each while the next batch is under way. */
export async function sayAll(
  store: VelocityStore,
  plan: VelocityPlan,
  events: readonly SampleEvent[],
  batchSize: number,
): Promise<Said[]> {
  const said: Said[] = []
  if (events.length === 0) return said
  const count = (batch: readonly SampleEvent[]) => {
    const read = new Signal()
    return { read, counting: store.count(plan, batch, read.given) }
  }
  let { read, counting } = count(events.slice(0, batchSize))
  for (let from = 0; from < events.length; from += batchSize) {
    const next = from + batchSize
    const nextEvents = events.slice(next, next + batchSize)
    if (next < events.length && from % 3 !== 1) store.prepare?.(plan, nextEvents)
    const counted = await counting
    const isRead = read
    if (next < events.length) ({ read, counting } = count(nextEvents))
    await nextTurn()
    for (const each of counted) said.push(sayOne(each, plan))
    isRead.give()
  }
  return said
}

const LIMITS = [0, 1, 2, 3, 4, 5, 7, 10, 20, 40]

/** What is called below a limit, or not below it, has to be: asked before and after the value is known, about limits around it. */
export function sayOne(counted: Counted, plan: VelocityPlan): Said {
  const told = plan.velocities.map((_, index) => LIMITS.map(limit => counted.comparedWith(index, limit)))
  for (const [index, sides] of told.entries()) {
    const value = counted.read(index)
    for (const [at, limit] of LIMITS.entries()) {
      if (sides[at]! < 0) expect(value).toBeLessThan(limit)
      if (sides[at]! > 0) expect(value).toBeGreaterThanOrEqual(limit)
    }
    expect(LIMITS.map(limit => counted.comparedWith(index, limit))).toEqual(sides)
  }
  return { verdict: counted.verdict, values: plan.velocities.map((_, index) => counted.read(index)) }
}

/** Where each definition stands in a plan that may hold equal ones once. */
export function indexesIn(plan: VelocityPlan, definitions: readonly VelocityDefinition[]): number[] {
  const identities = plan.velocities.map(velocityIdentity)
  return definitions.map(each => identities.indexOf(velocityIdentity(each)))
}

/** Fails unless the store said what the oracle tells. Decimals may differ in the last places: the oracle rounds on its way. */
export function expectAgreement(
  said: readonly Said[],
  told: readonly Told[],
  plan: VelocityPlan,
  definitions: readonly VelocityDefinition[],
): void {
  const indexes = indexesIn(plan, definitions)
  expect(said.map(each => each.verdict.replace('old-', ''))).toEqual(told.map(each => each.verdict))
  for (let at = 0; at < told.length; at++) {
    const { values } = told[at]!
    if (values === undefined || said[at]!.verdict === 'old-duplicate') continue
    for (let number = 0; number < values.length; number++) {
      const actual = said[at]!.values[indexes[number]!]
      if (!isAlike(actual, values[number])) {
        expect.fail(`event ${at}: ${JSON.stringify(definitions[number])} is ${actual}, should be ${values[number]}`)
      }
    }
  }
}

function isAlike(actual: Value, expected: Value): boolean {
  if (typeof actual !== 'number' || typeof expected !== 'number') return actual === expected
  return Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected))
}
