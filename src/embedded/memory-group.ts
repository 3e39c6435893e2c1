import { EventEmitter } from 'node:events'

/** What one member reads during one generation of its group. A rebalance ends it and nothing brings it back. */
export interface Share {
  isLost: boolean
  /** Where each of its partitions is read next. */
  positions: Map<number, number>
  /** Partitions of which nothing is given for the time being. */
  held: Set<number>
}

export interface Member {
  share: Share
}

/** Members share partitions out among them. Every member starts again from the commits whenever the members change. */
export class MemoryGroup {
  readonly committed: number[]
  /** Rings when there may be something to read. */
  readonly bell = new EventEmitter().setMaxListeners(0)
  private members: Member[] = []

  constructor(partitions: number) {
    this.committed = new Array<number>(partitions).fill(0)
  }

  join(): Member {
    const member: Member = { share: { isLost: true, positions: new Map(), held: new Set() } }
    this.members.push(member)
    this.rebalance()
    return member
  }

  leave(member: Member): void {
    if (!this.members.includes(member)) return
    this.members = this.members.filter(each => each !== member)
    member.share.isLost = true
    this.rebalance()
  }

  /** Only forwards, and only for the generation that is on. */
  commit(share: Share, ends: ReadonlyMap<number, number>): void {
    if (share.isLost) return
    for (const [partition, end] of ends) this.committed[partition] = Math.max(this.committed[partition]!, end)
  }

  private rebalance(): void {
    for (const member of this.members) {
      member.share.isLost = true
      member.share = { isLost: false, positions: new Map(), held: new Set() }
    }
    for (let partition = 0; partition < this.committed.length && this.members.length > 0; partition++) {
      const owner = this.members[partition % this.members.length]!
      owner.share.positions.set(partition, this.committed[partition]!)
    }
    this.bell.emit('ring')
  }
}
