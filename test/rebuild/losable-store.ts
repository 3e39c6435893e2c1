import { Outage } from '../../src/model/problem.ts'
import type {
  Advance,
  Counted,
  LogPosition,
  MarkedOutcomeStore,
  MarkedVelocityStore,
  StateMark,
} from '../../src/ports.ts'
import type { VelocityEvent } from '../../src/velocity/event.ts'
import { createMemoryStore, type MemoryStore } from '../../src/velocity/memory-store.ts'
import type { OutcomeEvent, OutcomeVerdict } from '../../src/velocity/outcome-event.ts'
import type { VelocityPlan } from '../../src/velocity/plan.ts'

export type Fault =
  | 'none'
  /** Everything is gone. */
  | 'flush'
  /** The latest third of what was counted is gone, and the connection is a new one. */
  | 'lost-tail'
  /** Down for one call. */
  | 'outage'
  /** The call is done, its answer is lost. */
  | 'lost-answer'

interface Call {
  plan: VelocityPlan
  events: readonly VelocityEvent[]
  outcomes: readonly OutcomeEvent[]
  advances: readonly Advance[]
}

/** The memory store with a mark, which loses what it holds when the test says so: what Redis is to the room. */
export class LosableStore implements MarkedVelocityStore, MarkedOutcomeStore {
  /** Of the calls to come, in order; none after the last. */
  readonly faults: Fault[]
  losses = 0
  private calls: Call[] = []
  private store: MemoryStore = newStore()
  private states = 0
  private connection = 0
  private readonly marked = { connection: -1 }
  private leaseOf: string | undefined

  constructor(faults: readonly Fault[]) {
    this.faults = [...faults]
  }

  async mark(): Promise<StateMark> {
    this.marked.connection = this.connection
    return { id: `state ${this.states}`, counted: [...this.standing().values()] }
  }

  count(plan: VelocityPlan, events: readonly VelocityEvent[], read?: Promise<unknown>): Promise<Counted[]> {
    return this.store.count(plan, events, read)
  }

  async countMarked(
    plan: VelocityPlan,
    events: readonly VelocityEvent[],
    id: string,
    advances: readonly Advance[],
    read?: Promise<unknown>,
  ): Promise<Counted[] | 'changed'> {
    const counts = (isAnswered: boolean) => this.store.count(plan, events, isAnswered ? read : undefined)
    return this.call({ plan, events, outcomes: [], advances }, id, counts)
  }

  countOutcomesMarked(
    plan: VelocityPlan,
    outcomes: readonly OutcomeEvent[],
    id: string,
  ): Promise<OutcomeVerdict[] | 'changed'> {
    const counts = (): Promise<OutcomeVerdict[]> => this.store.countOutcomes(plan, outcomes)
    return this.call({ plan, events: [], outcomes, advances: [] }, id, counts)
  }

  private async call<T>(call: Call, id: string, act: (isAnswered: boolean) => Promise<T>): Promise<T | 'changed'> {
    const fault = this.faults.shift() ?? 'none'
    if (fault === 'outage') throw new Outage('redis', 'is down')
    if (fault === 'flush') await this.lose(0)
    if (fault === 'lost-tail') await this.lose(Math.floor((this.calls.length * 2) / 3))
    const standing = this.standing()
    const isBehind = call.advances.some(each => (standing.get(nameOf(each))?.offset ?? 0n) < each.from)
    if (id !== `state ${this.states}` || isBehind || this.marked.connection !== this.connection) return 'changed'
    this.calls.push(call)
    const isAnswered = fault !== 'lost-answer'
    const answer = await act(isAnswered)
    if (!isAnswered) throw new Outage('redis', 'did not answer')
    return answer
  }

  async lease(owner: string, ms: number): Promise<boolean> {
    if (this.leaseOf !== undefined && this.leaseOf !== owner) return false
    this.leaseOf = ms === 0 ? undefined : owner
    return true
  }

  async close(): Promise<void> {}

  private async lose(kept: number): Promise<void> {
    this.losses++
    if (kept === 0) this.states++
    this.connection++
    this.calls = this.calls.slice(0, kept)
    this.store = newStore()
    for (const { plan, events, outcomes } of this.calls) {
      await this.store.countOutcomes(plan, outcomes)
      await this.store.count(plan, events)
    }
  }

  private standing(): Map<string, LogPosition> {
    const standing = new Map<string, LogPosition>()
    for (const { advances } of this.calls) {
      for (const { topic, partition, to } of advances) {
        const stands = standing.get(nameOf({ topic, partition }))?.offset ?? 0n
        standing.set(nameOf({ topic, partition }), { topic, partition, offset: to > stands ? to : stands })
      }
    }
    return standing
  }
}

function newStore(): MemoryStore {
  return createMemoryStore({ secret: 'secret of the tests', baseDigits: 2, countsOutcomes: true })
}

function nameOf({ topic, partition }: { topic: string; partition: number }): string {
  return `${topic}/${partition}`
}
