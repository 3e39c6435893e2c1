import kafkajs, { type Admin } from 'kafkajs'
import { expect, onTestFinished } from 'vitest'
import { Stage, type Worker } from '../../end-to-end/stage.ts'
import { waitUntil } from '../../services/wait-until.ts'
import { CommitWatch } from './commit-watch.ts'
import { type Compared, expectAsScored } from './compare-with-score.ts'
import { type Feed, feed } from './feed.ts'
import { makeStreams, type Streams } from './make-streams.ts'

export interface TrialSize {
  payments: number
  /** Payments are produced at this pace, so that the fault meets them under way. */
  perSecond: number
  partitions?: number
  seed: number
}

export interface Scene {
  kafkaBrokers: string
  redisUrl: string
  registryUrl: string
}

const SETTINGS = { TRIPLINE_DECISIONS_DETAIL: 'all', TRIPLINE_BATCH_RECORDS_MAX: '100' }

/** A stage with payments that keep coming while a test harms what Tripline depends on. */
export class Trial {
  readonly stage: Stage
  readonly streams: Streams
  readonly feed: Feed
  readonly watch: CommitWatch
  private readonly scene: Scene

  private constructor(scene: Scene, stage: Stage, { payments, partitions = 1, perSecond, seed }: TrialSize) {
    this.scene = scene
    this.stage = stage
    this.streams = makeStreams(payments, partitions, seed)
    this.feed = feed(stage, this.streams, perSecond)
    this.watch = new CommitWatch(scene.kafkaBrokers, stage)
  }

  /** Closed when the test that opened it ends. */
  static async open(scene: Scene, size: TrialSize): Promise<Trial> {
    const stage = new Stage(scene)
    await stage.open({ partitions: size.partitions ?? 1 })
    const trial = new Trial(scene, stage, size)
    onTestFinished(() => trial.close())
    return trial
  }

  startWorker(settings: Record<string, string> = {}): Promise<Worker> {
    return this.stage.startWorker({ ...SETTINGS, ...settings })
  }

  async untilSent(share: number): Promise<void> {
    const count = this.streams.flat().length * share
    await waitUntil(`${count} payments in the topic`, 120_000, () => this.feed.sent >= count)
  }

  /** The ids that the group knows its members by: other ones mean that somebody was thrown out or left. */
  async members(): Promise<string[]> {
    return this.withAdmin(async admin => {
      const { groups } = await admin.describeGroups([this.stage.name])
      return groups.flatMap(({ members }) => members.map(({ memberId }) => memberId)).sort()
    })
  }

  /** Waits until the feed is in and every partition is committed to its end. */
  async untilDone(timeoutMs = 120_000): Promise<void> {
    await this.feed.done
    const { name: groupId, topics } = this.stage
    const client = new kafkajs.Kafka({
      brokers: this.scene.kafkaBrokers.split(','),
      logLevel: kafkajs.logLevel.NOTHING,
    })
    const admin = client.admin()
    await admin.connect()
    await waitUntil('the end of the payments', timeoutMs, async () => {
      const ends = await admin.fetchTopicOffsets(topics.payments)
      const [committed] = await admin.fetchOffsets({ groupId, topics: [topics.payments] })
      return ends.every(({ partition, high }) =>
        committed!.partitions.some(each => each.partition === partition && each.offset === high),
      )
    }).finally(() => admin.disconnect())
  }

  /** All oracles at once, after the last payment is committed. */
  async expectUnharmed(what: string, figures: () => string): Promise<Compared> {
    await this.untilDone()
    const { looks, regressions, overtakes, longestStandMs } = await this.watch.end()
    const commits = `${looks} looks at commits: ${regressions} went back, ${overtakes} ahead of decisions, longest stand ${longestStandMs} ms`
    const compared = await expectAsScored(what, this.stage, this.streams, `${figures()}; ${commits}`)
    expect({ regressions, overtakes }).toEqual({ regressions: 0, overtakes: 0 })
    return compared
  }

  private async withAdmin<T>(act: (admin: Admin) => Promise<T>): Promise<T> {
    const { kafkaBrokers } = this.scene
    const admin = new kafkajs.Kafka({ brokers: kafkaBrokers.split(','), logLevel: kafkajs.logLevel.NOTHING }).admin()
    await admin.connect()
    return act(admin).finally(() => admin.disconnect())
  }

  async close(): Promise<void> {
    this.feed.stop()
    await this.watch.end()
    await this.stage.close()
  }
}
