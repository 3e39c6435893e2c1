import { ClusterConnection } from './cluster-connection.ts'
import { RedisConnection } from './connection.ts'
import { meteredConnection } from './metered-connection.ts'
import { OneServer } from './one-server.ts'
import type { RedisStoreOptions } from './redis-store-options.ts'
import type { Servers } from './servers.ts'
import { ShardedServers } from './sharded-servers.ts'

const TIMEOUT_MS = 5_000

/** Connects to nothing yet. `hash` is a keyed hash, so that stores with other secrets in the same place have other marks. */
export function openServers(options: RedisStoreOptions, hash: string): Servers {
  const { url, client = {}, commandTimeoutMs = TIMEOUT_MS, connectTimeoutMs = TIMEOUT_MS } = options
  const { clusterNodes, surroundings, onServer, onCall } = options
  const connecting = { url, client, commandTimeoutMs, connectTimeoutMs, onServer }
  if (surroundings?.shards !== undefined) return new ShardedServers(surroundings.shards, hash)
  if (clusterNodes !== undefined) {
    return new ShardedServers(meteredConnection(new ClusterConnection(connecting, clusterNodes), onCall), hash)
  }
  const connection = surroundings?.connection ?? meteredConnection(new RedisConnection(connecting), onCall)
  return new OneServer(connection, hash)
}
