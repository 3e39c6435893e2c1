import { randomBytes } from 'node:crypto'
import type { RedisOptions } from 'ioredis'
import type { Advance, Counted, FillableStore, Filling, MarkedVelocityStore, StateMark } from '../ports.ts'
import { Counting } from '../velocity/counting.ts'
import type { VelocityEvent } from '../velocity/event.ts'
import { IdentityTable } from '../velocity/identity-table.ts'
import { judgeInBatch } from '../velocity/judge.ts'
import type { VelocityPlan } from '../velocity/plan.ts'
import type { BatchPart } from './call-logs.ts'
import { ClusterConnection } from './cluster-connection.ts'
import { RedisConnection } from './connection.ts'
import { OneServer, type StoreConnection } from './one-server.ts'
import type { CountingTools, Servers } from './servers.ts'
import { type ShardConnection, ShardedServers } from './sharded-servers.ts'

export interface RedisStoreOptions {
  /** `redis://user:password@host:port/db`, `rediss://` for TLS; of a Redis Cluster, any node. */
  url: string
  /** Set where the URL leads to a Redis Cluster: further nodes to ask for it, `host:port`. */
  clusterNodes?: readonly string[]
  /** Further settings of ioredis, such as TLS files. */
  client?: RedisOptions
  /** Keys the hashes under which everything is stored: every process must use the same one. */
  secret: string
  /** Decimals of the base currency: 2 for USD, 0 for JPY. */
  baseDigits: number
  /** About how much to hold of what was read. 128 MiB unless said. */
  cacheBytesMax?: number
  /** How long identities of events are kept, counted from their last change. 7 days unless said. */
  identityKeepMs?: number
  /** 5 seconds unless said. */
  commandTimeoutMs?: number
  /** How long a call waits for a connection before it is an outage. 5 seconds unless said. */
  connectTimeoutMs?: number
  /** What the simulator puts in place of a connection, a clock and chance; `url` then leads nowhere. */
  surroundings?: StoreSurroundings
}

export interface StoreSurroundings {
  connection?: StoreConnection
  /** In place of a connection to a Redis Cluster. */
  shards?: ShardConnection
  /** Milliseconds since 1970. */
  nowMs?: () => number
  /** 8 bytes that no other log began with. */
  newEpoch?: () => Buffer
}

/** What the store has done since it started; all but `cacheBytes` only grow. */
export interface RedisStoreUse {
  roundTrips: number
  cacheBytes: number
  /** Logs of which nothing, or only what others added, had to be read. */
  cacheHits: number
  /** Logs that had to be read from the beginning. */
  cacheMisses: number
  cacheEvictions: number
  /** Logs that were known and found gone, begun anew or shorter before their time: Redis lost state. */
  logsLost: number
}

export interface RedisStore extends MarkedVelocityStore, FillableStore {
  use(): RedisStoreUse
}

const CACHE_BYTES_MAX = 128 * 2 ** 20
const IDENTITY_KEEP_MS = 7 * 86_400_000
const TIMEOUT_MS = 5_000

/** For telling repeats while logs are filled from history. */
const FILLING_BYTES_MAX = 256 * 2 ** 20

/** So that no script holds Redis up for long: other processes wait meanwhile. */
const CALL_EVENTS_MAX = 500

/**
 * Keeps every log in Redis, and copies of those in use in this process. One script call per batch (of up to 500 events)
 * judges, appends and reads at once.
 *
 * What `count` answers stays valid until the next `count` resolves, so one batch may be under way while another is
 * decided. An `Outage` may come after Redis has done the work; giving the same events again makes it whole: events that
 * Redis already has come back as duplicates, with the values that they would have had.
 */
export function createRedisStore(options: RedisStoreOptions): RedisStore {
  return new StoreOnRedis(options)
}

class StoreOnRedis implements RedisStore {
  private readonly counting: Counting
  private readonly servers: Servers
  private readonly tools: CountingTools
  private readonly nowMs: () => number
  private readonly newEpoch: () => Buffer
  private readonly identityKeepMs: number
  private readonly keepMs = new Map<string, number>()
  private turn: Promise<unknown> = Promise.resolve()
  private roundTrips = 0
  private logsRead = 0
  private logsMissed = 0
  private logsLost = 0
  private statesLost = 0
  /** Of the connection, when the mark was last read. */
  private markedGeneration = -1

  constructor(options: RedisStoreOptions) {
    const { secret, baseDigits, cacheBytesMax = CACHE_BYTES_MAX, surroundings } = options
    this.counting = new Counting({ secret, baseDigits, bytesMax: cacheBytesMax, keepsTexts: true })
    this.servers = openServers(options, this.counting.keyedHash.text('mark', ''))
    const { slab, keys } = this.counting
    this.tools = {
      copies: { slab, keys, keepMs: log => this.keepMs.get(log.name)!, onLost: () => void this.logsLost++ },
      onRoundTrip: () => void this.roundTrips++,
      onRead: knownBytes => {
        this.logsRead += knownBytes.length
        for (const known of knownBytes) if (known === 0) this.logsMissed++
      },
    }
    this.nowMs = surroundings?.nowMs ?? Date.now
    this.newEpoch = surroundings?.newEpoch ?? (() => randomBytes(8))
    this.identityKeepMs = Math.ceil(options.identityKeepMs ?? IDENTITY_KEEP_MS)
  }

  /** Calls take turns: each needs to know what the one before it found. */
  count(plan: VelocityPlan, events: readonly VelocityEvent[]): Promise<Counted[]> {
    return this.inTurn(async () => (await this.countNow(plan, events, undefined)) as Counted[])
  }

  countMarked(
    plan: VelocityPlan,
    events: readonly VelocityEvent[],
    id: string,
    advances: readonly Advance[],
  ): Promise<Counted[] | 'changed'> {
    return this.inTurn(() => this.countNow(plan, events, { id, advances }))
  }

  async mark(): Promise<StateMark> {
    await this.servers.ready()
    this.markedGeneration = this.servers.generation
    return this.servers.mark()
  }

  lease(owner: string, ms: number): Promise<boolean> {
    return this.servers.lease(owner, ms)
  }

  use(): RedisStoreUse {
    return {
      roundTrips: this.roundTrips,
      cacheBytes: this.counting.keys.bytes,
      cacheHits: this.logsRead - this.logsMissed,
      cacheMisses: this.logsMissed,
      cacheEvictions: this.counting.keys.forgotten,
      logsLost: this.logsLost,
    }
  }

  filling(): Filling {
    const identities = new IdentityTable(FILLING_BYTES_MAX)
    return (plan, events) => this.inTurn(() => this.fillNow(plan, events, identities))
  }

  close(): Promise<void> {
    return this.servers.close()
  }

  private inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.turn.then(act)
    this.turn = done.catch(() => undefined) // told to whoever asked
    return done
  }

  private async countNow(
    plan: VelocityPlan,
    events: readonly VelocityEvent[],
    mark: { id: string; advances: readonly Advance[] } | undefined,
  ): Promise<Counted[] | 'changed'> {
    for (const log of plan.logs) this.keepMs.set(log.name, log.keepMs)
    const batch = this.counting.encode(plan, events)
    try {
      for (let from = 0; from < batch.size || (from === 0 && mark !== undefined); from += CALL_EVENTS_MAX) {
        const to = Math.min(from + CALL_EVENTS_MAX, batch.size)
        await this.servers.ready()
        const isSame = mark === undefined || this.markedGeneration === this.servers.generation
        const guard = mark && { ...mark, isLastPart: to === batch.size }
        const part = this.partOf({ batch, from, to, plan })
        if (isSame && (await this.servers.countPart(part, guard, this.tools))) continue
        this.statesLost++
        batch.release(this.counting.slab)
        return 'changed'
      }
    } catch (error) {
      batch.release(this.counting.slab)
      throw error
    }
    return this.counting.counted(plan, batch)
  }

  private async fillNow(
    plan: VelocityPlan,
    events: readonly VelocityEvent[],
    identities: IdentityTable,
  ): Promise<number> {
    for (const log of plan.logs) this.keepMs.set(log.name, log.keepMs)
    const { slab } = this.counting
    const batch = this.counting.encode(plan, events)
    let filled = 0
    try {
      for (let event = 0; event < batch.size; event++) judgeInBatch(batch, event, identities, slab)
      for (let from = 0; from < batch.size; from += CALL_EVENTS_MAX) {
        const to = Math.min(from + CALL_EVENTS_MAX, batch.size)
        await this.servers.ready()
        filled += await this.servers.fill(this.partOf({ batch, from, to, plan }), this.tools)
      }
      return filled
    } finally {
      batch.release(slab)
    }
  }

  private partOf(part: Pick<BatchPart, 'batch' | 'from' | 'to' | 'plan'>): BatchPart {
    return {
      ...part,
      nowMs: this.nowMs(),
      identityKeepMs: this.identityKeepMs,
      epoch: this.newEpoch(),
      generation: this.servers.generation + this.statesLost,
    }
  }
}

function openServers(options: RedisStoreOptions, hash: string): Servers {
  const { url, client = {}, commandTimeoutMs = TIMEOUT_MS, connectTimeoutMs = TIMEOUT_MS } = options
  const { clusterNodes, surroundings } = options
  const connecting = { url, client, commandTimeoutMs, connectTimeoutMs }
  if (surroundings?.shards !== undefined) return new ShardedServers(surroundings.shards, hash)
  if (clusterNodes !== undefined) return new ShardedServers(new ClusterConnection(connecting, clusterNodes), hash)
  return new OneServer(surroundings?.connection ?? new RedisConnection(connecting), hash)
}
