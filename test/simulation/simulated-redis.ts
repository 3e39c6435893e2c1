import { createHash } from 'node:crypto'
import { Outage } from '../../src/model/problem.ts'
import { APPEND_AND_READ } from '../../src/redis/lua/append-and-read.ts'
import type { StoreConnection } from '../../src/redis/one-server.ts'
import type { VelocityEvent } from '../../src/velocity/event.ts'
import { KeySpace } from './key-space.ts'
import { send } from './network.ts'
import { readCommand } from './read-command.ts'
import { appendAndRead } from './script-model.ts'
import type { SimulatedProcess } from './simulated-process.ts'
import type { World } from './world.ts'

const TIMEOUT_MS = 150
const MODELLED = createHash('sha1').update(APPEND_AND_READ).digest('hex')

/** The one Redis that all workers share. */
export class SimulatedRedis {
  readonly space: KeySpace
  /** Every event that the script worked on, in the order in which it did: the order in which they count. */
  readonly counted: VelocityEvent[] = []
  /** A mutant's way in: called with the keys of each call before it is worked on. */
  beforeScript: (space: KeySpace, keys: readonly string[]) => void = () => undefined
  private readonly world: World
  private hasScript = false

  constructor(world: World) {
    this.world = world
    this.space = new KeySpace(() => world.time.nowMs)
  }

  loadScript(): void {
    this.hasScript = true
  }

  /** Works on one packed command. */
  execute(frame: Buffer, events: readonly VelocityEvent[]): Buffer {
    const { world } = this
    if (world.random.chance(world.faults.forgottenScript)) this.hasScript = false
    if (!this.hasScript) {
      world.note('script forgotten')
      throw new Error('NOSCRIPT No matching script.')
    }
    const [, script, keyCount, ...rest] = readCommand(frame)
    if (script!.toString() !== MODELLED) throw new Error('a script that the simulation has no model of')
    const keys = rest.slice(0, Number(keyCount)).map(key => key.toString('latin1'))
    const args = rest.slice(Number(keyCount))
    if (Number(args[0]) !== events.length) throw new Error('a call that is not about the events it was made for')
    const isHalfDone = world.random.chance(world.faults.halfDone)
    this.beforeScript(this.space, keys)
    this.counted.push(...events)
    if (!isHalfDone) return appendAndRead(this.space, keys, args)
    world.note('script broken off')
    try {
      return appendAndRead(this.space, keys, args, 'logs only')
    } catch {
      throw new Outage('redis', 'broken off')
    }
  }
}

/** What stands in for `RedisConnection` in one worker. */
export class SimulatedConnection implements StoreConnection {
  generation = 1
  /** What the call that comes next is about. */
  events: readonly VelocityEvent[] = []
  private readonly world: World
  private readonly process: SimulatedProcess
  private readonly redis: SimulatedRedis

  constructor(world: World, process: SimulatedProcess, redis: SimulatedRedis) {
    this.world = world
    this.process = process
    this.redis = redis
  }

  async ready(): Promise<void> {
    if (this.world.down.has('redis')) await this.request('connect', () => undefined)
  }

  send(frame: Buffer): Promise<Buffer> {
    const { events, world } = this
    const sent = Buffer.from(frame)
    return this.request('count', () => {
      if (!sent.equals(frame)) world.violate('C', 'a command was written over while it was under way')
      world.note('call of the script', `${this.process.name} ${events.map(each => each.id).join(' ')}`)
      return this.redis.execute(sent, events)
    })
  }

  loadScript(): Promise<void> {
    return this.request('load script', () => this.redis.loadScript())
  }

  async close(): Promise<void> {}

  private async request<T>(what: string, execute: () => T): Promise<T> {
    const noAnswer = (): Error => {
      this.generation++ // a connection that gave no answer is made anew
      return new Outage('redis', 'Command timed out')
    }
    return send(this.world, this.process, {
      to: 'redis',
      what,
      execute,
      noAnswer,
      timeoutMs: TIMEOUT_MS,
      mayLinger: true,
    })
  }
}
