import { expect } from 'vitest'
import type { Counted, VelocityStore } from '../../src/ports.ts'
import { CountedEvent } from '../../src/velocity/counted-batch.ts'
import type { CountedKind, VelocityDefinition, VelocityPlan } from '../../src/velocity/plan.ts'
import { planVelocities } from '../../src/velocity/plan-velocities.ts'
import { COUNTED_BITS } from '../../src/velocity/record.ts'
import { indexesIn, type Value } from './compare.ts'
import { tellAll, tellStretched } from './oracle.ts'
import type { SampleEvent } from './sample-event.ts'

/** How many values were looked at, by whether their window reached into folded events. */
export interface FoldedTally {
  exact: number
  folded: number
}

/**
 * Gives the stores the events in batches, in turn, and holds every value of every new event against the oracle: equal where
 * it is not called approximate; else never less than the window holds, nor more than the window and the buckets it touches
 * do, of which `min` and `max` are exactly that.
 */
export async function checkFolded(
  stores: readonly VelocityStore[],
  events: readonly SampleEvent[],
  asked: readonly VelocityDefinition[],
  batchSize: number,
): Promise<FoldedTally> {
  const tally: FoldedTally = { exact: 0, folded: 0 }
  const plan = planVelocities(asked)
  const indexes = indexesIn(plan, asked)
  const told = tellAll(events, asked)
  let turn = 0
  for (let from = 0; from < events.length; from += batchSize) {
    const counted = await stores[turn++ % stores.length]!.count(plan, events.slice(from, from + batchSize))
    for (const [offset, each] of counted.entries()) {
      const at = from + offset
      expect(each.verdict.replace('old-', '')).toBe(told[at]!.verdict)
      if (each.verdict !== 'new') continue
      for (const [number, definition] of asked.entries()) {
        const exact = told[at]!.values![number]
        const index = indexes[number]!
        const place = `event ${at}: ${JSON.stringify(definition)}`
        if (!each.isApproximate(index)) {
          tally.exact++
          expectAlike(each.read(index), exact, place)
        } else {
          tally.folded++
          expectBetween(each, index, exact, { events, at, definition, plan, place })
        }
      }
    }
  }
  return tally
}

interface Place {
  events: readonly SampleEvent[]
  at: number
  definition: VelocityDefinition
  plan: VelocityPlan
  place: string
}

function expectBetween(
  counted: Counted,
  index: number,
  exact: Value,
  { events, at, definition, plan, place }: Place,
): void {
  expect(counted).toBeInstanceOf(CountedEvent)
  const stretch = (counted as CountedEvent).stretched(index)
  expect(stretch, place).toBeDefined()
  const log = plan.logs[plan.logOf[index]!]!
  const { where: _, whereHolds, ...others } = definition
  const isPlain = log.by.length === definition.by.length && (whereHolds === undefined || log.own !== undefined)
  const loosened: VelocityDefinition = log.own === undefined ? { ...others, where: '', by: log.by } : definition
  const value = counted.read(index)
  const tellAs = (changes: Partial<VelocityDefinition>) =>
    tellStretched(events, at, { ...loosened, ...changes }, stretch!)
  const stretched = tellAs({})
  const says = `${place} is ${value}, exactly ${exact}, stretched ${stretched}`
  const lies = (low: Value, high: Value) => {
    if (value === undefined && exact === undefined) return
    const slack = 1e-6 + Math.abs(Number(value)) * 1e-9
    expect(Number(value), says).toBeGreaterThanOrEqual(Number(low ?? Number.NEGATIVE_INFINITY) - slack)
    expect(Number(value), says).toBeLessThanOrEqual(Number(high ?? Number.POSITIVE_INFINITY) + slack)
  }
  // Beyond the bound on values, as many amounts come to, what is not known any more counts as different.
  const mostDifferent = definition.field === 'amount' ? undefined : stretched
  switch (definition.fn) {
    case 'count':
    case 'seen_before':
      lies(exact, stretched)
      break
    case 'distinct':
      lies(exact, mostDifferent)
      break
    case 'first_seen':
      // Where only an event of a bucket is alike that is later than this one, its age is none.
      lies(exact, mostDifferent === undefined ? undefined : Math.max(0, Number(mostDifferent)))
      break
    case 'sum':
      if (definition.field === 'amount') lies(exact, stretched)
      else if (isPlain) lies(stretched, stretched)
      break
    case 'last_seen':
      lies(0, exact)
      break
    case 'streak':
      lies(exact, tellAs({ fn: 'count', field: '' }))
      break
    default:
      if (isPlain) expectLikely()
  }

  /** Where stretching adds nothing the value is exact; else it is that of some events between the two windows. */
  function expectLikely(): void {
    const counting = { ...loosened, fn: 'count', field: '' } as const
    const isSame = (of: CountedKind) => {
      const asked = { ...counting, of }
      return tellStretched(events, at, asked, stretch!) === tellStretched(events, at, asked)
    }
    const { fn, field, of } = definition
    const isAbout = fn === 'median' || fn === 'percentile'
    if (!isAbout && isSame(of) && (!(field in COUNTED_BITS) || isSame(field as CountedKind))) {
      expectAlike(value, exact, says)
      return
    }
    const [lowest, highest] = [tellAs({ fn: 'min' }), tellAs({ fn: 'max' })]
    if (fn === 'min' || fn === 'max') lies(stretched, stretched)
    else if (fn === 'stddev') lies(0, (Number(highest) - Number(lowest)) / 2)
    else if (fn === 'ratio') lies(0, field in COUNTED_BITS ? undefined : highest)
    else lies(lowest, highest)
  }
}

function expectAlike(actual: Value, expected: Value, place: string): void {
  if (typeof actual === 'number' && typeof expected === 'number') {
    const off = Math.abs(actual - expected)
    if (off > 1e-6 * Math.max(1, Math.abs(expected))) expect.fail(`${place} is ${actual}, should be ${expected}`)
  } else if (actual !== expected) expect.fail(`${place} is ${actual}, should be ${expected}`)
}
