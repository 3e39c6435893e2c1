import { Cluster } from 'ioredis'
import { Outage } from '../model/problem.ts'
import type { ConnectionOptions } from './connection.ts'
import { SHARDS, shardSlot } from './keys.ts'
import { asksForNewConnection, outageOf } from './outage.ts'
import { PackedCommand } from './packed-command.ts'
import { whenReady } from './when-ready.ts'

const RECONNECT_MIN_MS = 50
const RECONNECT_MAX_MS = 1_000

/** How often a command is sent on to another node, or again after a pause of 100 ms, before it is an outage. */
const REDIRECTIONS_MAX = 10

const SLOTS = Array.from({ length: SHARDS }, (_, shard) => shardSlot(shard))

/**
 * Sends packed commands to the nodes of a Redis Cluster. The client follows MOVED and ASK, waits out TRYAGAIN and CLUSTERDOWN
 * for a moment, and sends again what a broken connection left unanswered: so a command may be worked on twice.
 */
export class ClusterConnection {
  private readonly client: Cluster
  private readonly connectTimeoutMs: number
  private lastError: Error | undefined
  private connections = 0
  /** Which node had which shard when we last looked, and how often that was not as before. */
  private masters = ''
  private changes = 0

  /** `nodes` are further ones to ask for the cluster, `host:port`; the URL's user and TLS hold for all. */
  constructor({ url, client = {}, commandTimeoutMs, connectTimeoutMs }: ConnectionOptions, nodes: readonly string[]) {
    this.connectTimeoutMs = connectTimeoutMs
    const { protocol, username, password } = new URL(url)
    this.client = new Cluster([url, ...nodes.map(node => `redis://${node}`)].map(seedOf), {
      lazyConnect: true,
      enableOfflineQueue: false,
      maxRedirections: REDIRECTIONS_MAX,
      clusterRetryStrategy: attempts => Math.min(RECONNECT_MIN_MS * 2 ** (attempts - 1), RECONNECT_MAX_MS),
      redisOptions: {
        ...(protocol === 'rediss:' ? { tls: {} } : {}),
        ...client,
        ...(username === '' ? {} : { username: decodeURIComponent(username) }),
        ...(password === '' ? {} : { password: decodeURIComponent(password) }),
        commandTimeout: commandTimeoutMs,
        connectTimeout: connectTimeoutMs,
        maxRetriesPerRequest: 0,
        autoResendUnfulfilledCommands: false,
      },
    })
    this.client.on('error', (error: Error) => this.note(error))
    this.client.on('node error', (error: Error) => this.note(error))
    this.client.on('+node', node => node.on('ready', () => void this.connections++))
  }

  /** Grows with every connection to a node, and when a shard is another node's. */
  get generation(): number {
    const masters = SLOTS.map(slot => this.client.slots[slot]?.[0] ?? '').join()
    if (masters !== this.masters) {
      this.masters = masters
      this.changes++
    }
    return this.connections + this.changes
  }

  /** Resolves when commands can be sent. Throws `Outage` when that takes longer than the time for connecting. */
  async ready(): Promise<void> {
    await whenReady(this.client, this.connectTimeoutMs, () => {
      return new Outage('redis', this.lastError?.message ?? 'no connection', this.lastError)
    })
  }

  /** Sends one packed command to the node of a shard. Throws `Outage`, or the `ReplyError` of Redis when it is not one. */
  async send(frame: Buffer, shard: number): Promise<Buffer> {
    try {
      return (await this.client.sendCommand(new PackedCommand(frame, SLOTS[shard]!))) as Buffer
    } catch (error) {
      if (asksForNewConnection(error)) this.client.disconnect(true)
      throw outageOf(error)
    }
  }

  async close(): Promise<void> {
    this.client.disconnect()
  }

  private note(error: Error): void {
    const { lastNodeError = error } = error as Error & { lastNodeError?: Error }
    this.lastError = lastNodeError
  }
}

function seedOf(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url)
  return { host: hostname, port: Number(port || 6379) }
}
