import type { SimulatedProcess } from './simulated-process.ts'
import type { World } from './world.ts'

/** A worker as the broker knows it. */
export interface Member {
  id: string
  process: SimulatedProcess
  assigned(generation: number, partitions: readonly number[]): void
  /** The broker knows it no longer. */
  expelled(): void
}

/** What a broker answers to a commit out of turn. */
class Fenced extends Error {
  readonly type: string

  constructor(type: string) {
    super(type)
    this.type = type
  }
}

const NOTICE_MS_MAX = 80

/** The broker's side of a consumer group: who reads what in which generation, and up to where it is done. */
export class SimulatedGroup {
  readonly committed: number[]
  /** Told of each commit before it is taken. */
  onCommit: (partition: number, from: number, to: number) => void = () => undefined
  private readonly world: World
  private readonly members = new Map<string, Member>()
  private generation = 0

  constructor(world: World, partitions: number) {
    this.world = world
    this.committed = new Array<number>(partitions).fill(0)
  }

  join(member: Member): void {
    this.members.set(member.id, member)
    this.rebalance(`${member.id} joins`)
  }

  leave(id: string): void {
    if (this.members.delete(id)) this.rebalance(`${id} leaves`)
  }

  /** The heartbeats of a member have stopped coming. */
  expire(id: string): void {
    const member = this.members.get(id)
    if (member === undefined) return
    this.members.delete(id)
    this.notify(member, () => member.expelled())
    this.rebalance(`${id} expires`)
  }

  /** Kafka asks who commits and in which generation, and never whether the partition is that member's. */
  commit(id: string, generation: number, offsets: ReadonlyMap<number, number>): void {
    const refusal = !this.members.has(id)
      ? 'UNKNOWN_MEMBER_ID'
      : generation !== this.generation
        ? 'ILLEGAL_GENERATION'
        : undefined
    if (refusal !== undefined) {
      this.world.note('commit fenced', `${id} ${refusal}`)
      throw new Fenced(refusal)
    }
    for (const [partition, to] of offsets) {
      this.world.note('committed', `${id} ${partition}@${to}`)
      this.onCommit(partition, this.committed[partition]!, to)
      this.committed[partition] = to
    }
  }

  private rebalance(why: string): void {
    const { random } = this.world
    const generation = ++this.generation
    const members = [...this.members.values()]
    this.world.note('rebalance', `${generation}: ${why}`)
    if (members.length === 0) return
    const first = random.whole(0, members.length - 1)
    for (let turn = 0; turn < members.length; turn++) {
      const member = members[(first + turn) % members.length]!
      const partitions = [...this.committed.keys()].filter(partition => partition % members.length === turn)
      this.notify(member, () => member.assigned(generation, partitions))
    }
  }

  /** A member learns of it with its next heartbeat; until then it goes on as if nothing had happened. */
  private notify({ process }: Member, act: () => void): void {
    this.world.time.after(this.world.random.between(1, NOTICE_MS_MAX), () => process.run(act))
  }
}
