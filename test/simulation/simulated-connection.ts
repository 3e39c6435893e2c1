import { Outage } from '../../src/model/problem.ts'
import type { StoreConnection } from '../../src/redis/one-server.ts'
import { send } from './network.ts'
import type { SimulatedProcess } from './simulated-process.ts'
import type { CountCall, SimulatedRedis } from './simulated-redis.ts'
import type { World } from './world.ts'

const TIMEOUT_MS = 150

/** What stands in for `RedisConnection` in one worker. */
export class SimulatedConnection implements StoreConnection {
  generation = 1
  /** What the call of the script that comes next is about. */
  call: CountCall = { events: [], isAsked: false }
  private readonly world: World
  private readonly process: SimulatedProcess
  private readonly redis: SimulatedRedis
  private readonly noticesNewServer: boolean
  /** The one that this connection leads to. */
  private server: number

  constructor(world: World, process: SimulatedProcess, redis: SimulatedRedis, noticesNewServer = true) {
    this.world = world
    this.process = process
    this.redis = redis
    this.noticesNewServer = noticesNewServer
    this.server = redis.server
  }

  /** Whether a connection is closed, its user may learn at once or when it is used. */
  async ready(): Promise<void> {
    if (this.world.down.has('redis')) await this.request('connect', () => undefined)
    if (this.server !== this.redis.server && this.world.random.chance(0.5)) this.connect()
  }

  send(frame: Buffer): Promise<Buffer> {
    const { call, redis, world } = this
    const sent = Buffer.from(frame)
    const what = redis.nameOf(sent, call)
    return this.request(what, () => {
      if (!sent.equals(frame)) world.violate('C', 'a command was written over while it was under way')
      world.note(`did ${what}`, `${this.process.name} ${call.events.map(each => each.id).join(' ')}`)
      return redis.execute(sent, call)
    })
  }

  async close(): Promise<void> {}

  private connect(): void {
    if (this.server === this.redis.server || this.noticesNewServer) this.generation++
    this.server = this.redis.server
  }

  private async request<T>(what: string, execute: () => T): Promise<T> {
    const { server } = this
    const noAnswer = (): Error => {
      this.connect() // a connection that gave no answer is made anew
      return new Outage('redis', 'Command timed out')
    }
    return send(this.world, this.process, {
      to: 'redis',
      what,
      execute: () => {
        if (server === this.redis.server) return execute()
        this.process.run(() => this.connect())
        throw new Outage('redis', 'Connection is closed.')
      },
      noAnswer,
      timeoutMs: TIMEOUT_MS,
      mayLinger: true,
    })
  }
}
