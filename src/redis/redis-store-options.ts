import type { RedisOptions } from 'ioredis'
import type { OutcomeUse } from '../velocity/outcome-event.ts'
import type { ServerReport } from './inspect-server.ts'
import type { RedisCallCost } from './metered-connection.ts'
import type { StoreConnection } from './one-server.ts'
import type { ShardConnection } from './sharded-servers.ts'

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
  /** How many events one log may hold before its oldest are folded into time buckets. 200,000 unless said. */
  keyEventsMax?: number
  /** How long it is remembered where a payment was counted, for outcomes; not at all unless said. */
  outcomesKeepMs?: number
  /** 5 seconds unless said. */
  commandTimeoutMs?: number
  /** How long a call waits for a connection before it is an outage. 5 seconds unless said. */
  connectTimeoutMs?: number
  /** Told for each new connection what the server says of itself. */
  onServer?: (report: ServerReport) => void
  /** Told what each call of a script cost. */
  onCall?: (call: RedisCallCost) => void
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
export interface RedisStoreUse extends OutcomeUse {
  roundTrips: number
  cacheBytes: number
  /** Logs of which nothing, or only what others added, had to be read. */
  cacheHits: number
  /** Logs that had to be read from the beginning. */
  cacheMisses: number
  cacheEvictions: number
  /** Logs that were known and found gone, begun anew or shorter before their time: Redis lost state. */
  logsLost: number
  /** Times that this process made a log in Redis shorter, and events that it folded doing so. */
  logsCompacted: number
  logsFolded: number
  eventsFolded: number
}
