import { Outage } from '../../src/model/problem.ts'
import { APPEND_AND_READ } from '../../src/redis/lua/append-and-read.ts'
import { LEASE } from '../../src/redis/lua/lease.ts'
import { marked } from '../../src/redis/lua/marked.ts'
import { READ_MARK } from '../../src/redis/lua/read-mark.ts'
import { type Script, scriptOf } from '../../src/redis/script.ts'
import type { VelocityEvent } from '../../src/velocity/event.ts'
import { KeySpace } from './key-space.ts'
import { lease, type MarkedScript, markedAppendAndRead, readGuard, readMark } from './mark-model.ts'
import { readCommand } from './read-command.ts'
import { BrokenOff } from './script-model.ts'
import { StateHistory, type Surroundings } from './state-history.ts'
import type { World } from './world.ts'

const COUNTING = scriptOf(marked(APPEND_AND_READ))
const READING = scriptOf(READ_MARK)
const LEASING = scriptOf(LEASE)
const SCRIPTS = [COUNTING, READING, LEASING]
const STATE_LOST = 255
/** What a replica may have last heard of lies this far back, in calls. */
const SNAPSHOTS_MAX = 12

/** What a call of the counting script is about. */
export interface CountCall {
  events: readonly VelocityEvent[]
  /** True for what is to be decided; false for what is counted again because it was lost. */
  isAsked: boolean
}

interface Snapshot {
  space: KeySpace
  events: readonly VelocityEvent[]
}

function scriptIn([how, argument]: readonly Buffer[]): Script {
  const named = argument!.toString()
  const script = SCRIPTS.find(({ text, hash }) => named === (how!.toString() === 'EVAL' ? text : hash))
  if (script === undefined) throw new Error('a script that the simulation has no model of')
  return script
}

/** The one Redis that all workers share. Now and then it loses what it knows. */
export class SimulatedRedis {
  space: KeySpace
  readonly history: StateHistory
  /** Another one after each failover: connections lead to the one that they were made to. */
  server = 0
  /** A mutant's way in: called with the keys of each call before it is worked on. */
  beforeScript: (space: KeySpace, keys: readonly string[]) => void = () => undefined
  /** A mutant's way in. */
  markedScript: MarkedScript = markedAppendAndRead
  private readonly world: World
  private snapshots: Snapshot[] = []
  private readonly loaded = new Set<Script>()

  constructor(around: Surroundings) {
    this.world = around.world
    this.space = new KeySpace(() => this.world.time.nowMs)
    this.history = new StateHistory(around)
  }

  /** Everything is gone, and nobody is told. */
  flush(): void {
    this.world.note('flushed')
    this.space = new KeySpace(() => this.world.time.nowMs)
    this.history.begin([])
  }

  /** A replica takes over that has not heard of the latest calls; all connections are broken. */
  failOver(): void {
    const { random } = this.world
    const known = this.snapshots.length === 0 ? undefined : random.pick(this.snapshots)
    this.world.note('failed over', `${known?.events.length ?? 0} of ${this.history.now.events.length} events`)
    this.server++
    this.loaded.clear()
    this.space = known?.space.copy() ?? new KeySpace(() => this.world.time.nowMs)
    this.history.begin(known?.events ?? [])
  }

  /** For the record of what happened. */
  nameOf(frame: Buffer, { isAsked }: CountCall): string {
    const script = scriptIn(readCommand(frame))
    if (script === READING) return 'mark'
    if (script === LEASING) return 'lease'
    return isAsked ? 'count' : 'recount'
  }

  /** Works on one packed command. */
  execute(frame: Buffer, call: CountCall): Buffer {
    const { world } = this
    const command = readCommand(frame)
    const [how, , keyCount, ...rest] = command
    const script = scriptIn(command)
    const keys = rest.slice(0, Number(keyCount)).map(key => key.toString('latin1'))
    const args = rest.slice(Number(keyCount))
    if (world.random.chance(world.faults.forgottenScript)) this.loaded.clear()
    if (how!.toString() === 'EVAL') this.loaded.add(script)
    else if (!this.loaded.has(script)) {
      world.note('script forgotten')
      throw new Error('NOSCRIPT No matching script.')
    }
    if (script === READING) return readMark(this.space, keys, args)
    if (script === LEASING) return lease(this.space, keys, args)
    if (Number(args[0]) !== call.events.length) throw new Error('a call that is not about the events it was made for')
    const reply = this.count(keys, args, call)
    if (Number.isFinite(world.faults.failOverEveryMs)) this.remember()
    return reply
  }

  private count(keys: readonly string[], args: readonly Buffer[], { events, isAsked }: CountCall): Buffer {
    const { world, space, history } = this
    const isBrokenOff = world.random.chance(world.faults.halfDone)
    const reach = isBrokenOff ? world.random.pick(['nothing', 'logs only', 'all but the mark'] as const) : 'whole'
    const { mark } = readGuard(keys, args)
    const before = new Map(space.fields(mark))
    this.beforeScript(space, keys)
    try {
      const reply = this.markedScript(space, keys, args, reach)
      if (reply[0] === STATE_LOST) {
        world.note('state found changed')
        return reply
      }
      if (isAsked && events.length > 0) history.checkWhole(before)
      history.counted(events, isAsked)
      return reply
    } catch (error) {
      if (!(error instanceof BrokenOff)) throw error
      world.note('script broken off')
      if (reach !== 'nothing') history.counted(events, isAsked)
      throw new Outage('redis', 'broken off')
    } finally {
      history.checkMark(before, space.fields(mark))
    }
  }

  private remember(): void {
    if (!this.world.random.chance(0.3)) return
    this.snapshots.push({ space: this.space.copy(), events: [...this.history.now.events] })
    this.snapshots = this.snapshots.slice(-SNAPSHOTS_MAX)
  }
}
