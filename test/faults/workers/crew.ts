import { performance } from 'node:perf_hooks'
import type { Random } from '../../../src/generator/random.ts'
import type { Stage, Worker } from '../../end-to-end/stage.ts'
import { SHOWS_ALL } from './compare.ts'
import type { LaneMessage } from './lanes.ts'

/** Small batches, so that a fault finds many of them under way. */
export const BATCH_RECORDS_MAX = 50
const SETTINGS = { ...SHOWS_ALL, TRIPLINE_BATCH_RECORDS_MAX: String(BATCH_RECORDS_MAX) }

/** Workers by the names of their instances, which a restarted one has again. */
export class Crew {
  readonly stage: Stage
  private readonly settings: Record<string, string>
  private readonly workers = new Map<string, Worker>()

  constructor(stage: Stage, settings: Record<string, string> = {}) {
    this.stage = stage
    this.settings = { ...SETTINGS, ...settings }
  }

  get names(): string[] {
    return [...this.workers.keys()]
  }

  worker(name: string): Worker {
    const worker = this.workers.get(name)
    if (worker === undefined) throw new Error(`nobody is called ${name}`)
    return worker
  }

  /** Starts one, or one more under the name of one that is gone; resolves when it is ready. */
  async start(name: string): Promise<Worker> {
    const worker = await this.stage.startWorker({
      ...this.settings,
      TRIPLINE_KAFKA_INSTANCE: `${this.stage.name}-${name}`,
    })
    this.workers.set(name, worker)
    return worker
  }

  /** Ends one by SIGTERM; answers its exit code and how long it took. */
  async stop(name: string): Promise<{ code: number | null; ms: number }> {
    const beganMs = performance.now()
    const code = await this.worker(name).stop()
    this.workers.delete(name)
    return { code, ms: Math.round(performance.now() - beganMs) }
  }

  async stopAll(): Promise<void> {
    await Promise.all(this.names.map(name => this.stop(name)))
  }
}

/** Gives a load to the topic piece by piece, so that there is work whenever a fault comes. */
export class Feed {
  private readonly stage: Stage
  private readonly load: readonly LaneMessage[]
  private readonly random: Random
  private given = 0

  constructor(stage: Stage, load: readonly LaneMessage[], random: Random) {
    this.stage = stage
    this.load = load
    this.random = random
  }

  /** Gives an even share of the load, and waits until the group has committed some of it. */
  async giveShare(shares: number): Promise<void> {
    const before = this.given
    const end = await this.give(shares)
    await this.stage.untilCommitted(before + this.random.whole(1, Math.max(1, end - before)))
  }

  /** Gives an even share of the load and waits for nothing; answers how much has been given by then. */
  async give(shares: number): Promise<number> {
    const end = Math.min(this.load.length, this.given + Math.ceil(this.load.length / shares))
    await this.stage.produce(this.load.slice(this.given, end))
    this.given = end
    return end
  }

  async giveRest(): Promise<void> {
    await this.stage.produce(this.load.slice(this.given))
    this.given = this.load.length
    await this.stage.untilCommitted(this.load.length)
  }
}
