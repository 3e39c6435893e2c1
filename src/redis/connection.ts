import { Redis, type RedisOptions } from 'ioredis'
import { Outage } from '../model/problem.ts'
import { asksForNewConnection, outageOf } from './outage.ts'
import { PackedCommand } from './packed-command.ts'

export interface ConnectionOptions {
  /** `redis://user:password@host:port/db`, `rediss://` for TLS. */
  url: string
  /** Further settings of ioredis, such as TLS files. */
  client?: RedisOptions
  /** How long to wait for an answer before the connection is given up. */
  commandTimeoutMs: number
  /** How long a call waits for a connection before it is an outage. */
  connectTimeoutMs: number
}

const RECONNECT_MIN_MS = 50
const RECONNECT_MAX_MS = 1_000

/** Sends packed commands over one connection, which is made again whenever it breaks. Never repeats a command by itself. */
export class RedisConnection {
  /** Grows with every connection: what was read over an earlier one may be gone after a failover. */
  generation = 0
  private readonly client: Redis
  private readonly connectTimeoutMs: number
  private lastError: Error | undefined

  constructor({ url, client = {}, commandTimeoutMs, connectTimeoutMs }: ConnectionOptions) {
    this.connectTimeoutMs = connectTimeoutMs
    this.client = new Redis(url, {
      ...client,
      lazyConnect: true,
      commandTimeout: commandTimeoutMs,
      connectTimeout: connectTimeoutMs,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      enableOfflineQueue: false,
      retryStrategy: attempts => Math.min(RECONNECT_MIN_MS * 2 ** (attempts - 1), RECONNECT_MAX_MS),
    })
    this.client.on('error', (error: Error) => {
      this.lastError = error
    })
    this.client.on('ready', () => {
      this.generation++
    })
  }

  /** Resolves when commands can be sent. Throws `Outage` when that takes longer than `connectTimeoutMs`. */
  async ready(): Promise<void> {
    if (this.client.status === 'ready') return
    if (this.client.status === 'wait') this.client.connect().catch(() => undefined) // told by the error event
    await new Promise<void>((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(timer)
        this.client.off('ready', onReady)
        act()
      }
      const onReady = () => settle(resolve)
      const timer = setTimeout(() => {
        settle(() => reject(new Outage('redis', this.lastError?.message ?? 'no connection', this.lastError)))
      }, this.connectTimeoutMs)
      this.client.once('ready', onReady)
    })
  }

  /** Sends one packed command. Throws `Outage`, or the `ReplyError` of Redis when it is not one of an outage. */
  async send(frame: Buffer): Promise<Buffer> {
    try {
      return (await this.client.sendCommand(new PackedCommand(frame))) as Buffer
    } catch (error) {
      throw this.explain(error)
    }
  }

  async loadScript(script: string): Promise<void> {
    try {
      await this.client.script('LOAD', script)
    } catch (error) {
      throw this.explain(error)
    }
  }

  async close(): Promise<void> {
    this.client.disconnect()
  }

  private explain(error: unknown): unknown {
    if (asksForNewConnection(error)) this.client.disconnect(true)
    return outageOf(error)
  }
}
