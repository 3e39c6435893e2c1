import { setTimeout as sleep } from 'node:timers/promises'
import kafkajs, { type Admin } from 'kafkajs'
import type { Stage } from '../../end-to-end/stage.ts'

const PAUSE_MS = 100

export interface Commits {
  looks: number
  /** O: times at which a partition's commit was further back than before. */
  regressions: number
  /** O: times at which more was committed than decisions were in the topic. */
  overtakes: number
  /** L: the longest time in which no commit moved although some were left. */
  longestStandMs: number
}

/** A new leader may for a moment not know how far its own log is acknowledged. */
const SECOND_LOOKS = 5

/**
 * Looks at the group's commits again and again, and at the decisions right after. Each record of a stream that holds
 * payments only brings a decision, repeats included, so there must be as many as records are committed.
 */
export class CommitWatch {
  readonly commits: Commits = { looks: 0, regressions: 0, overtakes: 0, longestStandMs: 0 }
  private readonly admin: Admin
  private readonly stage: Stage
  private readonly furthest = new Map<number, number>()
  private readonly running: Promise<void>
  private movedAtMs = Date.now()
  private isOver = false

  constructor(brokers: string, stage: Stage) {
    const client = new kafkajs.Kafka({ brokers: brokers.split(','), logLevel: kafkajs.logLevel.NOTHING })
    this.admin = client.admin({ retry: { retries: 1 } })
    this.stage = stage
    this.running = this.watch()
  }

  async end(): Promise<Commits> {
    this.isOver = true
    await this.running
    return this.commits
  }

  private async watch(): Promise<void> {
    while (!this.isOver) {
      try {
        await this.admin.connect()
        await this.look()
      } catch {
        // The brokers are down: that is what the test is about.
      }
      await sleep(PAUSE_MS)
    }
    await this.admin.disconnect().catch(() => undefined)
  }

  private async look(): Promise<void> {
    const { commits, furthest, stage } = this
    const [found] = await this.admin.fetchOffsets({ groupId: stage.name, topics: [stage.topics.payments] })
    let committed = 0
    for (const { partition, offset } of found!.partitions) {
      const at = Math.max(0, Number(offset))
      const before = furthest.get(partition) ?? 0
      if (at < before) commits.regressions++
      if (at > before) this.moved()
      furthest.set(partition, Math.max(at, before))
      committed += at
    }
    if (!(await this.hasDecisions(committed))) commits.overtakes++
    commits.looks++
  }

  private moved(): void {
    this.commits.longestStandMs = Math.max(this.commits.longestStandMs, Date.now() - this.movedAtMs)
    this.movedAtMs = Date.now()
  }

  private async hasDecisions(count: number): Promise<boolean> {
    for (let looks = 0; looks < SECOND_LOOKS; looks++) {
      const ends = await this.admin.fetchTopicOffsets(this.stage.topics.decisions)
      if (ends.reduce((sum, { high }) => sum + Number(high), 0) >= count) return true
    }
    return false
  }
}
