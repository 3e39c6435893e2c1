import { expect } from 'vitest'
import { Random } from '../../src/generator/random.ts'
import type { Database } from '../../src/ports.ts'
import type { CasePolicy } from '../../src/ruleset/case-policy.ts'
import type { Stage, Worker } from '../end-to-end/stage.ts'
import { waitUntil } from '../services/wait-until.ts'
import type { Month, Stretch } from './make-month.ts'
import { type Worked, workOnCases } from './scripted-people.ts'

type Command = 'run' | 'desk'
type Topic = 'payments' | 'outcomes' | 'decisions'

export interface LiveOptions {
  url: string
  kills: number
  seed: number
  batchRecordsMax: number
}

const STEP_MS = 1_800_000

/**
 * The month on real services: `tripline run` scores the stream, `tripline desk` follows it, both killed at random points of each
 * step. Payments reach the desk before they are scored, so that histories do not depend on which of two topics is faster.
 */
export class LiveMonth {
  readonly killed: Record<Command, number> = { run: 0, desk: 0 }
  private readonly stage: Stage
  private readonly options: LiveOptions
  private readonly random: Random
  private readonly workers = new Map<Command, Worker>()
  private due = 0
  private readonly sent: Record<Topic, number> = { payments: 0, outcomes: 0, decisions: 0 }

  constructor(stage: Stage, options: LiveOptions) {
    this.stage = stage
    this.options = options
    this.random = new Random(options.seed)
  }

  async play(month: Month, database: Database, policy: CasePolicy): Promise<Worked[]> {
    const worked: Worked[] = []
    await this.start('desk')
    for (const stretch of month.stretches) {
      await this.tell(stretch, this.options.kills / month.stretches.length)
      worked.push(await workOnCases(database, policy, stretch.untilMs, month.fraud))
    }
    await this.stop('desk')
    return worked
  }

  private async tell({ payments, outcomes }: Stretch, kills: number): Promise<void> {
    const plan = this.planKills(kills)
    await this.send('payments', payments)
    await this.step('payments reach the desk', plan[0], ['desk'], () => this.part('desk', 'payments', payments.length))
    await this.start('run')
    await this.step('payments are scored', plan[1], ['run', 'desk'], async () => {
      const scored = await this.part('run', 'payments', payments.length)
      if (scored < 1) return scored * 0.8
      this.sent.decisions = await this.endOf('decisions')
      return (await this.committed('desk', 'decisions')) >= this.sent.decisions ? 1 : 0.8
    })
    await this.send('outcomes', outcomes)
    await this.step('outcomes are told', plan[2], ['run', 'desk'], async () =>
      Math.min(
        await this.part('run', 'outcomes', outcomes.length),
        await this.part('desk', 'outcomes', outcomes.length),
      ),
    )
    await this.stop('run')
  }

  /** How many kills have been due grows evenly over the stretches; each picks its step. */
  private planKills(kills: number): [number, number, number] {
    const before = Math.round(this.due)
    this.due += kills
    const plan: [number, number, number] = [0, 0, 0]
    for (let kill = before; kill < Math.round(this.due); kill++) plan[this.random.whole(0, 2)]!++
    return plan
  }

  /** Waits until all of it is done, and kills at random points on the way. `progress` is a share. */
  private async step(
    what: string,
    kills: number,
    victims: readonly Command[],
    progress: () => Promise<number>,
  ): Promise<void> {
    const points = Array.from({ length: kills }, () => this.random.between(0, 0.95)).sort((a, b) => a - b)
    for (const point of points) {
      await waitUntil(`${what}: ${point}`, STEP_MS, async () => (await progress()) >= point)
      const victim = victims.toSorted((a, b) => this.killed[a] - this.killed[b])[0]!
      this.workers.get(victim)!.kill()
      this.killed[victim]++
      await this.start(victim)
    }
    await waitUntil(what, STEP_MS, async () => (await progress()) >= 1)
  }

  private async start(command: Command): Promise<void> {
    const settings = {
      TRIPLINE_DESK_DATABASE_URL: this.options.url,
      TRIPLINE_DESK_GROUP: this.groupOf('desk'),
      // One name, so that the group takes the next one at once.
      TRIPLINE_KAFKA_INSTANCE: `${this.stage.name}-${command}`,
      TRIPLINE_BATCH_RECORDS_MAX: String(this.options.batchRecordsMax),
    }
    this.workers.set(command, await this.stage.launchWorker(settings, command))
  }

  /** One that has only just come back listens to signals once it is ready. */
  private async stop(command: Command): Promise<void> {
    const worker = this.workers.get(command)!
    await worker.ready()
    expect(await worker.stop(), worker.log).toBe(0)
  }

  private async send(topic: 'payments' | 'outcomes', lines: readonly string[]): Promise<void> {
    await this.stage.produce(
      lines.map(value => ({ key: 'one', value, partition: 0 })),
      topic,
    )
    this.sent[topic] += lines.length
  }

  /** Which share of the newest records a command has done. */
  private async part(command: Command, topic: 'payments' | 'outcomes', newest: number): Promise<number> {
    const left = this.sent[topic] - (await this.committed(command, topic))
    return newest === 0 ? (left === 0 ? 1 : 0) : 1 - left / newest
  }

  private groupOf(command: Command): string {
    return command === 'run' ? this.stage.name : `${this.stage.name}-desk`
  }

  private committed(command: Command, topic: Topic): Promise<number> {
    return this.stage.ask(async admin => {
      const topics = [this.stage.topics[topic]]
      const [of] = await admin.fetchOffsets({ groupId: this.groupOf(command), topics })
      return (of?.partitions ?? []).reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0)
    })
  }

  private endOf(topic: Topic): Promise<number> {
    return this.stage.ask(async admin => {
      const ends = await admin.fetchTopicOffsets(this.stage.topics[topic])
      return ends.reduce((sum, { high }) => sum + Number(high), 0)
    })
  }
}
