import type { VelocityEvent } from '../../src/velocity/event.ts'
import { eventName } from './event-name.ts'
import type { MadeRecord } from './made-record.ts'
import type { World } from './world.ts'

/** One state of Redis, from a loss to the next: what it has counted is in it in this order. */
export interface Era {
  readonly events: VelocityEvent[]
  /** Names of those events. */
  readonly names: Set<string>
  /** Names of those that were counted to be decided, not only because they were lost. */
  readonly asked: Set<string>
  /** By partition, what the group had committed when the state began: before anything is decided, all of it must be in it. */
  readonly committed: readonly number[]
}

export interface Surroundings {
  world: World
  partitions: readonly (readonly MadeRecord[])[]
  committed: readonly number[]
}

/** What Redis knew when, and whether its mark says the truth about it. */
export class StateHistory {
  readonly eras: Era[] = []
  private readonly around: Surroundings

  constructor(around: Surroundings) {
    this.around = around
    this.begin([])
  }

  get now(): Era {
    return this.eras.at(-1)!
  }

  begin(kept: readonly VelocityEvent[]): void {
    this.eras.push({
      events: [...kept],
      names: new Set(kept.map(eventName)),
      asked: new Set(),
      committed: [...this.around.committed],
    })
  }

  counted(events: readonly VelocityEvent[], isAsked: boolean): void {
    const { now } = this
    for (const event of events) {
      const name = eventName(event)
      now.events.push(event)
      now.names.add(name)
      if (isAsked) now.asked.add(name)
    }
  }

  /** C: everything before the mark is counted, wherever the mark was moved from. */
  checkMark(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): void {
    const { world, partitions } = this.around
    partitions.forEach((records, partition) => {
      const to = standing(after, partition)
      for (let offset = standing(before, partition); offset < to; offset++) {
        const { payment } = records[offset]!
        if (payment === undefined || this.now.names.has(eventName(payment.event))) continue
        world.violate('C', `the mark went past ${partition}@${offset}, which is not counted`)
      }
    })
  }

  /** C: nothing is decided in a state that lacks what was counted and committed before it began. */
  checkWhole(mark: ReadonlyMap<string, string>): void {
    this.now.committed.forEach((offset, partition) => {
      if (standing(mark, partition) >= offset) return
      const lacks = `${partition}@${standing(mark, partition)} to ${offset}`
      this.around.world.violate('C', `a decision was asked of a state that lacks ${lacks}`)
    })
  }
}

function standing(mark: ReadonlyMap<string, string>, partition: number): number {
  return Number(mark.get(`payments/${partition}`) ?? 0)
}
