import type { Faults } from './faults.ts'
import type { Stage } from './simulation.ts'
import { startWorker, type Worker } from './worker.ts'

const WORKERS_MAX = 4
const SESSION_MS = 600
const RESTART_MS_MAX = 400
const FROZEN_MS_MAX = 1500
const HOUR_MS = 3_600_000
const OUTAGE_MS_MAX = 600

/** Starts workers, and has them killed, stopped, frozen and joined by others while the faults last. */
export class Crew {
  private readonly stage: Stage
  private workers: Worker[] = []
  private started = 0
  private isCalm = false

  constructor(stage: Stage) {
    this.stage = stage
    for (let count = stage.world.random.whole(1, 3); count > 0; count--) this.start()
    this.every('killEveryMs', () => this.some(worker => worker.process.kill()))
    this.every('leaveEveryMs', () => this.some(worker => this.leave(worker)))
    this.every('freezeEveryMs', () => this.some(worker => this.freeze(worker)))
    this.every('joinEveryMs', () => this.start())
    this.every('outageEveryMs', () => this.cutOff())
    this.every('flushEveryMs', () => stage.redis.flush())
    this.every('failOverEveryMs', () => stage.redis.failOver())
    this.every('wipeEveryMs', () => this.wipe())
  }

  /** No more faults; somebody is there to finish the work. */
  calmDown(): void {
    this.isCalm = true
    this.stage.world.calmDown()
    for (const { process } of this.workers) process.thaw()
    if (!this.workers.some(worker => !worker.isStopping)) this.start()
  }

  private start(): void {
    if (this.workers.length >= WORKERS_MAX) return
    const { world } = this.stage
    const worker = startWorker(this.stage, `w${this.started++}`)
    this.workers.push(worker)
    worker.process.onKilled = () => {
      if (!worker.isStopping) world.note('killed', worker.process.name)
      this.workers = this.workers.filter(each => each !== worker)
      world.time.after(world.random.between(SESSION_MS / 4, SESSION_MS), () => worker.source.expire())
      world.time.after(world.random.between(10, RESTART_MS_MAX), () => {
        if (this.workers.length === 0) this.start()
      })
    }
  }

  private leave(worker: Worker): void {
    this.stage.world.note('leaves', worker.process.name)
    worker.stop()
  }

  /** Stands still long enough, now and then, for the group to give its partitions away; its clock may have been set meanwhile. */
  private freeze({ process, source }: Worker): void {
    const { time, random } = this.stage.world
    if (process.isFrozen) return
    this.stage.world.note('frozen', process.name)
    const frozenMs = random.between(50, FROZEN_MS_MAX)
    process.freeze()
    if (frozenMs > SESSION_MS) time.after(SESSION_MS, () => source.expire())
    time.after(frozenMs, () => {
      if (random.chance(0.3)) process.clockSkewMs = random.between(-HOUR_MS, HOUR_MS)
      process.thaw()
    })
  }

  /** Redis is lost while nobody looks. */
  private wipe(): void {
    const { redis, world } = this.stage
    for (const { process } of this.workers) process.kill()
    world.note('wiped')
    if (world.random.chance(0.5)) redis.flush()
    else redis.failOver()
  }

  private cutOff(): void {
    const { world } = this.stage
    const what = world.random.pick(['redis', 'kafka'])
    world.note('outage', what)
    world.down.add(what)
    world.time.after(world.random.between(50, OUTAGE_MS_MAX), () => world.down.delete(what))
  }

  private some(act: (worker: Worker) => void): void {
    const running = this.workers.filter(worker => !worker.isStopping)
    if (running.length > 0) act(this.stage.world.random.pick(running))
  }

  private every(fault: keyof Faults, act: () => void): void {
    const { time, random, faults } = this.stage.world
    const meanMs = faults[fault]
    if (!Number.isFinite(meanMs)) return
    const again = (): void =>
      time.after(random.exponential(meanMs), () => {
        if (this.isCalm) return
        act()
        again()
      })
    again()
  }
}
